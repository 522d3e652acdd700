import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment, type Engine, underPrivateMask } from './environment.ts';
import { type EngineEvent, parseEvent } from './event.ts';
import { runFailure } from './failure.ts';
import { type Layout, logFile } from './layout.ts';
import { openLog, usualSeconds } from './log.ts';
import { type Changes, type Listener, noChanges, type Operation, type Step } from './progress.ts';
import { followLines } from './tail.ts';
import { loadExeca } from './toolchain/command.ts';

export interface Run {
  readonly operation: Operation;
  readonly stack: string;
  /** `up` only: looks at reality first. */
  readonly refresh?: boolean;
  /** Aborting asks Pulumi once to stop after the steps under way. */
  readonly signal?: AbortSignal;
  readonly listen: Listener;
}

/** What came of it. Throws a ChatiereError that quotes the provider when the operation failed. */
export async function runPulumi(engine: Engine, run: Run): Promise<Changes> {
  const folder = await eventsFolder(engine.layout);
  const file = logFile(engine.layout, run.stack);
  const usual = usualSeconds(file, run.operation);
  const log = openLog(file);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  run.listen({ kind: 'stack-started', stack: run.stack, operation: run.operation, usualSeconds: usual });
  log.info({ operation: run.operation, stack: run.stack }, 'started');
  try {
    const record = recorder(run, (event) => log.event(event));
    const { failed, stderr } = await execute(engine, run, join(folder, 'events'), record.take);
    if (failed) throw runFailure({ ...run, diagnostics: record.diagnostics, stderr, log: file, passphrase: engine.layout.passphrase });
    const changes = record.changes();
    log.info({ operation: run.operation, changes, seconds: seconds() }, 'succeeded');
    run.listen({ kind: 'stack-finished', stack: run.stack, outcome: 'succeeded', changes, seconds: seconds() });
    return changes;
  } catch (error) {
    const outcome = run.signal?.aborted ? 'cancelled' : 'failed';
    log.error({ seconds: seconds() }, outcome);
    run.listen({ kind: 'stack-finished', stack: run.stack, outcome, changes: noChanges, seconds: seconds() });
    throw error;
  } finally {
    log.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const EVENTS = '.events-';
const DAY = 86_400_000;

/** A folder for this operation's events, in the federation's own logs; what a kill left of older ones goes. */
async function eventsFolder({ logs }: Layout): Promise<string> {
  for (const name of (await readdir(logs)).filter((file) => file.startsWith(EVENTS))) {
    const folder = join(logs, name);
    if (Date.now() - (await stat(folder).then(({ mtimeMs }) => mtimeMs, Date.now)) > DAY) await rm(folder, { recursive: true, force: true });
  }
  return mkdtemp(join(logs, EVENTS));
}

const flags: Readonly<Record<Operation, readonly string[]>> = {
  up: ['--yes', '--skip-preview'],
  preview: [],
  // What was being created is seen to before (recovery/); Pulumi itself would keep it pending for ever.
  refresh: ['--yes', '--skip-preview', '--clear-pending-creates'],
  destroy: ['--yes', '--skip-preview', '--exclude-protected'],
};

export function pulumiArguments(run: Pick<Run, 'operation' | 'refresh' | 'stack'>, events: string): string[] {
  return [
    run.operation, ...flags[run.operation], ...(run.refresh ? ['--refresh'] : []),
    '--stack', run.stack, '--non-interactive', '--color', 'never', '--suppress-progress', '--suppress-outputs', '--event-log', events,
  ];
}

async function execute(engine: Engine, run: Run, events: string, take: (event: EngineEvent) => void) {
  const { execa } = await loadExeca();
  const child = underPrivateMask(() => execa('pulumi', pulumiArguments(run, events), {
    env: childEnvironment(engine, run.stack),
    extendEnv: false,
    cwd: engine.layout.stacks,
    // A process group of its own: the terminal's Ctrl-C reaches only us, and Pulumi hears of it once.
    detached: true,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
  }));
  const stop = () => child.kill('SIGINT');
  if (child.pid !== undefined) running.add(child.pid);
  run.signal?.addEventListener('abort', stop, { once: true });
  if (run.signal?.aborted) stop();
  try {
    await followLines(events, child, (line) => {
      const event = parseEvent(line);
      if (event) take(event);
    });
    const { failed, stderr } = await child;
    return { failed, stderr };
  } finally {
    run.signal?.removeEventListener('abort', stop);
    if (child.pid !== undefined) running.delete(child.pid);
  }
}

/** Process groups of the operations under way in this process. */
const running = new Set<number>();

/** Ends them at once, in the middle of a step, with their plugins; the next `up` sees to what is left half made. */
export function endRuns(): void {
  for (const group of running) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // Ended meanwhile.
    }
  }
}

/** Turns events into progress and keeps what the end needs. */
function recorder(run: Run, log: (event: EngineEvent) => void) {
  const since = new Map<string, number>();
  const diagnostics: Extract<EngineEvent, { kind: 'diagnostic' }>[] = [];
  let summary = noChanges;
  const finish = (step: Step, outcome: 'succeeded' | 'failed') => {
    const key = `${step.operation} ${step.urn}`;
    const start = since.get(key);
    if (start === undefined) return;
    since.delete(key);
    run.listen({ kind: 'step-finished', stack: run.stack, step, outcome, seconds: (performance.now() - start) / 1000 });
  };
  const take = (event: EngineEvent): void => {
    log(event);
    if (event.kind === 'started') {
      since.set(`${event.step.operation} ${event.step.urn}`, performance.now());
      run.listen({ kind: 'step-started', stack: run.stack, step: event.step });
    } else if (event.kind === 'finished') finish(event.step, 'succeeded');
    else if (event.kind === 'failed') finish(event.step, 'failed');
    else if (event.kind === 'summary') summary = event.changes;
    else if (event.severity === 'error') diagnostics.push(event);
  };
  return { take, diagnostics, changes: () => summary };
}

