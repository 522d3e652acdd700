import { differenceOf, type Difference } from './difference.ts';
import { maximum, mean, perMonth, useOf } from './proposal-use.ts';
import type { Hour } from './proposals.ts';
import { type Energy, NO_ENERGY, type Provenance, sumEnergy } from './provenance.ts';

/** A change that could have been proposed, and that the files now have. */
export type Carried =
  /** `nightOf`: when the window of its schedule began in which a moment lies; undefined outside of all. Epoch seconds. */
  | { readonly kind: 'sleep'; readonly instance: string; readonly host: string; readonly nightOf: (moment: number) => number | undefined }
  /** `memoryBytes`: by how much the plan that it amends reserves more. */
  | { readonly kind: 'plan'; readonly instance: string; readonly host: string; readonly memoryBytes: number };

/**
 * What came of a change. When it began is read from the windows themselves: nobody has to have written it down, and a schedule that no timer
 * follows is seen not to be followed.
 */
export interface Effect {
  readonly kind: Carried['kind'];
  /** The instance. */
  readonly subject: string;
  /** `not-begun`: the files have it, the readings do not show it. `no-before`, `too-soon`: fewer than seven days of readings before, or since. */
  readonly state: 'known' | 'too-soon' | 'no-before' | 'not-begun';
  /** Epoch seconds. */
  readonly since?: number;
  /** Days of readings that were compared: at most thirty on either side. */
  readonly days: { readonly before: number; readonly after: number };
  /** What the readings before promised of thirty days. */
  readonly predicted?: { readonly dynamic: Energy; readonly memoryBytes: number };
  /** What thirty days came to less than before. `elsewhere`: the part of it in hours when it is awake, which the change did not aim at. */
  readonly measured?: { readonly dynamic: Difference; readonly elsewhere: Difference; readonly memoryBytes: number };
  /** Of both sides. */
  readonly provenances: readonly Provenance[];
}

const DAY = 86_400;
/** Days that either side needs, and the most that it is taken from: what is further away is another season. */
const [FEWEST, MOST] = [7, 30];

/** An hour of a host in which an instance ran, or did not. */
interface Life {
  readonly from: number;
  readonly seconds: number;
  /** Begin of the night that it is part of. */
  readonly night: number | undefined;
  readonly ran: boolean;
  readonly dynamic: Energy;
  readonly memoryBytes: number;
  readonly memoryRequest: number;
}

/** What came of each change, as far as readings tell; pure. */
export const effectsOf = (hours: readonly Hour[], carried: readonly Carried[]): Effect[] => carried.map((one) => {
  const life = lifeOf(hours, one);
  return effectOf(one, life, one.kind === 'sleep' ? firstNight(life) : firstOfLevel(life));
});

function lifeOf(hours: readonly Hour[], carried: Carried): Life[] {
  return hours.filter(({ window }) => window.host === carried.host).toSorted((a, b) => a.window.from - b.window.from).map((hour): Life => {
    const { from, seconds } = hour.window;
    const use = useOf([hour], carried.instance)[0];
    const night = carried.kind === 'sleep' ? carried.nightOf(from + seconds / 2) : undefined;
    return { from, seconds, night, ran: use !== undefined, dynamic: use?.dynamic ?? NO_ENERGY, memoryBytes: use?.memoryBytes ?? 0, memoryRequest: use?.memoryRequest ?? 0 };
  });
}

/** The night from which on it sleeps: that which tells nights of waking before from nights of sleep after best, so that one of either is an exception. */
function firstNight(life: readonly Life[]): number | undefined {
  const nights = [...Map.groupBy(life.filter(({ night }) => night !== undefined), ({ night }) => night as number)];
  const slept = nights.map(([, hours]) => hours.filter(({ ran }) => !ran).length > hours.length / 2);
  if (!slept.includes(true)) return undefined;
  const fits = slept.map((_, at) => slept.filter((asleep, index) => asleep === index >= at).length);
  return nights[fits.indexOf(maximum(fits))]?.[0];
}

/** The hour from which on it reserves what it does now; undefined where it reserved no more before. */
function firstOfLevel(life: readonly Life[]): number | undefined {
  const running = life.filter(({ ran }) => ran);
  const now = running.at(-1)?.memoryRequest ?? 0;
  const last = running.findLast(({ memoryRequest }) => Math.abs(memoryRequest - now) > 0.01 * now);
  if (last && last.memoryRequest < now) return undefined;
  return last ? running.find(({ from }) => from > last.from)?.from : running[0]?.from;
}

function effectOf(carried: Carried, life: readonly Life[], since: number | undefined): Effect {
  const { kind, instance: subject } = carried;
  if (since === undefined) return { kind, subject, state: 'not-begun', days: { before: daysOf(life), after: 0 }, provenances: [] };
  const before = life.filter(({ from }) => from < since && from >= since - MOST * DAY);
  const after = life.filter(({ from }) => from >= since && from < since + MOST * DAY);
  const days = { before: daysOf(before), after: daysOf(after) };
  const provenances = Object.keys(sumEnergy([...before, ...after].map(({ dynamic }) => dynamic)).sources) as Provenance[];
  const base = { kind, subject, since, days, provenances };
  if (days.before < FEWEST) return { ...base, state: 'no-before' };
  const aimed = ({ night }: Life): boolean => kind === 'plan' || night !== undefined;
  const predicted = kind === 'plan' ? { dynamic: NO_ENERGY, memoryBytes: carried.memoryBytes } : { dynamic: monthOf(before, aimed), memoryBytes: held(before.filter(aimed), kind) };
  if (days.after < FEWEST) return { ...base, state: 'too-soon', predicted };
  const all = (): boolean => true;
  const measured = {
    dynamic: differenceOf(monthOf(before, all), monthOf(after, all)),
    elsewhere: differenceOf(monthOf(before, (one) => !aimed(one)), monthOf(after, (one) => !aimed(one))),
    memoryBytes: held(before.filter(aimed), kind) - held(after.filter(aimed), kind),
  };
  return { ...base, state: 'known', predicted, measured };
}

const secondsOf = (life: readonly Life[]): number => life.reduce((sum, { seconds }) => sum + seconds, 0);
const daysOf = (life: readonly Life[]): number => secondsOf(life) / DAY;

/** What some hours of thirty such days take. */
const monthOf = (life: readonly Life[], which: (one: Life) => boolean): Energy => perMonth(sumEnergy(life.filter(which).map(({ dynamic }) => dynamic)), secondsOf(life));

/** Memory that sleep frees is what was held; that which a plan frees is what was reserved. */
const held = (life: readonly Life[], kind: Carried['kind']): number => (kind === 'sleep' ? mean(life.map(({ memoryBytes }) => memoryBytes)) : mean(life.filter(({ ran }) => ran).map(({ memoryRequest }) => memoryRequest)));
