import type { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import { ChatiereError, text } from '../../kernel/index.ts';
import { unlessAbsent } from './absent.ts';

/**
 * Removes the Keycloak Organization and groups of this name that the state does not know, as an interrupted creation leaves them:
 * empty. One that has people in it is theirs: it is refused by name, since the state must be older than it.
 */
export async function sweepOrganization(keycloak: KeycloakAdminClient, name: string, known: ReadonlySet<string>): Promise<string[]> {
  const removed: string[] = [];
  const organization = (await keycloak.organizations.find({ search: name, exact: true, max: 100 })).find(({ alias }) => alias === name);
  if (organization?.id !== undefined && !known.has(organization.id)) {
    if ((await keycloak.organizations.listMembers({ orgId: organization.id, max: 1 })).length > 0) throw inhabited(name);
    await unlessAbsent(keycloak.organizations.delById({ id: organization.id }));
    removed.push(name);
  }
  const group = (await keycloak.groups.find({ search: name, exact: true })).find(({ path }) => path === `/${name}`);
  if (group?.id === undefined) return removed;
  const below = await keycloak.groups.listSubGroups({ parentId: group.id, max: 1000 });
  const unknown = known.has(group.id) ? below.filter(({ id }) => id !== undefined && !known.has(id)) : [...below, group];
  for (const { id, path } of unknown) {
    if ((await keycloak.groups.listMembers({ id: id as string, max: 1 })).length > 0) throw inhabited(path ?? name);
    await unlessAbsent(keycloak.groups.del({ id: id as string }));
    removed.push(path ?? name);
  }
  return removed;
}

/** The federation's realm, made but not recorded; people in it forbid that it be taken for half made. */
export async function sweepRealm(keycloak: KeycloakAdminClient, realm: string, known: ReadonlySet<string>): Promise<string[]> {
  if ((await keycloak.realms.findOne({ realm })) == null) return [];
  if (known.has(realm)) {
    const clients = await keycloak.clients.find({ realm, clientId: 'chatiere' });
    const unknown = clients.filter(({ id }) => id !== undefined && !known.has(id));
    for (const { id } of unknown) await unlessAbsent(keycloak.clients.del({ realm, id: id as string }));
    return unknown.map(({ clientId }) => clientId as string);
  }
  if ((await keycloak.users.find({ realm, max: 1 })).length > 0) throw inhabited(realm);
  await unlessAbsent(keycloak.realms.del({ realm }));
  return [realm];
}

const inhabited = (given: string): ChatiereError =>
  new ChatiereError({
    code: 'identity-inhabited',
    what: text('le serveur d’identité a déjà un objet de ce nom, avec des personnes, que l’état ne connaît pas : rien n’y est touché', 'the identity server already has an object of this name, with people in it, that the state does not know: it is left alone'),
    given,
    next: text('reprendre une copie plus récente de l’état (chatiere state list), ou la dernière sauvegarde de state/', 'take a newer copy of the state back (chatiere state list), or the last backup of state/'),
  });
