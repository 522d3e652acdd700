import type { Bench } from './keycloak-bench.ts';

/** One step of a flow, or a subflow with steps of its own; they run in the order written. */
export type Step = { requirement: string } & ({ authenticator: string; config?: Record<string, string> } | { subflow: string; steps: Step[] });

const IDENTIFY: Step = {
  subflow: 'identify', requirement: 'REQUIRED', steps: [
    { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
    { authenticator: 'identity-provider-redirector', requirement: 'ALTERNATIVE' },
    { subflow: 'forms', requirement: 'ALTERNATIVE', steps: [{ authenticator: 'auth-username-password-form', requirement: 'REQUIRED' }] },
  ],
};

const denyWithout = (clientId: string): Step[] => [
  { authenticator: 'conditional-user-role', requirement: 'REQUIRED', config: { condUserRole: `${clientId}.access`, negate: 'true' } },
  { authenticator: 'deny-access-authenticator', requirement: 'REQUIRED' },
];

/** Refuses whoever was not granted. The one that instances use. */
export const refuseNotGranted = (clientId: string): Step[] => [
  IDENTIFY,
  {
    subflow: 'access', requirement: 'CONDITIONAL', steps: [
      { authenticator: 'conditional-user-role', requirement: 'REQUIRED', config: { condUserRole: `${clientId}.access`, negate: 'false' } },
      { authenticator: 'allow-access-authenticator', requirement: 'REQUIRED' },
    ],
  },
  {
    subflow: 'refuse', requirement: 'CONDITIONAL', steps: [
      { authenticator: 'conditional-sub-flow-executed', requirement: 'REQUIRED', config: { flow_to_check: `${clientId} access`, check_result: 'not-executed' } },
      { authenticator: 'deny-access-authenticator', requirement: 'REQUIRED' },
    ],
  },
];

/** Refuses whoever lacks the role: lets everyone in when there is no such role. */
export const refuseWithoutRole = (clientId: string): Step[] => [
  IDENTIFY,
  { subflow: 'access', requirement: 'CONDITIONAL', steps: denyWithout(clientId) },
];

/** Refuses within the forms only: whoever comes with a session passes by. */
export const refuseInForms = (clientId: string): Step[] => [
  { authenticator: 'auth-cookie', requirement: 'ALTERNATIVE' },
  {
    subflow: 'forms', requirement: 'ALTERNATIVE', steps: [
      { authenticator: 'auth-username-password-form', requirement: 'REQUIRED' },
      { subflow: 'deny', requirement: 'CONDITIONAL', steps: denyWithout(clientId) },
    ],
  },
];

/** Makes a client's flow through the plugin, one step after the other as our program does. Returns the flow's id. */
export async function makeFlow(plugin: Bench, realm: string, clientId: string, steps: Step[]): Promise<string> {
  const alias = `${clientId} browser`;
  const { id } = await plugin.make('Flow', { realmId: realm, alias });
  await makeSteps(plugin, realm, clientId, alias, steps);
  return id;
}

async function makeSteps(plugin: Bench, realm: string, clientId: string, parentFlowAlias: string, steps: Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const place = { realmId: realm, parentFlowAlias, requirement: step.requirement, priority: (index + 1) * 10 };
    if ('subflow' in step) {
      const alias = `${clientId} ${step.subflow}`;
      await plugin.make('Subflow', { ...place, alias });
      await makeSteps(plugin, realm, clientId, alias, step.steps);
      continue;
    }
    const { id } = await plugin.make('Execution', { ...place, authenticator: step.authenticator });
    if (step.config === undefined) continue;
    await plugin.make('ExecutionConfig', { realmId: realm, executionId: id, alias: `${parentFlowAlias} ${step.authenticator}`, config: step.config });
  }
}
