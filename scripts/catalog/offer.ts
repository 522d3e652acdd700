import type { Plans, Release } from '../../modules/catalog/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { decimal, planColumns } from '../amounts.ts';
import { bare, joined, type Part, semicolon } from './section.ts';

/** What may be ordered, at what price. `plans`: those that this release offers. */
export function offer(plans: Plans): Part | undefined {
  const all = Object.entries(plans);
  if (all.length === 0) return undefined;
  return {
    data: all.map(([id, plan]) => ({ id, ...plan })),
    section: { title: text('Forfaits (prix avant taxes)', 'Plans (prices before taxes)'), rows: all.map(([id, plan]) => [bare(id), plan.name, ...planColumns(plan)]) },
  };
}

/** The most that each plan may take of a host, whole and service by service. */
export function sizing({ sheet }: Release): Part {
  const all = Object.entries(sheet.sizing).map(([plan, services]) => {
    const sizes = Object.values(services);
    return { plan, memoryMiB: sum(sizes.map(({ memoryMiB }) => memoryMiB)), cpus: sum(sizes.map(({ cpus }) => cpus)), services };
  });
  return {
    data: all,
    section: {
      title: text('Mémoire et processeurs, au plus', 'Memory and processors, at most'),
      rows: all.map(({ plan, memoryMiB, cpus, services }) => [bare(plan), mebibytes(memoryMiB), processors(cpus), joined(Object.entries(services).map(([name, size]) => {
        const [memory, count] = [mebibytes(size.memoryMiB), decimal(size.cpus)];
        return text(`${name} ${memory.fr} et ${count.fr}`, `${name} ${memory.en} and ${count.en}`);
      }), semicolon)]),
    },
  };
}

/** Without what binary fractions add. */
const sum = (values: readonly number[]): number => Math.round(values.reduce((total, value) => total + value, 0) * 1000) / 1000;

function processors(value: number): Text {
  const count = decimal(value);
  return text(`${count.fr} ${value < 2 ? 'processeur' : 'processeurs'}`, `${count.en} ${value === 1 ? 'processor' : 'processors'}`);
}

const mebibytes = (value: number): Text => text(`${value} Mio`, `${value} MiB`);

const limitWords = { members: text('membres', 'members'), storage: text('stockage', 'storage'), upload: text('envoi', 'upload') } as const;

/** Which limits of a plan the app itself keeps to. */
export function limits({ sheet }: Release): Part | undefined {
  if (sheet.kind === 'platform') return undefined;
  const keys = Object.keys(limitWords) as (keyof typeof limitWords)[];
  const enforced = keys.filter((key) => sheet.limits[key] !== undefined);
  // The edge refuses what is larger than the route's own size.
  const atEdge = sheet.route?.maxBodyMiB === 'upload' && !enforced.includes('upload') ? (['upload'] as const) : [];
  const watched = keys.filter((key) => !enforced.includes(key) && !atEdge.some((other) => other === key));
  const words = (chosen: readonly (keyof typeof limitWords)[]): Text => (chosen.length === 0 ? text('aucune', 'none') : joined(chosen.map((key) => limitWords[key])));
  return {
    data: { enforced, atEdge, watched },
    section: {
      title: text('Limites du forfait', 'Limits of the plan'),
      rows: [
        [text('appliquées par le logiciel', 'enforced by the app'), words(enforced)],
        ...(atEdge.length === 0 ? [] : [[text('appliquées à la porte d’entrée', 'enforced at the edge'), words(atEdge)]]),
        [text('seulement surveillées', 'only watched'), words(watched)],
      ],
    },
  };
}
