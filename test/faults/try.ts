import { keyOf } from './call.ts';
import { type Case, describeCase, idOf, isMoment, type Moment } from './cases.ts';
import type { Ran, Running } from './rig.ts';
import type { Scenario, Stage } from './scenarios.ts';

/** What came of a case. */
export interface Result {
  readonly case: string;
  readonly what: string;
  /** Of the run that was hurt; null where it was killed. */
  readonly first: { readonly exitCode: number | null; readonly seconds: number };
  readonly second: { readonly exitCode: number | null; readonly seconds: number };
  /** Empty where it converged. */
  readonly problems: readonly string[];
  /** All of it, the way back to the start included. */
  readonly seconds: number;
  readonly at: string;
}

/** A run that is hurt, one more that is not, then the oracle. */
export async function tryCase(stage: Stage, scenario: Scenario, given: Case, dirty: boolean, moment?: Moment): Promise<Result> {
  const started = performance.now();
  const { rig, oracle } = stage;
  await scenario.start(stage, dirty);
  const first = isMoment(given)
    ? await rig.run(scenario.args, undefined, (running) => killAt(running, moment as Moment, given.dies))
    : await rig.run(scenario.args, { proxy: given.call.proxy, key: keyOf(given.call), fault: given.fault });
  const second = await rig.run(scenario.args);
  const problems = [
    ...(isMoment(given) || first.struck ? [] : ['the call was not reached: nothing was tried']),
    ...(second.exitCode === 0 ? [] : [`did not converge, exit ${second.exitCode ?? 'by a signal'}:\n${second.said}`]),
    ...(await oracle.problems(scenario.stack, { preview: scenario.preview && second.exitCode === 0 })),
    ...(second.exitCode === 0 && scenario.finish ? await scenario.finish(stage).catch((error: Error) => [error.message]) : []),
  ];
  return {
    case: idOf(given),
    what: describeCase(given),
    first: brief(first),
    second: brief(second),
    problems,
    seconds: (performance.now() - started) / 1000,
    at: new Date().toISOString(),
  };
}

const brief = ({ exitCode, seconds }: Ran): Result['first'] => ({ exitCode: exitCode ?? null, seconds });

/** The delay is the fault itself; a run that ends before it is simply done. */
function killAt(running: Running, { calls, milliseconds }: Moment, dies: 'all' | 'own'): void {
  const kill = () => void setTimeout(() => void (dies === 'all' ? running.killTree() : running.killOwn()), milliseconds);
  if (calls === 0) return kill();
  let left = calls;
  running.watch(() => {
    left -= 1;
    if (left === 0) kill();
  });
}
