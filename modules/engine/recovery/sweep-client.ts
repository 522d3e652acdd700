import type { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import { MANAGED_BY } from '../../kernel/index.ts';
import { unlessAbsent } from './absent.ts';

/**
 * Removes what an interrupted creation left of an instance's sign-in: the client and the flow of its name that carry our mark, or
 * what is inside them, wherever the state does not know it. `known`: Keycloak's identifiers in the state.
 * @returns names of what was removed
 */
export async function sweepClient(keycloak: KeycloakAdminClient, clientId: string, known: ReadonlySet<string>): Promise<string[]> {
  // The client first: it uses the flow.
  return [...(await sweepOneClient(keycloak, clientId, known)), ...(await sweepFlow(keycloak, clientId, known))];
}

async function sweepOneClient(keycloak: KeycloakAdminClient, clientId: string, known: ReadonlySet<string>): Promise<string[]> {
  const [client] = await keycloak.clients.find({ clientId });
  if (client?.id === undefined || client.description !== MANAGED_BY) return [];
  const { id } = client;
  if (!known.has(id)) {
    await unlessAbsent(keycloak.clients.del({ id }));
    return [clientId];
  }
  const removed: string[] = [];
  for (const { id: roleId, name = '' } of await keycloak.clients.listRoles({ id })) {
    if (roleId === undefined || known.has(roleId)) continue;
    await unlessAbsent(keycloak.clients.delRole({ id, roleName: name }));
    removed.push(`${clientId} ${name}`);
  }
  for (const { id: mapperId, name } of await keycloak.clients.listProtocolMappers({ id })) {
    if (mapperId === undefined || known.has(mapperId)) continue;
    await unlessAbsent(keycloak.clients.delProtocolMapper({ id, mapperId }));
    removed.push(`${clientId} ${name}`);
  }
  return removed;
}

async function sweepFlow(keycloak: KeycloakAdminClient, clientId: string, known: ReadonlySet<string>): Promise<string[]> {
  const flows = keycloak.authenticationManagement;
  const alias = `${clientId} browser`;
  const flow = (await flows.getFlows()).find((one) => one.alias === alias && one.description === MANAGED_BY);
  if (flow?.id === undefined) return [];
  if (!known.has(flow.id)) {
    await unlessAbsent(flows.deleteFlow({ flowId: flow.id }));
    return [alias];
  }
  const removed: string[] = [];
  for (const step of await flows.getExecutions({ flow: alias })) {
    const id = step.authenticationFlow ? step.flowId : step.id;
    if (id !== undefined && !known.has(id)) {
      // With a flow goes all that is below it.
      await unlessAbsent(flows.delExecution({ id: step.id as string }));
      removed.push(`${alias} ${step.displayName}`);
    } else if (step.authenticationConfig !== undefined && !known.has(step.authenticationConfig)) {
      await unlessAbsent(flows.delConfig({ id: step.authenticationConfig }));
      removed.push(`${alias} ${step.alias}`);
    }
  }
  return removed;
}
