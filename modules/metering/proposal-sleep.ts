import { text } from '../kernel/index.ts';
import { type HourOfUse, maximum, mean, perMonth, quantile, useOf } from './proposal-use.ts';
import type { Candidate, Observations, Proposal } from './proposals.ts';
import { NO_ENERGY, sumEnergy } from './provenance.ts';

/** Each hour of the day must have been seen on so many days. */
const DAYS = 7;
/** Hours without which nobody can say that an instance serves nobody. */
const IDLE_HOURS = 14 * 24;
/** What an instance does for itself (health checks, tasks of its own) is what it does in its quietest fifth of hours, and half as much again. */
const FLOOR = 0.2;
const ABOVE_FLOOR = 1.5;
/** Where the busiest hour is not so much above, there is no night to tell from the day. */
const CONTRAST = 3;
/** Of one core: what does more than this by itself is at work for somebody. */
const IDLE_SHARE = 0.01;
/** Hours that a night has at least; the last of them is left, so that it is awake before somebody comes. */
const SHORTEST = 5;
const HOUR = 3600;
const EVERY_DAY = 'days: [mon, tue, wed, thu, fri, sat, sun]';

/** Instances that nobody uses by night, and those that nobody uses at all. */
export function sleepers({ hours, instances, timeZone }: Observations): Proposal[] {
  return instances.filter(({ scheduled }) => !scheduled).flatMap((candidate): Proposal[] => {
    const use = useOf(hours, candidate.instance);
    if (use.length === 0) return [];
    return idle(candidate, use) ?? night(candidate, use, timeZone) ?? [];
  });
}

const isQuiet = (use: readonly HourOfUse[]): ((hour: HourOfUse) => boolean) => {
  const [cpu, bytes] = [quantile(use.map(({ cpuSeconds }) => cpuSeconds), FLOOR), quantile(use.map((hour) => hour.bytes), FLOOR)];
  return (hour) => hour.cpuSeconds <= cpu * ABOVE_FLOOR && hour.bytes <= bytes * ABOVE_FLOOR;
};

function idle({ instance }: Candidate, use: readonly HourOfUse[]): Proposal[] | undefined {
  if (use.length < IDLE_HOURS || !use.every(isQuiet(use)) || maximum(use.map(({ cpuSeconds }) => cpuSeconds)) > IDLE_SHARE * HOUR) return undefined;
  const days = Math.floor(use.length / 24);
  return [proposal('idle', instance, use, use.length * HOUR, 'from: "00:00", to: "24:00"', text(`personne ne semble s’en servir depuis ${days} jours`, `nobody seems to have used it for ${days} days`))];
}

function night({ instance }: Candidate, use: readonly HourOfUse[], timeZone: string): Proposal[] | undefined {
  const busiest = maximum(use.map(({ cpuSeconds }) => cpuSeconds));
  if (busiest < CONTRAST * quantile(use.map(({ cpuSeconds }) => cpuSeconds), FLOOR)) return undefined;
  const byHour = hoursOfDay(use, timeZone);
  const quiet = isQuiet(use);
  const run = longestRun(byHour.map((seen) => seen.length >= DAYS && seen.every(quiet)));
  if (run.length < SHORTEST) return undefined;
  const slept = run.slice(0, -1);
  const [from, to] = [clock(slept[0] as number), clock(((slept.at(-1) as number) + 1) % 24)];
  const asleep = slept.flatMap((hour) => byHour[hour] ?? []);
  return [proposal('night', instance, asleep, use.length * HOUR, `from: "${from}", to: "${to}"`, text(`personne ne semble s’en servir de ${from} à ${to}`, `nobody seems to use it from ${from} to ${to}`))];
}

/** Idle energy is not spared: the machine runs on for the others. */
function proposal(kind: 'night' | 'idle', instance: string, asleep: readonly HourOfUse[], seconds: number, window: string, why: Proposal['why']): Proposal {
  return {
    kind,
    subject: instance,
    why,
    saving: { dynamic: perMonth(sumEnergy(asleep.map(({ dynamic }) => dynamic)), seconds), idle: NO_ENERGY, memoryBytes: mean(asleep.map(({ memoryBytes }) => memoryBytes)) },
    diff: [{ file: `instances/${instance}.yaml`, remove: [], add: [`sleep: { ${EVERY_DAY}, ${window} }`] }],
  };
}

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** Hour of the local clock -> what was seen in it. */
function hoursOfDay(use: readonly HourOfUse[], timeZone: string): HourOfUse[][] {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const byHour: HourOfUse[][] = Array.from({ length: 24 }, () => []);
  for (const hour of use) byHour[Number(format.format(hour.from * 1000))]?.push(hour);
  return byHour;
}

/** The longest run of hours, midnight or not; the first of those that are as long. Never the whole day. */
function longestRun(quiet: readonly boolean[]): number[] {
  if (quiet.every(Boolean)) return [];
  const runs = quiet.map((_, start) => {
    const length = quiet.findIndex((__, offset) => !quiet[(start + offset) % 24]);
    return Array.from({ length }, (__, offset) => (start + offset) % 24);
  });
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
}
