import { ChatiereError, ExitCode } from '../kernel/index.ts';
import { resolveInstance, stackKind } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { accessOf, hostOf } from './kubernetes/access.ts';
import { checkClusters } from './kubernetes/ready.ts';
import { checkEngines } from './engines.ts';
import type { Engine } from './environment.ts';
import { checkHosts } from './hosts-ready.ts';
import { waitForIdentity } from './identity-ready.ts';
import type { Layout } from './layout.ts';
import { withLocks } from './locks.ts';
import { checkMail, checkMailPassword } from './mail.ts';
import { noSuchInstance, type Planned, refuseUnknown, reversed, select } from './plan.ts';
import { checkProcessors } from './processors.ts';
import { addChanges, type Changes, type Listener, noChanges, type Outcome } from './progress.ts';
import { endedReleases, refuseReleases } from './releases.ts';
import { type Run, runPulumi } from './run.ts';
import { runInOrder, throwIfAnyFailed, usualLimit } from './schedule.ts';
import { prepareEngine, prepareFolders, prepareNames, prepareStackImages, prepareStacks, type Session } from './session.ts';
import { afterDown, afterUpdate, beforeUpdate, leaveAsleep, tellSleepers } from './sleep/sleepers.ts';
import { listStacks } from './stack.ts';
import { recover } from './recovery/recover.ts';
import { settle } from './state/copies.ts';
import { currencyOf, staleStacks } from './state/currency.ts';
import { refuseDamage } from './state/integrity.ts';

export interface Options {
  readonly listen: Listener;
  readonly signal: AbortSignal;
  /** Stacks at the same time; by default `usualLimit`. */
  readonly parallel?: number | undefined;
}

/** What came of each stack, in the order of the plan. */
export interface Report {
  readonly stacks: readonly { readonly stack: string; readonly outcome: Outcome; readonly changes: Changes }[];
  readonly total: Changes;
}

export interface UpOptions extends Options {
  /** Looks at what really runs first; without it, only what would find something to do is run. */
  readonly refresh: boolean;
  /** Hosts whose engine is another one than the state knows, and rightly so. */
  readonly acceptEngines?: readonly string[];
}

/** Brings the wanted stacks, and all that they need, to what the files say; everything when none is named. Who sleeps is left asleep. */
export async function up(session: Session, wanted: readonly string[], options: UpOptions): Promise<Report> {
  const { layout } = session;
  const plans = select(session.plans, wanted);
  const { listen, refresh, signal } = options;
  await prepareFolders(session);
  const isCurrent = currencyOf(session);
  const names = refresh ? plans.map(({ name }) => name) : staleStacks(plans, isCurrent);
  const stale = new Set(names);
  const skip = (stack: string) => (!stale.has(stack) || (!refresh && isCurrent(stack)) ? 'unchanged' as const : undefined);
  refuseReleases(session, names);
  warnOfEnded(session, plans, listen);
  await tellSleepers(session, wanted.filter((stack) => !stale.has(stack)), listen);
  if (names.length === 0) return runAll(plans, options, { skip, run: () => Promise.reject(new Error('nothing is stale')) });
  await checkMail(session, names, signal);
  const engine = await prepareEngine(session, listen);
  return withLocks(layout, names, listen, async () => {
    const hosts = hostsOf(session, names);
    const processors = await checkEngines(session, hosts, options.acceptEngines ?? []);
    await checkHosts(session, engine, hosts);
    await checkClusters(session, hosts, names);
    checkProcessors(session, names, processors);
    await prepareStackImages(session, names, listen);
    await prepareNames(session, listen);
    await prepareStacks(engine, names, listen);
    const identity = once(() => waitForIdentity(session, listen, signal));
    const asleep = await leaveAsleep(session, names, isCurrent, listen);
    return runAll(plans, options, {
      skip: (stack) => (asleep.has(stack) ? 'asleep' : skip(stack)),
      run: async (stack) => {
        if (stackKind(stack).kind !== 'host') await identity();
        const started = await beforeUpdate(session, stack);
        const changes = await mutate(engine, session, stack, options, { operation: 'up', refresh });
        await afterUpdate(session, stack, started, listen, signal);
        return changes;
      },
    });
  });
}

/** What `up` would do. Creates the stacks that are missing, empty but seeded, and nothing else. */
export async function preview(session: Session, wanted: readonly string[], options: Options): Promise<Report> {
  const plans = select(session.plans, wanted);
  const stacks = plans.map(({ name }) => name);
  await prepareFolders(session);
  refuseReleases(session, stacks);
  warnOfEnded(session, plans, options.listen);
  await checkMailPassword(session, stacks);
  const engine = await prepareEngine(session, options.listen);
  const present = await listStacks(session.layout);
  const missing = stacks.filter((name) => !present.includes(name));
  if (missing.length > 0) await withLocks(session.layout, missing, options.listen, () => prepareStacks(engine, missing, options.listen));
  refuseDamage(session.layout, stacks);
  const { listen, signal } = options;
  return runAll(plans, options, { run: (stack) => runPulumi(engine, { operation: 'preview', stack, listen, signal }) });
}

