import type { Federation } from '../federation/index.ts';
import { ChatiereError, type Text, text } from '../kernel/index.ts';
import { type Calibration, calibrationOf, type Held, heldAt } from '../metering/index.ts';
import type { Burden } from './burden.ts';
import type { MeterExec } from './meter-exec.ts';
import { minutesOf } from './meter-read.ts';
import { type Listener, task } from './progress.ts';

export interface CalibrationRequest {
  readonly host: string;
  /** How long each level is held. */
  readonly minutes: number;
  /** Asks a person what the plug reads, in watts, while a level is held; undefined: the processor's own counters. */
  readonly plug: ((level: Text) => Promise<number>) | undefined;
  /** `2026-11-25`. */
  readonly day: string;
  readonly listen: Listener;
  readonly signal: AbortSignal;
}

/** What a calibration works with, so that none of it needs to take its time. */
export interface CalibrationTools {
  readonly exec: MeterExec;
  readonly burden: Burden;
  readonly wait: (seconds: number, signal: AbortSignal) => Promise<void>;
  /** Epoch seconds. */
  readonly now: () => number;
}

const LEVELS = [
  { share: 0, words: text('au repos', 'at rest') },
  { share: 0.5, words: text('à demi-charge', 'at half load') },
  { share: 1, words: text('à pleine charge', 'at full load') },
] as const;

/** Holds a host at rest, at half and at full load, and makes its curve of what its meter saw. @throws ChatiereError; the load always ends. */
export async function calibrate({ hosts }: Pick<Federation, 'hosts'>, request: CalibrationRequest, tools: CalibrationTools): Promise<Calibration> {
  const { host, listen, day } = request;
  if (!hosts.has(host)) throw new RangeError(`no such host: ${host}`);
  // Nothing is loaded where nobody would see it.
  await minutesOf({ hosts }, tools.exec, host, { from: tools.now() - 60, to: tools.now() });
  const levels: Held[] = [];
  for (const { share, words } of LEVELS) {
    const title = text(`${host} tenu ${words.fr}, ${request.minutes} min`, `${host} held ${words.en}, ${request.minutes} min`);
    levels.push(await task(listen, `calibrate-${share}`, title, () => hold(hosts, request, tools, share, words)));
  }
  const made = calibrationOf(levels as [Held, Held, Held], day);
  if (made.ok) return made.value;
  throw new ChatiereError(made.problems);
}

/** A level begins to count half a minute after its load: a machine takes that long to settle. */
const SETTLES = 30;

async function hold(hosts: Federation['hosts'], { host, minutes, plug, signal }: CalibrationRequest, { exec, burden, wait, now }: CalibrationTools, share: number, words: Text): Promise<Held> {
  const seconds = minutes * 60;
  const end = await burden(host, share, seconds + 2 * SETTLES);
  let [from, to, read] = [0, 0, undefined as number | undefined];
  try {
    await wait(SETTLES, signal);
    from = now();
    await wait(seconds - SETTLES, signal);
    read = await plug?.(words);
    to = now();
  } finally {
    await end();
  }
  const held = heldAt(await minutesOf({ hosts }, exec, host, { from, to }), { from, to }, read);
  if (held.ok) return held.value;
  throw new ChatiereError(held.problems);
}
