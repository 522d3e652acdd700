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

/** The most that each plan may take of a host, whole and service by service; what ends after its work counts at the start alone. */
export function sizing({ sheet, compose }: Release): Part {
  const all = Object.entries(sheet.sizing).map(([plan, services]) => {
    const own = (oneShot: boolean) => Object.fromEntries(Object.entries(services).filter(([name]) => (compose.services.get(name)?.oneShot ?? false) === oneShot));
    const sizes = Object.values(own(false));
    return { plan, memoryMiB: sum(sizes.map(({ memoryMiB }) => memoryMiB)), cpus: sum(sizes.map(({ cpus }) => cpus)), services: own(false), atStart: own(true) };
  });
  return {
    data: all,
    section: {
      title: text('Mémoire et processeurs, au plus', 'Memory and processors, at most'),
      rows: all.map(({ plan, memoryMiB, cpus, services, atStart }) => [bare(plan), mebibytes(memoryMiB), processors(cpus), withStart(sizesOf(services), sizesOf(atStart))]),
    },
  };
}

const sizesOf = (services: Release['sheet']['sizing'][string]): Text => joined(Object.entries(services).map(([name, size]) => {
  const [memory, count] = [mebibytes(size.memoryMiB), decimal(size.cpus)];
  return text(`${name} ${memory.fr} et ${count.fr}`, `${name} ${memory.en} and ${count.en}`);
}), semicolon);

const withStart = (running: Text, start: Text): Text => (start.fr === '' ? running : text(`${running.fr} ; au démarrage seulement, ${start.fr}`, `${running.en}; at the start alone, ${start.en}`));

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
  const notes = enforced.flatMap((key) => sheet.limits[key]?.note ?? []);
  return {
    data: { enforced, atEdge, watched, notes },
    section: {
      title: text('Limites du forfait', 'Limits of the plan'),
      rows: [
        [text('appliquées par le logiciel', 'enforced by the app'), words(enforced)],
        ...(atEdge.length === 0 ? [] : [[text('appliquées à la porte d’entrée', 'enforced at the edge'), words(atEdge)]]),
        [text('seulement surveillées', 'only watched'), words(watched)],
        ...notes.map((note) => [text('borne propre au logiciel', 'bound of the app’s own'), note]),
      ],
    },
  };
}