/**
 * Takes instances down, all of them when none is named; with `platform`, the hosts' services after them.
 * Data volumes stay, since they are protected; so do realm, organizations and people.
 */
export async function down(session: Session, wanted: readonly string[], options: Options & { readonly platform: boolean }): Promise<Report> {
  const instances = [...session.federation.instances.keys()];
  refuseUnknown(instances, wanted, noSuchInstance);
  const chosen = new Set(wanted.length > 0 ? wanted : instances);
  await prepareFolders(session);
  const present = await listStacks(session.layout);
  const plans = reversed(session.plans.filter(({ name }) => present.includes(name) && (chosen.has(name) || (options.platform && name.startsWith('host.')))));
  const names = plans.map(({ name }) => name);
  const engine = await prepareEngine(session, options.listen);
  return withLocks(session.layout, names, options.listen, async () => {
    await checkEngines(session, hostsOf(session, names), []);
    return runAll(plans, options, {
      run: async (stack) => {
        const changes = await mutate(engine, session, stack, options, { operation: 'destroy' });
        await afterDown(session, stack);
        return changes;
      },
    });
  });
}

/** One operation that changes a stack, with what comes before and after it: the rests of an interruption are seen to, and what it leaves is kept. */
async function mutate(engine: Engine, session: Session, stack: string, { listen, signal }: Options, run: Pick<Run, 'operation' | 'refresh'>): Promise<Changes> {
  // What there was before: Pulumi may cut it off when it finds no room to write.
  settle(session.layout, stack);
  try {
    await recover(engine, session, stack, listen, signal);
    const changes = await runPulumi(engine, { ...run, stack, listen, signal });
    settle(session.layout, stack);
    return changes;
  } catch (error) {
    keepWhatItLeft(session.layout, stack);
    throw await withLastWords(session, stack, error);
  }
}

/** On a cluster the plugin does not tell what the pods said. */
async function withLastWords({ federation, catalog }: Session, stack: string, error: unknown): Promise<unknown> {
  const host = hostOf(federation, stack);
  const access = host === undefined ? undefined : accessOf(federation, host);
  if (!(error instanceof ChatiereError) || !access || !federation.instances.has(stack) || error.exitCode === ExitCode.cancelled) return error;
  const { lastWords } = await import('./kubernetes/last-words.ts');
  const said = await lastWords(access, resolveInstance(federation, catalog, stack, localImageTag).workload);
  return new ChatiereError([...error.problems, ...said], error.exitCode);
}

/** What failed says more than a copy that could not be kept because of it. */
function keepWhatItLeft(layout: Layout, stack: string): void {
  try {
    settle(layout, stack);
  } catch {
    // The next operation looks at the room that is left.
  }
}

/** No reason to stop, and none to be silent. */
function warnOfEnded(session: Session, plans: readonly Planned[], listen: Listener): void {
  for (const { stack, text: words } of endedReleases(session, plans.map(({ name }) => name))) listen({ kind: 'note', stack, text: words });
}

/** Hosts that these stacks are on. */
function hostsOf({ federation }: Session, stacks: readonly string[]): string[] {
  return [...new Set(stacks.map((stack) => hostOf(federation, stack)).filter((host) => host !== undefined))];
}

/** Shares one run of an act among all who ask for it. */
function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= act());
}

interface Work {
  run(stack: string): Promise<Changes>;
  /** Why it is not run. Asked when its turn has come, since those before it may have changed what it reads. */
  skip?(stack: string): 'unchanged' | 'asleep' | undefined;
}

async function runAll(plans: readonly Planned[], options: Options, { run, skip = () => undefined }: Work): Promise<Report> {
  const changes = new Map<string, Changes>();
  const left = new Map<string, 'unchanged' | 'asleep'>();
  const { listen, signal } = options;
  const limit = options.parallel ?? usualLimit();
  const results = await runInOrder(plans, {
    limit,
    signal,
    run: async (stack) => {
      const outcome = skip(stack);
      if (outcome) {
        left.set(stack, outcome);
        listen({ kind: 'stack-finished', stack, outcome, changes: noChanges, seconds: 0 });
      } else changes.set(stack, await run(stack));
    },
  });
  for (const [stack, { outcome, error }] of results) {
    if (error === undefined && outcome !== 'succeeded') listen({ kind: 'stack-finished', stack, outcome, changes: noChanges, seconds: 0 });
  }
  throwIfAnyFailed(results, signal);
  const outcomeOf = (stack: string): Outcome => left.get(stack) ?? results.get(stack)?.outcome ?? 'skipped';
  const stacks = plans.map(({ name }) => ({ stack: name, outcome: outcomeOf(name), changes: changes.get(name) ?? noChanges }));
  return { stacks, total: stacks.map((stack) => stack.changes).reduce(addChanges, noChanges) };
}
