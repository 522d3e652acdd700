import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import { layoutOf } from '../../modules/engine/index.ts';
import type { TestFederation } from '../e2e/federation.ts';
import { differences, idsOf, type Resource } from './checkpoint.ts';

/** The realm as its service account sees it. */
export interface Realm {
  /** How what is ours in the realm differs from what the states of all stacks hold. */
  problems(resources: readonly Resource[]): Promise<string[]>;
  /** Takes away clients and flows of a workload. */
  clearWorkload(workload: string): Promise<void>;
  /** Takes away an organization and its groups. */
  clearOrganization(id: string): Promise<void>;
  /** As the service account. */
  enter(): Promise<KeycloakAdminClient>;
}

export interface Account {
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function openRealm({ id, directory, domain, url }: TestFederation, account: Account): Promise<Realm> {
  // The library knows only the global fetch, whose authorities are the process's.
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), await readFile(layoutOf(directory).authority, 'utf8')]);
  const admin = new KeycloakAdminClient({ baseUrl: url(`connexion.${domain}`), realmName: id, timeout: 30_000 });
  let entered = -Infinity;
  // Well below the minute that a token lives at least.
  const enter = async (): Promise<KeycloakAdminClient> => {
    if (performance.now() - entered > 30_000) {
      await admin.auth({ grantType: 'client_credentials', ...account });
      entered = performance.now();
    }
    return admin;
  };
  return {
    enter,
    problems: async (resources) => realmProblems(await enter(), id, resources),
    async clearWorkload(workload) {
      const { clients, authenticationManagement } = await enter();
      for (const client of await clients.find({ clientId: workload })) await clients.del({ id: client.id as string });
      for (const flow of await authenticationManagement.getFlows()) {
        if (flow.alias?.startsWith(`${workload} `)) await authenticationManagement.deleteFlow({ flowId: flow.id as string });
      }
    },
    async clearOrganization(name) {
      const { organizations, groups } = await enter();
      for (const each of await organizations.find({ search: name })) if (each.alias === name) await organizations.delById({ id: each.id as string });
      for (const group of await groups.find({ search: name, exact: true })) if (group.path === `/${name}`) await groups.del({ id: group.id as string });
    },
  };
}

async function realmProblems(admin: KeycloakAdminClient, federation: string, resources: readonly Resource[]): Promise<string[]> {
  const names = new Map<string, string>();
  const ids = <T extends { id?: string }>(list: readonly T[], name: (each: T) => string | undefined): string[] => {
    for (const each of list) names.set(each.id as string, name(each) ?? '');
    return list.map(({ id }) => id as string);
  };
  const compare = (what: string, there: readonly string[], type: string): string[] => differences(what, there, idsOf(resources, type), (id) => (names.has(id) ? `"${names.get(id)}"` : id));

  const clients = (await admin.clients.find()).filter(({ clientId }) => clientId === 'chatiere' || clientId?.startsWith(`${federation}--`));
  const instances = clients.filter(({ clientId }) => clientId !== 'chatiere');
  const roles = (await Promise.all(instances.map(({ id }) => admin.clients.listRoles({ id: id as string })))).flat();
  const mappers = instances.flatMap(({ protocolMappers }) => protocolMappers ?? []);
  const flows = (await admin.authenticationManagement.getFlows()).filter(({ builtIn }) => builtIn === false);
  const steps = (await Promise.all(flows.map(({ alias }) => admin.authenticationManagement.getExecutions({ flow: alias as string })))).flat();
  const organizations = await admin.organizations.find({ max: 5000 });
  const groups = await groupsOf(admin);

  return [
    ...compare('client', ids(clients, ({ clientId }) => clientId), 'keycloak:openid/client:Client'),
    ...compare('role', ids(roles, ({ name }) => name), 'keycloak:index/role:Role'),
    ...compare('mapper', ids(mappers, ({ name }) => name), 'keycloak:openid/groupMembershipProtocolMapper:GroupMembershipProtocolMapper'),
    ...compare('flow', ids(flows, ({ alias }) => alias), 'keycloak:authentication/flow:Flow'),
    ...compare('subflow', steps.flatMap(({ flowId }) => flowId ?? []), 'keycloak:authentication/subflow:Subflow'),
    ...compare('execution', ids(steps.filter(({ flowId }) => !flowId), ({ displayName }) => displayName), 'keycloak:authentication/execution:Execution'),
    ...compare('execution setting', steps.flatMap(({ authenticationConfig }) => authenticationConfig ?? []), 'keycloak:authentication/executionConfig:ExecutionConfig'),
    ...compare('organization', ids(organizations, ({ alias }) => alias), 'keycloak:index/organization:Organization'),
    ...compare('group', ids(groups, ({ path }) => path), 'keycloak:index/group:Group'),
    ...rightProblems(groups, instances, resources),
  ];
}

type Group = Awaited<ReturnType<KeycloakAdminClient['groups']['find']>>[number];

/** The top groups and those below them; we make no deeper ones. */
async function groupsOf(admin: KeycloakAdminClient): Promise<Group[]> {
  const top = await admin.groups.find({ briefRepresentation: false });
  const below = await Promise.all(top.map(({ id }) => admin.groups.listSubGroups({ parentId: id as string, briefRepresentation: false })));
  return [...top, ...below.flat()];
}

/** Which group has which role of our clients: as the states say, neither more nor less. */
function rightProblems(groups: readonly Group[], clients: readonly { clientId?: string }[], resources: readonly Resource[]): string[] {
  const there = groups.flatMap(({ id, clientRoles }) =>
    Object.entries(clientRoles ?? {}).filter(([client]) => clients.some(({ clientId }) => clientId === client)).flatMap(([client, roles]) => (roles as string[]).map((role) => `${client}:${role} of group ${id}`)));
  const roles = new Map(resources.filter(({ type }) => type === 'keycloak:index/role:Role').map(({ id, outputs }) => [id, outputs]));
  const clientIds = new Map(resources.filter(({ type }) => type === 'keycloak:openid/client:Client').map(({ id, outputs }) => [id, String(outputs?.['clientId'])]));
  const known = resources.filter(({ type }) => type === 'keycloak:index/groupRoles:GroupRoles').flatMap(({ outputs }) =>
    ((outputs?.['roleIds'] ?? []) as string[]).map((role) => `${clientIds.get(String(roles.get(role)?.['clientId'])) ?? '?'}:${String(roles.get(role)?.['name'])} of group ${String(outputs?.['groupId'])}`));
  return differences('right', there, known);
}
