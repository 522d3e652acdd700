import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from './call.ts';
import { type Case, recordedOf, type Recorded } from './cases.ts';
import { openOracle } from './oracle.ts';
import { createRig } from './rig.ts';
import { saveStarts, type ScenarioName, scenarioOf, type Stage } from './scenarios.ts';
import { tryCase } from './try.ts';

let stage: Stage;

beforeAll(async () => {
  const rig = await createRig();
  stage = { rig, oracle: await openOracle(rig) };
  await saveStarts(stage);
});
afterAll(() => stage?.rig.dispose());

describe('the proxy before the Admin API does to an armed call', () => {
  it.each([
    ['kill-before', { answer: 'fetch failed', killed: ['before'], there: false }],
    ['kill-after', { answer: 'fetch failed', killed: ['after'], there: true }],
    ['error-500', { answer: 500, killed: [], there: false }],
    ['conflict-409', { answer: 409, killed: [], there: false }],
    ['hang', { answer: 'nothing', killed: ['before'], there: false }],
    ['reset', { answer: 'fetch failed', killed: [], there: false }],
  ] as const)('%s', async (fault, expected) => {
    const { rig: { proxies: { identity: { injector } } }, oracle: { realm } } = stage;
    const { groups } = await realm.enter();
    const there = async () => (await groups.find({ search: 'panne', exact: true })).length === 1;
    const killed: string[] = [];
    const told = Promise.withResolvers<void>();
    injector.begin({ key: 'group-create panne 1', fault, kill: async () => {
      killed.push((await there()) ? 'after' : 'before');
      told.resolve();
    } });
    const made = groups.create({ name: 'panne' }).then(() => 'made', (error: Error & { response?: Response }) => error.response?.status ?? error.message);
    // A call that hangs is never answered: the word that it was struck comes first.
    const answer = fault === 'hang' ? await Promise.race([made, told.promise.then(() => 'nothing')]) : await made;
    expect({ answer, killed, there: await there() }).toEqual(expected);
    await realm.clearOrganization('panne');
    expect(injector.calls.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['group-create panne', ...(expected.there ? ['group-delete panne'] : [])]);
  });
});

/** One call of each kind; the whole enumeration is `npm run test:faults`. */
const CASES: readonly (readonly [scenario: ScenarioName, calls: readonly (readonly [kind: string, name: RegExp, fault: Fault])[]])[] = [
  ['first-guichet', [
    ['network-create', /internal/, 'kill-after'],
    ['volume-create', /data/, 'kill-after'],
    ['container-create', /secrets--carrier/, 'kill-after'],
    ['archive-put', /configs--carrier/, 'kill-before'],
    ['container-start', /prepare/, 'kill-after'],
    ['container-create', /web/, 'hang'],
    ['network-connect', /web@/, 'error-500'],
    // Of a job, which has an entrypoint of its own, as most have.
    ['network-connect', /prepare@/, 'error-500'],
    ['client-create', /guichet/, 'kill-after'],
    // Second calls of one creation: nothing is pending then, and yet something is there.
    ['role-update', /access/, 'error-500'],
    ['execution-update', /browser/, 'reset'],
    ['mapper-create', /groups/, 'kill-after'],
    ['flow-create', /browser/, 'conflict-409'],
    ['execution-config-create', /has-role/, 'kill-after'],
  ]],
  ['organization', [
    ['organization-create', /canton/, 'kill-after'],
    ['group-create', /admins/, 'kill-after'],
  ]],
  ['down-guichet', [['container-delete', /web/, 'kill-after']]],
];

describe.each(CASES)('%s', (name, calls) => {
  let recorded: Recorded[];

  beforeAll(async () => {
    const scenario = scenarioOf(name);
    await scenario.start(stage, true);
    const ran = await stage.rig.run(scenario.args);
    expect(ran.exitCode, ran.said).toBe(0);
    expect(await stage.oracle.problems(scenario.stack, { preview: scenario.preview })).toEqual([]);
    recorded = recordedOf(ran);
  });

  it.each(calls)('%s of %s, %s: one more run converges', async (kind, object, fault) => {
    const call = recorded.find((each) => each.kind === kind && object.test(each.name));
    expect(call, `no ${kind} of ${object} among ${recorded.map((each) => `${each.kind} ${each.name}`).join(', ')}`).toBeDefined();
    const given: Case = { scenario: name, call: call as Recorded, fault };
    // Each case begins afresh, so nothing need be brought up again after it.
    const { finish: _, ...scenario } = scenarioOf(name);
    const result = await tryCase(stage, scenario, given, true);
    expect(result.problems).toEqual([]);
  });
});

it('a container that failed half way is made again even where its state is read before: read, it would look whole', async () => {
  const { rig, oracle } = stage;
  const scenario = scenarioOf('first-guichet');
  await scenario.start(stage, true);
  const hurt = await rig.run(scenario.args, { proxy: 'engine', key: 'network-connect village-demo--guichet--prepare@village-demo--guichet--internal 1', fault: 'error-500' });
  expect(hurt).toMatchObject({ struck: true, exitCode: 1 });
  // The copy kept of that very run: an up after it compares what is there first.
  await rig.federation.chatiere('state', 'restore', scenario.stack);
  const next = await rig.run(scenario.args);
  expect(next.exitCode, next.said).toBe(0);
  expect(await oracle.problems(scenario.stack, { preview: scenario.preview })).toEqual([]);
});
