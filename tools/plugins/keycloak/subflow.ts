import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { inTurn, priorityOf, setPlace, type FlowRef } from './flow-steps.ts';
import { text, type Values } from './values.ts';

/** A flow that is one step of another; its id is the UUID of the flow, not of the step that holds it. */
export const subflow = define('keycloak:authentication/subflow:Subflow', {
  create: (keycloak, values) =>
    inTurn(parentOf(values), async () => {
      const { id } = await keycloak.post((admin) => admin.authenticationManagement.addFlowToFlow(newFlow(values) as never));
      await setPlace(keycloak, parentOf(values), await stepIdOf(keycloak, parentOf(values), id!), values);
      return id!;
    }),

  async read(keycloak, id, known) {
    const parent = parentOf(known);
    const target = { realm: parent.realm, flowId: id };
    const found = await keycloak.find((admin) => admin.authenticationManagement.getFlow(target));
    const steps = found && (await keycloak.find((admin) => admin.authenticationManagement.getExecutions(parent)));
    const step = steps?.find(({ flowId }) => flowId === id);
    return found && step && {
      realmId: parent.realm,
      parentFlowAlias: parent.flow,
      alias: found.alias,
      providerId: found.providerId,
      description: found.description ?? '',
      authenticator: step.providerId ?? '',
      requirement: step.requirement,
      priority: priorityOf(step),
    };
  },

  update: (keycloak, id, values) =>
    inTurn(parentOf(values), async () => {
      const target = { realm: text(values, 'realmId'), flowId: id };
      const flow = { ...flowFields(values), id, topLevel: false, builtIn: false };
      await keycloak.put((admin) => admin.authenticationManagement.updateFlow(target, flow));
      await setPlace(keycloak, parentOf(values), await stepIdOf(keycloak, parentOf(values), id), values);
    }),

  delete: (keycloak, id, state) =>
    inTurn(parentOf(state), async () => {
      const target = { realm: text(state, 'realmId'), id: await stepIdOf(keycloak, parentOf(state), id) };
      const remove = () => keycloak.delete((admin) => admin.authenticationManagement.delExecution(target));
      await remove().catch(remove);
    }),
});

function parentOf(values: Values): FlowRef {
  return { realm: text(values, 'realmId'), flow: text(values, 'parentFlowAlias') };
}

function flowFields(values: Values) {
  return {
    alias: text(values, 'alias'),
    description: text(values, 'description'),
    providerId: text(values, 'providerId'),
  };
}

function newFlow(values: Values) {
  const { alias, description, providerId } = flowFields(values);
  return { ...parentOf(values), alias, description, type: providerId, provider: text(values, 'authenticator') };
}

async function stepIdOf(keycloak: Connection, parent: FlowRef, flowId: string): Promise<string> {
  const steps = await keycloak.get((admin) => admin.authenticationManagement.getExecutions(parent));
  const step = steps.find((each) => each.flowId === flowId);
  if (step?.id === undefined) throw new Error('no execution id found for subflow');
  return step.id;
}
