import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { inTurn, priorityOf, setPlace } from './flow-steps.ts';
import { text, type Values } from './values.ts';

/**
 * One step of a flow; its id is Keycloak's UUID. Steps run by ascending `priority`, so give one to each:
 * without it Keycloak is told 0, and the order among equals is Keycloak's whim.
 */
export const execution = define('keycloak:authentication/execution:Execution', {
  create: (keycloak, values) =>
    inTurn(flowOf(values), async () => {
      const target = { ...flowOf(values), provider: text(values, 'authenticator') };
      const { id } = await keycloak.post((admin) => admin.authenticationManagement.addExecutionToFlow(target));
      await setPlace(keycloak, flowOf(values), id!, values);
      return id!;
    }),

  async read(keycloak, id, known) {
    const found = await stepOf(keycloak, known, id);
    return found && {
      realmId: text(known, 'realmId'),
      parentFlowAlias: text(known, 'parentFlowAlias'),
      authenticator: found.providerId,
      requirement: found.requirement,
      priority: priorityOf(found),
    };
  },

  update: (keycloak, id, values) => inTurn(flowOf(values), () => setPlace(keycloak, flowOf(values), id, values)),

  async delete(keycloak, id, state) {
    const target = { realm: text(state, 'realmId'), id };
    const remove = () => keycloak.delete((admin) => admin.authenticationManagement.delExecution(target));
    await inTurn(flowOf(state), () => remove().catch(remove));
  },
});

/** Settings of one step; its id is Keycloak's UUID. */
export const executionConfig = define('keycloak:authentication/executionConfig:ExecutionConfig', {
  async create(keycloak, values) {
    const target = { realm: text(values, 'realmId'), id: text(values, 'executionId') };
    const config = { alias: text(values, 'alias'), config: values['config'] as Record<string, string> };
    const made = await keycloak.post((admin) => admin.authenticationManagement.createConfig({ ...target, ...config }));
    return made.id!;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realmId');
    const found = await keycloak.find((admin) => admin.authenticationManagement.getConfig({ realm, id }));
    return found && {
      realmId: realm,
      executionId: text(known, 'executionId'),
      alias: found.alias,
      config: found.config ?? {},
    };
  },

  async update(keycloak, id, values) {
    const target = { realm: text(values, 'realmId'), id };
    const config = { alias: text(values, 'alias'), config: values['config'] as Record<string, string> };
    await keycloak.put((admin) => admin.authenticationManagement.updateConfig({ ...target, ...config }));
  },

  async delete(keycloak, id, state) {
    const target = { realm: text(state, 'realmId'), id };
    await keycloak.delete((admin) => admin.authenticationManagement.delConfig(target));
  },
});

function flowOf(values: Values) {
  return { realm: text(values, 'realmId'), flow: text(values, 'parentFlowAlias') };
}

async function stepOf(keycloak: Connection, known: Values, id: string) {
  const steps = await keycloak.find((admin) => admin.authenticationManagement.getExecutions(flowOf(known)));
  return steps?.find((step) => step.id === id);
}
