import { BRAND_KEYS, type BrandKey, type Release, untakenKeys } from '../../modules/catalog/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { brandList, brandWords } from '../brand-words.ts';
import { bare, joined, listed, type Part, semicolon } from './section.ts';

const nothing = text('rien', 'nothing');

/** What of an organization's brand shows. */
export function brand({ sheet }: Release): Part | undefined {
  if (sheet.kind === 'platform') return undefined;
  const untaken = untakenKeys(sheet.brand);
  const taken = BRAND_KEYS.filter((key) => !untaken.includes(key));
  return {
    data: { taken: Object.fromEntries(taken.map((key) => [key, sheet.brand[key]])), untaken },
    section: {
      title: text('Marque de l’organisation', 'Brand of the organization'),
      rows: [
        [text('s’applique', 'applied'), taken.length === 0 ? nothing : joined(taken.map((key) => withBounds(key, sheet.brand[key])))],
        [text('ne s’applique pas', 'not applied'), untaken.length === 0 ? nothing : brandList(untaken)],
      ],
    },
  };
}

function withBounds(key: BrandKey, { maxLength, formats, maxKiB }: NonNullable<Release['sheet']['brand'][BrandKey]> = { via: 'job', target: '' }): Text {
  const bounds = joined([
    ...(maxLength === undefined ? [] : [text(`${maxLength} caractères au plus`, `at most ${maxLength} characters`)]),
    ...(formats === undefined ? [] : [bare(formats.join(' '))]),
    ...(maxKiB === undefined ? [] : [text(`${maxKiB} Kio au plus`, `at most ${maxKiB} KiB`)]),
  ], semicolon);
  return bounds.fr === '' ? brandWords[key] : text(`${brandWords[key].fr} (${bounds.fr})`, `${brandWords[key].en} (${bounds.en})`);
}

const reach = { none: nothing, mail: text('le relais de courriel', 'the mail relay'), web: text('le Web', 'the Web') } as const;

/** Where its services may go, and whom the app calls by itself. */
export function contacts({ sheet, compose }: Release): Part {
  const services = [...compose.services.keys()].map((service) => [service, sheet.egress[service] ?? 'none'] as const);
  return {
    data: { egress: Object.fromEntries(services), contacts: sheet.contacts },
    section: {
      title: text('Ce qui sort', 'What goes out'),
      rows: [
        ...services.map(([service, to]) => [text(`${service} peut joindre`, `${service} may reach`), reach[to]]),
        ...listed(text('tiers que le logiciel joint', 'third parties that the app calls'), sheet.contacts, text('aucun', 'none')),
      ],
    },
  };
}

/** Why a rule of hardening is relaxed. */
export function hardening({ sheet }: Release): Part {
  const all = Object.entries(sheet.relaxed);
  return {
    data: sheet.relaxed,
    section: { title: text('Exceptions au durcissement', 'Exceptions to hardening'), rows: all.length === 0 ? [[text('aucune', 'none')]] : all.map(([service, why]) => [bare(service), why]) },
  };
}
