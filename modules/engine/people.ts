import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { ChatiereError, keepSecret, text } from '../kernel/index.ts';
import type { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import { enter, type Entrance } from './identity-server.ts';
import type { Person } from './roster.ts';

export interface Imported {
  readonly username: string;
  readonly organization: string;
  /** `kept`: the person existed; name, address and password are as they were. */
  readonly outcome: 'created' | 'kept';
}

/**
 * Makes each person an account, a member of the Keycloak Organization and of the groups. Idempotent.
 * Initial passwords stand in `passwordFile` (CSV, mode 0600) before the account exists, and nowhere else;
 * they must be changed at the first sign-in unless `permanent`.
 */
export async function importPeople(entrance: Entrance, people: readonly Person[], passwordFile: string, permanent: boolean): Promise<Imported[]> {
  const { keycloak, renew } = await enter(entrance);
  const places = await findPlaces(keycloak, [...new Set(people.map((person) => person.organization))]);
  const passwords = await openPasswords(passwordFile);
  const imported: Imported[] = [];
  for (const person of people) {
    await renew();
    const place = places.get(person.organization) as Place;
    const [known] = await keycloak.users.find({ username: person.username, exact: true });
    if (known && known.email?.toLowerCase() !== person.email.toLowerCase()) throw someoneElse(person);
    const id = known?.id ?? (await create(keycloak, person, await passwords.take(person.username), permanent));
    await join(keycloak, id, place, person.groups);
    imported.push({ username: person.username, organization: person.organization, outcome: known ? 'kept' : 'created' });
  }
  return imported;
}

/** Identifiers of an organization's Keycloak objects. */
interface Place {
  readonly organization: string;
  /** Group name below the organization's -> id. */
  readonly groups: ReadonlyMap<string, string>;
}

async function findPlaces(keycloak: KeycloakAdminClient, names: readonly string[]): Promise<Map<string, Place>> {
  const organizations = await keycloak.organizations.find({ max: 5000 });
  const places = await Promise.all(names.map(async (name): Promise<[string, Place]> => {
    const organization = organizations.find((candidate) => candidate.alias === name)?.id;
    const parent = (await keycloak.groups.find({ search: name, exact: true })).find((group) => group.path === `/${name}`)?.id;
    if (organization === undefined || parent === undefined) throw notThere(name);
    const children = await keycloak.groups.listSubGroups({ parentId: parent });
    return [name, { organization, groups: new Map(children.map((group) => [group.name as string, group.id as string])) }];
  }));
  return new Map(places);
}

function notThere(name: string): ChatiereError {
  return new ChatiereError({
    code: 'organization-absent',
    what: text('cette organisation n’est pas encore dans le serveur d’identité', 'this organization is not in the identity server yet'),
    given: name,
    next: text(`chatiere up ${name}`, `chatiere up ${name}`),
  });
}

/** An account of that name with another address: joining it would let a stranger into the organization. */
const someoneElse = ({ username, email, file, line }: Person): ChatiereError =>
  new ChatiereError({
    code: 'username-taken',
    what: text(`le nom ${username} est à quelqu’un d’autre, qui a une autre adresse de courriel`, `the name ${username} is somebody else’s, who has another mail address`),
    where: { file, line },
    given: email,
    next: text('choisir un autre nom, ou corriger l’adresse', 'choose another name, or correct the address'),
  });

async function create(keycloak: KeycloakAdminClient, person: Person, password: string, permanent: boolean): Promise<string> {
  keepSecret(password);
  const { username, email, firstName, lastName } = person;
  try {
    const { id } = await keycloak.users.create({
      username, email, firstName, lastName,
      enabled: true,
      emailVerified: permanent,
      credentials: [{ type: 'password', value: password, temporary: !permanent }],
    });
    return id;
  } catch (error) {
    const { responseData } = error as { responseData?: { errorMessage?: string } };
    if (responseData?.errorMessage === undefined) throw error;
    throw new ChatiereError({
      code: 'person-refused',
      what: text(`le serveur d’identité refuse cette personne : ${responseData.errorMessage}`, `the identity server refuses this person: ${responseData.errorMessage}`),
      where: { file: person.file, line: person.line },
      given: username,
    });
  }
}

async function join(keycloak: KeycloakAdminClient, id: string, place: Place, groups: readonly string[]): Promise<void> {
  await keycloak.organizations.addMember({ orgId: place.organization, userId: id }).catch((error: { response?: Response }) => {
    if (error.response?.status !== 409) throw error;
  });
  for (const group of groups) {
    const groupId = place.groups.get(group);
    if (groupId !== undefined) await keycloak.users.addToGroup({ id, groupId });
  }
}

/** `username,password` lines; a password that stands there already is used again. */
async function openPasswords(file: string) {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return 'username,password\n';
  });
  const known = new Map(content.trim().split('\n').slice(1).map((line) => line.split(',') as [string, string]));
  return {
    async take(username: string): Promise<string> {
      const password = known.get(username) ?? randomBytes(12).toString('base64url');
      known.set(username, password);
      const lines = ['username,password', ...[...known].map((entry) => entry.join(','))];
      // Whole or as before, and for the owner only whatever the mode of the file before.
      await writeFile(`${file}.tmp`, `${lines.join('\n')}\n`, { mode: 0o600 });
      await rename(`${file}.tmp`, file);
      return password;
    },
  };
}
