import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { type Case, describeCase, faultCases, idOf, isMoment, momentCases, momentOf, recordedOf } from './cases.ts';
import { openOracle } from './oracle.ts';
import { choose, HELP, type Options, parseOptions } from './options.ts';
import { progressLine, summary } from './report.ts';
import { createRig, type Rig } from './rig.ts';
import { saveStarts, type ScenarioName, scenarioOf, type Stage } from './scenarios.ts';
import { openStore, type Recording, type Store } from './store.ts';
import { type Result, tryCase } from './try.ts';

const options = parse();
process.exitCode = options === undefined ? 2 : options.help ? help() : await main(options);

function parse(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return undefined;
  }
}

function help(): number {
  console.log(HELP);
  return 0;
}

async function main(options: Options): Promise<number> {
  const store = await openStore();
  console.log(`results: ${store.folder}`);
  await resolveToolchain({ need: ['engine', 'docker'] });
  const started = performance.now();
  console.log('bringing up a federation of its own…');
  let rig: Rig | undefined;
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    console.log('stopping: what was made is taken away…');
    // What is under way ends with an error, since its processes and its engine go.
    void rig?.dispose().then(() => process.exit(130));
  };
  // Not `once`: execa ends the process on a signal that nobody else listens to.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    rig = await createRig();
    // Asked to stop before there was a rig to take away.
    if (stopped) return 130;
    const stage = { rig, oracle: await openOracle(rig) };
    await saveStarts(stage);
    console.log(`federation ${rig.federation.id} is up (${((performance.now() - started) / 1000).toFixed(0)} s)`);
    return await runScenarios(stage, store, options);
  } catch (error) {
    if (!stopped) throw error;
    return 130;
  } finally {
    // Once only, whoever asks.
    await rig?.dispose();
  }
}

/** One scenario after the other: each is recorded first, where it was not yet. */
async function runScenarios(stage: Stage, store: Store, options: Options): Promise<number> {
  const verdicts = new Map((await store.results()).map(({ case: id, problems }) => [id, problems.length === 0]));
  const results: Result[] = [];
  let unrecorded = 0;
  for (const name of options.scenarios) {
    const recording = (await store.recording(name)) ?? (await record(stage, store, name));
    if (recording === undefined) {
      unrecorded += 1;
      continue;
    }
    const all: Case[] = name === 'anytime' ? momentCases() : faultCases(name, recording.calls);
    const own = options.cases.filter((id) => id.startsWith(`${name}/`));
    const chosen = choose(all, describeCase, verdicts, { ...options, cases: own, limit: options.limit - results.length });
    console.log(`${name}: ${chosen.length} of ${all.length} cases to run${name === 'anytime' ? `; seed ${options.seed}` : ''}`);
    if (options.list) for (const given of chosen) console.log(`${idOf(given)}  ${describeCase(given)}`);
    else results.push(...(await runCases(stage, store, chosen, recording, options.seed)));
  }
  if (options.list) return unrecorded;
  const kept = (await store.results()).filter(({ case: id }) => options.scenarios.some((name) => id.startsWith(`${name}/`)));
  console.log(`\nwith those of earlier runs:\n${summary(kept)}`);
  return unrecorded === 0 && results.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

/** A clean run, which must itself pass the oracle; undefined where it does not. */
async function record(stage: Stage, store: Store, name: ScenarioName): Promise<Recording | undefined> {
  const scenario = scenarioOf(name);
  await scenario.start(stage, true);
  const ran = await stage.rig.run(scenario.args);
  const problems = [...(ran.exitCode === 0 ? [] : [ran.said]), ...(await stage.oracle.problems(scenario.stack, scenario))];
  if (problems.length > 0) {
    console.error(`${name} does not pass unhurt, so nothing of it is tried:\n${problems.join('\n')}`);
    return undefined;
  }
  const recording = { calls: recordedOf(ran), seconds: ran.seconds };
  await store.record(name, recording);
  console.log(`${name}: ${recording.calls.length} mutating calls in ${ran.seconds.toFixed(1)} s`);
  return recording;
}

async function runCases(stage: Stage, store: Store, chosen: readonly Case[], recording: Recording, seed: number): Promise<Result[]> {
  const results: Result[] = [];
  const started = performance.now();
  const usual = { calls: recording.calls.length, seconds: recording.seconds };
  let dirty = true;
  for (const given of chosen) {
    const moment = isMoment(given) ? momentOf(seed, given.moment, usual) : undefined;
    const result = await tryCase(stage, scenarioOf(given.scenario), given, dirty, moment);
    // A case that was cut short says nothing.
    if (stage.rig.gone()) throw new Error('stopped');
    await store.add(result);
    results.push(result);
    dirty = result.problems.length > 0;
    console.log(progressLine(result, results.length, chosen.length, (performance.now() - started) / 1000));
  }
  return results;
}
