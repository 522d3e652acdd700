import type { AppSheet, Release } from '../../modules/catalog/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { bare, joined, listed, type Part, semicolon } from './section.ts';

const none = text('aucun', 'none');

/** What personal information lies where, and how long. */
export function data({ sheet }: Release): Part {
  return {
    data: sheet.data,
    section: {
      title: text('Renseignements personnels', 'Personal information'),
      rows: sheet.data.length === 0 ? [[none]] : sheet.data.flatMap(({ where, what, retention }) => listed(bare(where), [what, text(`conservation : ${retention.fr}`, `kept: ${retention.en}`)], none)),
    },
  };
}

/** What is saved, how the app is held still meanwhile, and the way back. */
export function backup({ sheet }: Release): Part {
  const { quiesce, sets, restore } = sheet.backup ?? { quiesce: undefined, sets: [], restore: [] };
  return {
    data: sheet.backup ?? null,
    section: {
      title: text('Sauvegarde', 'Backup'),
      rows: quiesce === undefined ? [[text('pas décrite', 'not described')]] : [
        ...listed(text('ce qui est gardé', 'what is kept'), sets.map(setWords), none),
        [text('pendant ce temps', 'meanwhile'), stillness(quiesce)],
        ...listed(text('remise en place', 'putting it back'), restore.map((step, index) => text(`${index + 1}. ${step.fr}`, `${index + 1}. ${step.en}`)), none),
      ],
    },
  };
}

type Backup = NonNullable<AppSheet['backup']>;

function stillness(quiesce: Backup['quiesce']): Text {
  if (quiesce === 'none') return text('le logiciel continue', 'the app goes on');
  if (quiesce === 'stop') return text('le logiciel est arrêté', 'the app is stopped');
  const command = quiesce.enter.argv.join(' ');
  return text(`le logiciel est retenu par son propre mode (${command})`, `the app is held by a mode of its own (${command})`);
}

function setWords({ id, kind, service, volume }: Backup['sets'][number]): Text {
  const from = service ?? volume ?? id;
  return kind === 'database' ? text(`la base de données, par ${from}`, `the database, by ${from}`) : text(`le volume ${from}`, `the volume ${from}`);
}

const rules: Readonly<Record<AppSheet['upgrade']['rule'], Text>> = {
  revision: text('d’une révision de la même version', 'from a revision of the same version'),
  minor: text('d’une version de la même version majeure', 'from a version of the same major'),
  'one-major': text('de la même version majeure ou de la précédente', 'from the same major or the one before'),
  any: text('de toute version antérieure', 'from any earlier version'),
};

/** From where one may come to this release, and what goes with it. */
export function upgrade({ sheet }: Release): Part {
  const { rule, from, strategy, before, after } = sheet.upgrade;
  return {
    data: sheet.upgrade,
    section: {
      title: text('Passage à cette version', 'Moving to this release'),
      rows: [
        [text('permis', 'allowed'), joined([rules[rule], ...(from.length === 0 ? [] : [text(`seulement ${from.join(', ')}`, `only ${from.join(', ')}`)]), text('jamais d’une version postérieure', 'never from a later one')], semicolon)],
        [text('manière', 'way'), strategy === 'rolling' ? text('sans arrêt', 'without a stop') : text('arrêt, puis nouvelle version', 'stop, then the new release')],
        ...listed(text('à voir avant', 'to see to before'), before, text('rien', 'nothing')),
        [text('tâches d’après', 'jobs after'), after.length === 0 ? text('aucune', 'none') : bare(after.join(', '))],
      ],
    },
  };
}
