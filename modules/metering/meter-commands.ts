import { ChatiereError, type Language, languageOf, renderProblem } from '../kernel/index.ts';
import { askEngine } from './docker-labels.ts';
import { Exposition } from './exposition.ts';
import { type Ledger, openBeside, openLedger } from './ledger.ts';
import { gapsIn, stepsIn, windowsIn } from './ledger-read.ts';
import { addWallReading, wallReadings } from './ledger-wall.ts';
import { type MeterOptions, readOptions, usage } from './meter-options.ts';
import { Meter, type Say, serve } from './meter-service.ts';
import { eachLine, eachMinute } from './meter-trigger.ts';
import { openPowercap } from './powercap.ts';
import { merge, type Recorded, runsOf } from './sample-merge.ts';
import { Sampler } from './sample-take.ts';

/**
 * The meter of a host, a program of its own:
 *
 *     run     samples the host each minute into the ledger, until it is told to stop; one on each ledger
 *     read    the windows of a period, NDJSON, one `Recorded` a line; --by hour puts those of an hour together, as after 35 days
 *     gaps    the times without any figure, and the steps of the wall clock, NDJSON
 *     wall    enters the reading of a plug or a bill: --joules --from --to [--replace]
 *     walls   the readings of a period, NDJSON
 *
 * Problems go to standard error, in words; the exit code is that of the problem.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let language: Language = languageOf(undefined);
  try {
    const options = readOptions(argv);
    language = options.language;
    await commands[options.command as keyof typeof commands](options);
    return 0;
  } catch (error) {
    if (!(error instanceof ChatiereError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${renderProblem(problem, language)}\n`);
    return error.exitCode;
  }
}

const commands = {
  run,
  read: (options: MeterOptions) => beside(options, (ledger) => print(plainWindows(ledger, options))),
  gaps: (options: MeterOptions) => beside(options, (ledger) => print([...gapsIn(ledger, options.period), ...stepsIn(ledger, options.period).map((step) => ({ ...step, reason: 'clock-step' }))])),
  walls: (options: MeterOptions) => beside(options, (ledger) => print(wallReadings(ledger, options.period))),
  wall,
};

function* plainWindows(ledger: Ledger, { period, by }: MeterOptions): Generator<Recorded> {
  if (by === 'hour') {
    for (const run of runsOf(windowsIn(ledger, period))) yield merge(run);
    return;
  }
  for (const { number: _, keys: __, ...window } of windowsIn(ledger, period)) yield window;
}

async function beside(options: MeterOptions, act: (ledger: Ledger) => Promise<void>): Promise<void> {
  become(options.user);
  const ledger = openBeside(options.ledger);
  // One view of the ledger, whatever the meter does meanwhile.
  ledger.database.exec('BEGIN');
  await act(ledger).finally(() => ledger.close());
}

async function wall({ ledger: path, period, joules, replace, user }: MeterOptions): Promise<void> {
  for (const [name, value] of Object.entries({ joules, from: period.from, to: period.to })) if (value === undefined || !Number.isFinite(value)) throw usage(name, '', `--${name} …`);
  become(user);
  const ledger = openBeside(path, { write: true });
  try {
    addWallReading(ledger, { ...period, joules: joules as number }, Date.now() / 1000, { replace });
  } finally {
    ledger.close();
  }
}

async function run(options: MeterOptions): Promise<void> {
  const { engine, federation, host, listen } = options;
  // Root's only moment: what only root may open is open now.
  const powercap = openPowercap(options.devices);
  become(options.user);
  const say: Say = (line) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const sampler = new Sampler(options, powercap, () => (engine === undefined ? Promise.resolve(new Map()) : askEngine(engine, federation)));
  const ledger = openLedger(options.ledger, host, options.holder, options.pages);
  const meter = new Meter(ledger, sampler, say);
  const server = listen === undefined ? undefined : await serve(listen, new Exposition(ledger, host, () => meter.health), () => meter.health);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    for await (const moment of options.trigger === 'stdin' ? eachLine(process.stdin, stop.signal) : eachMinute(stop.signal)) {
      const outcome = await meter.sample(moment);
      if (options.trigger === 'stdin') say({ event: 'sampled', written: outcome !== undefined, seconds: outcome?.window?.seconds, gap: outcome?.gap?.reason, step: outcome?.step });
    }
  } finally {
    server?.close();
    server?.closeAllConnections();
    ledger.close();
    powercap.close();
  }
}

/** Gives up root for good. Without this right, or not as root, it is an error: a meter that sees more than it should does not run. */
function become(user: number | undefined): void {
  if (user === undefined || process.getuid?.() === user) return;
  process.setgroups?.([]);
  process.setgid?.(user);
  process.setuid?.(user);
}

async function print(lines: Iterable<unknown>): Promise<void> {
  for (const line of lines) {
    if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
