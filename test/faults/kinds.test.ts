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

/** One call of each kind; the whole enumeration is `npm run test:faults`. */
const CASES: readonly (readonly [scenario: ScenarioName, calls: readonly (readonly [kind: string, name: RegExp, fault: Fault])[]])[] = [
  ['first-guichet', [
    ['network-create', /internal/, 'kill-after'],
    ['volume-create', /data/, 'kill-after'],
    ['container-create', /secrets--carrier/, 'kill-after'],
    ['archive-put', /secrets--carrier/, 'hang'],
    ['container-start', /prepare/, 'kill-after'],
    ['network-connect', /web@/, 'error-500'],
    ['client-create', /guichet/, 'kill-after'],
    ['role-create', /access/, 'conflict-409'],
    ['mapper-create', /groups/, 'kill-after'],
    ['role-mapping-create', /village-demo/, 'reset'],
    ['flow-create', /browser/, 'kill-after'],
    ['subflow-create', /forms/, 'kill-after'],
    ['execution-create', /auth-cookie/, 'kill-after'],
    ['execution-config-create', /has-role/, 'kill-before'],
  ]],
  ['organization', [
    ['organization-create', /canton/, 'kill-after'],
    ['group-create', /admins/, 'kill-after'],
  ]],
  ['down-guichet', [
    ['container-delete', /web/, 'kill-after'],
    ['client-delete', /./, 'kill-after'],
  ]],
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
    const result = await tryCase(stage, scenarioOf(name), given, true);
    expect(result.problems).toEqual([]);
  });
});
