import { availableParallelism } from 'node:os';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { stackKind } from '../placement/index.ts';
import type { Engine } from './environment.ts';
import { waitForIdentity } from './identity-ready.ts';
import { withLocks } from './locks.ts';
import { noSuchInstance, type Planned, refuseUnknown, reversed, select } from './plan.ts';
import { addChanges, type Changes, type Listener, noChanges, type Outcome } from './progress.ts';
import { type Run, runPulumi } from './run.ts';
import { type Result, runInOrder } from './schedule.ts';
import { prepareEngine, prepareNames, prepareStackImages, prepareStacks, type Session } from './session.ts';
import { listStacks } from './stack.ts';

export interface Options {
  readonly listen: Listener;
  readonly signal: AbortSignal;
  /** Stacks at the same time; by default one a core, two at least and eight at most. */
  readonly parallel?: number | undefined;
}

/** What came of each stack, in the order of the plan. */
export interface Report {
  readonly stacks: readonly { readonly stack: string; readonly outcome: Outcome; readonly changes: Changes }[];
  readonly total: Changes;
}

/** Brings the wanted stacks, and all that they need, to what the files say; everything when none is named. */
export async function up(session: Session, wanted: readonly string[], options: Options & { readonly refresh: boolean }): Promise<Report> {
  const plans = select(session.plans, wanted);
  const names = plans.map(({ name }) => name);
  const engine = await prepareEngine(session, options.listen);
  return withLocks(session.layout, names, options.listen, async () => {
    await prepareStackImages(session, names, options.listen);
    await prepareNames(session, options.listen);
    await prepareStacks(engine, names, options.listen);
    const identity = once(() => waitForIdentity(session, options.listen, options.signal));
    const before = (stack: string) => (stackKind(stack).kind === 'host' ? Promise.resolve() : identity());
    return runAll(engine, plans, options, { operation: 'up', refresh: options.refresh }, before);
  });
}

/** What `up` would do. Creates the stacks that are missing, empty but seeded, and nothing else. */
export async function preview(session: Session, wanted: readonly string[], options: Options): Promise<Report> {
  const plans = select(session.plans, wanted);
  const engine = await prepareEngine(session, options.listen);
  const present = await listStacks(session.layout);
  const missing = plans.map(({ name }) => name).filter((name) => !present.includes(name));
  if (missing.length > 0) await withLocks(session.layout, missing, options.listen, () => prepareStacks(engine, missing, options.listen));
  return runAll(engine, plans, options, { operation: 'preview' });
}

/**
 * Takes instances down, all of them when none is named; with `platform`, the hosts' services after them.
 * Data volumes stay, since they are protected; so do realm, organizations and people.
 */
export async function down(session: Session, wanted: readonly string[], options: Options & { readonly platform: boolean }): Promise<Report> {
  const instances = [...session.federation.instances.keys()];
  refuseUnknown(instances, wanted, noSuchInstance);
  const chosen = new Set(wanted.length > 0 ? wanted : instances);
  const present = await listStacks(session.layout);
  const plans = reversed(session.plans.filter(({ name }) => present.includes(name) && (chosen.has(name) || (options.platform && name.startsWith('host.')))));
  const engine = await prepareEngine(session, options.listen);
  return withLocks(session.layout, plans.map(({ name }) => name), options.listen, () => runAll(engine, plans, options, { operation: 'destroy' }));
}

/** Shares one run of an act among all who ask for it. */
function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= act());
}

async function runAll(engine: Engine, plans: readonly Planned[], options: Options, run: Pick<Run, 'operation' | 'refresh'>, before: (stack: string) => Promise<void> = () => Promise.resolve()): Promise<Report> {
  const changes = new Map<string, Changes>();
  const { listen, signal } = options;
  const limit = options.parallel ?? Math.min(8, Math.max(2, availableParallelism()));
  const results = await runInOrder(plans, {
    limit,
    signal,
    run: async (stack) => {
      await before(stack);
      changes.set(stack, await runPulumi(engine, { ...run, stack, listen, signal }));
    },
  });
  for (const [stack, { outcome, error }] of results) {
    if (error === undefined && outcome !== 'succeeded') listen({ kind: 'stack-finished', stack, outcome, changes: noChanges, seconds: 0 });
  }
  throwIfAnyFailed(results, signal);
  const stacks = plans.map(({ name }) => ({ stack: name, outcome: results.get(name)?.outcome ?? 'skipped', changes: changes.get(name) ?? noChanges }));
  return { stacks, total: stacks.map((stack) => stack.changes).reduce(addChanges, noChanges) };
}

/** One error for all: the problems of every stack that failed, then what was not started because of them. */
function throwIfAnyFailed(results: ReadonlyMap<string, Result>, signal: AbortSignal): void {
  const errors = [...results.values()].flatMap(({ error }) => (error === undefined ? [] : [error]));
  const defect = errors.find((error) => !(error instanceof ChatiereError));
  if (defect !== undefined) throw defect;
  const problems = (errors as ChatiereError[]).flatMap((error) => error.problems);
  const left = [...results].filter(([, { outcome, error }]) => outcome !== 'succeeded' && error === undefined).map(([name]) => name);
  if (problems.length === 0 && left.length === 0) return;
  if (left.length > 0) problems.push({ code: 'not-started', what: text(`pas commencées : ${left.join(', ')}`, `not started: ${left.join(', ')}`) });
  const code = signal.aborted ? ExitCode.cancelled : ((errors as ChatiereError[])[0]?.exitCode ?? ExitCode.failure);
  throw new ChatiereError(problems, code);
}
