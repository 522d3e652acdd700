import { type Problem, type Text, text } from '../kernel/index.ts';
import type { Release } from './catalog.ts';
import { compareReleases } from './releases.ts';

/** How a stack says what it runs: `<app>/<release>`. */
export const releaseId = ({ app, release }: Release): string => `${app}/${release}`;

/** Whether upstream no longer maintains a release on a day such as `2026-11-25`. */
export const isPastItsEnd = ({ sheet }: Release, today: string): boolean => sheet.about.support.until !== null && sheet.about.support.until < today;

/** Whether an instance at a release of the same app may become another one: never an earlier one, and later ones as the rule of the new one says. */
export function mayBecome(from: string, to: Release): boolean {
  const order = compareReleases(from, to.release);
  if (order >= 0) return order === 0;
  const { rule, from: named } = to.sheet.upgrade;
  if (named.length > 0 && !named.includes(from)) return false;
  switch (rule) {
    case 'revision':
      return upstream(from) === upstream(to.release);
    case 'minor':
      return major(from) === major(to.release);
    case 'one-major':
      return major(from) === major(to.release) || Number(major(to.release)) - Number(major(from)) === 1;
    case 'any':
      return true;
  }
}

/** `31.0.2-1` -> `31.0.2`. */
const upstream = (release: string): string => release.slice(0, release.lastIndexOf('-'));
/** `31.0.2-1` -> `31`. */
const major = (release: string): string => release.split(/[.+_-]/)[0] as string;

/** What is wrong with a move, without the value: where in the instance's file, what, and what to do. */
export type Refused = Pick<Problem, 'code' | 'what' | 'next'> & { readonly field: 'order' | 'release' };

/**
 * Why an instance may not move to a release; undefined when it may. `running`: what it runs as `releaseId` says it, undefined when
 * nothing does yet. `offered`: the releases of the app on offer. `today`: `2026-11-25`.
 */
export function upgradeProblem(running: string | undefined, to: Release, offered: Iterable<Release>, today: string): Refused | undefined {
  const releases = [...offered].sort((a, b) => compareReleases(a.release, b.release));
  const [app, from] = (running ?? '').split('/') as [string, string | undefined];
  if (from === undefined) return endedProblem(undefined, to, releases, today);
  if (app !== to.app) return otherApp(app, to);
  const order = compareReleases(from, to.release);
  if (order === 0) return undefined;
  if (order > 0) return downgrade(from, to);
  return mayBecome(from, to) ? endedProblem(from, to, releases, today) : skipped(from, to, releases);
}

const otherApp = (app: string, to: Release): Refused => ({
  code: 'release-other-app',
  field: 'order',
  what: text(`cette instance fait tourner ${app} : elle ne devient pas un autre logiciel (${to.app})`, `this instance runs ${app}: it does not become another app (${to.app})`),
  next: text('donner un autre « name: » à la nouvelle commande, qui aura ainsi son instance', 'give the new order another “name:”, so that it has an instance of its own'),
});

const downgrade = (from: string, to: Release): Refused => ({
  code: 'release-downgrade',
  field: 'release',
  what: text(`cette instance est à la version ${from} : elle ne revient pas à une version antérieure`, `this instance is at release ${from}: it does not go back to an earlier one`),
  next: text(`remettre « release: ${from} » ; ou restaurer dans une nouvelle instance une sauvegarde faite avec ${to.release}`, `put “release: ${from}” back; or restore into a new instance a backup made with ${to.release}`),
});

function skipped(from: string, to: Release, releases: readonly Release[]): Refused {
  const step = releases.findLast((other) => compareReleases(from, other.release) < 0 && compareReleases(other.release, to.release) < 0 && mayBecome(from, other));
  return {
    code: 'release-step',
    field: 'release',
    what: text(`de ${from} à ${to.release} : ${ruleOf(to).fr}`, `from ${from} to ${to.release}: ${ruleOf(to).en}`),
    next: step === undefined
      ? text(`remettre « release: ${from} », et ajouter au catalogue une version intermédiaire de ${to.app}`, `put “release: ${from}” back, and add a release of ${to.app} in between to the catalog`)
      : text(`passer d’abord à ${step.release} (chatiere up), puis reprendre`, `move to ${step.release} first (chatiere up), then go on`),
  };
}

/** Without a list, it is the rule that refuses. */
function ruleOf({ sheet: { upgrade: { rule, from } } }: Release): Text {
  const list = from.join(', ');
  return from.length > 0 ? text(`on n’y vient que de ${list}`, `it is reached only from ${list}`) : (ruleWords[rule] as Text);
}

const ruleWords: Readonly<Record<string, Text>> = {
  revision: text('seule la révision peut changer', 'only the revision may change'),
  minor: text('la version majeure ne change pas en place', 'the major version does not change in place'),
  'one-major': text('une version majeure à la fois', 'one major version at a time'),
};

/** A release past its end is taken only as a step to a maintained one that cannot be reached at once. */
function endedProblem(from: string | undefined, to: Release, releases: readonly Release[], today: string): Refused | undefined {
  if (!isPastItsEnd(to, today)) return undefined;
  const maintained = releases.filter((other) => !isPastItsEnd(other, today) && (from === undefined || compareReleases(from, other.release) < 0));
  const atOnce = maintained.filter((other) => from === undefined || mayBecome(from, other));
  if (atOnce.length === 0 && maintained.some((other) => compareReleases(to.release, other.release) < 0)) return undefined;
  const names = atOnce.map(({ release }) => release).reverse().join(', ');
  return {
    code: 'release-ended',
    field: 'release',
    what: endOf(to),
    next: names === ''
      ? text(`ajouter au catalogue une version maintenue de ${to.app}`, `add a maintained release of ${to.app} to the catalog`)
      : text(`prendre une version maintenue : ${names}`, `take a maintained release: ${names}`),
  };
}

/** What is said of a release past its end. */
export const endOf = ({ app, release, sheet }: Release): Text =>
  text(`${app} ${release} n’est plus maintenu depuis le ${sheet.about.support.until}`, `${app} ${release} is no longer maintained since ${sheet.about.support.until}`);
