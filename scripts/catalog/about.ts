import { type AppSheet, type Level, type Plans, type Release, takesMembers } from '../../modules/catalog/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { bare, joined, listed, type Part } from './section.ts';

const french: Readonly<Record<AppSheet['about']['french'], Text>> = {
  full: text('toute l’interface', 'the whole interface'),
  partial: text('une partie de l’interface', 'part of the interface'),
  none: text('non', 'no'),
};

/** What the app is, and whether upstream still maintains this release. `releases`: newest first; `today`: `2026-11-25`. */
export function about({ sheet, release }: Release, releases: readonly string[], today: string): Part {
  const { name, summary, licence, website, french: speaks, lastRealPass, support: { since, until, source } } = sheet.about;
  const daysLeft = until === null ? null : Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);
  const state = daysLeft === null ? 'open' : daysLeft < 0 ? 'ended' : 'maintained';
  return {
    data: { name, summary, licence, website, french: speaks, lastRealPass, releases, support: { since, until, source, daysLeft, state } },
    section: {
      title: text('Le logiciel', 'The app'),
      rows: [
        [text('site', 'website'), bare(website)],
        [text('licence', 'licence'), bare(licence)],
        [text('français', 'French'), french[speaks]],
        [text('versions', 'releases'), joined(releases.map((one) => (one === release ? text(`${one} (celle-ci)`, `${one} (this one)`) : bare(one))))],
        [text('maintien', 'maintenance'), maintenance(since, until, daysLeft)],
        [text('dernier essai réel', 'last real pass'), lastRealPass === 'never' ? text('jamais', 'never') : bare(lastRealPass)],
      ],
    },
  };
}

function maintenance(since: string, until: string | null, daysLeft: number | null): Text {
  if (until === null || daysLeft === null) return text(`depuis le ${since}, sans fin annoncée`, `since ${since}, no end announced`);
  if (daysLeft < 0) return text(`fin de vie : plus maintenu depuis le ${until}`, `end of life: no longer maintained since ${until}`);
  const left = daysLeft > 1 ? text(`${daysLeft} jours`, `${daysLeft} days`) : text(`${daysLeft} jour`, `${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`);
  return text(`du ${since} au ${until} ; reste ${left.fr}`, `from ${since} to ${until}; ${left.en} left`);
}

/** The forms in which upstream publishes it. `plans`: those that this release offers. */
export function editions({ sheet }: Release, plans: Plans): Part | undefined {
  const all = Object.entries(sheet.editions);
  if (all.length === 0) return undefined;
  const beyond = (edition: (typeof all)[number][1]) => Object.entries(plans).filter(([, { members }]) => !takesMembers(edition, members)).map(([name]) => name);
  return {
    data: all.map(([id, edition], index) => ({ id, name: edition.name, licence: edition.licence, free: edition.free, memberCap: edition.memberCap ?? null, note: edition.note ?? null, default: index === 0, plansBeyond: beyond(edition) })),
    section: {
      title: text('Éditions', 'Editions'),
      rows: all.flatMap(([id, edition], index) => {
        const [cap, left] = [edition.memberCap, beyond(edition).join(', ')];
        const facts = [
          ...(index === 0 ? [text('choisie d’office', 'taken by default')] : []),
          bare(edition.licence),
          edition.free ? text('libre', 'free software') : text('pas libre', 'not free software'),
          ...(cap === undefined ? [] : [text(`${cap} membres au plus`, `at most ${cap} members`)]),
          ...(left === '' ? [] : [text(`forfaits trop grands : ${left}`, `plans that are too large: ${left}`)]),
        ];
        return listed(text(`${id} (${edition.name.fr})`, `${id} (${edition.name.en})`), [joined(facts), ...(edition.note ? [edition.note] : [])], bare(''));
      }),
    },
  };
}

/** What the suite measured, target by target. */
export function quality(levels: Readonly<Record<string, Level>> | undefined): Part {
  const all = Object.entries(levels ?? {});
  const target = text('niveau', 'level');
  return {
    data: levels ?? null,
    section: {
      title: text('Qualité', 'Quality'),
      rows: all.length === 0 ? [[target, text('pas encore mesuré', 'not measured yet')]] : all.map(([name, { level, tested, on }]) => [
        bare(name),
        tested === 'real' ? text(`niveau ${level} sur 8, sur le logiciel même, le ${on}`, `level ${level} of 8, on the app itself, on ${on}`) : text(`niveau ${level} sur 8, sur un double et non sur le logiciel, le ${on}`, `level ${level} of 8, on a double and not on the app, on ${on}`),
      ]),
    },
  };
}
