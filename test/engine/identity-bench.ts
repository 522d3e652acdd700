import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAuthority, issueCertificate } from '../../modules/edge/index.ts';
import type { Entrance } from '../../modules/engine/identity-server.ts';
import { bench } from '../plugins/keycloak-bench.ts';
import { startKeycloak } from '../plugins/keycloak-server.ts';

/** What the server shows of a person. */
export interface Account {
  readonly id: string;
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly emailVerified: boolean | undefined;
  readonly requiredActions: readonly string[];
  /** Paths, sorted. */
  readonly groups: readonly string[];
  /** Aliases. */
  readonly organizations: readonly string[];
}

/** A realm of its own, with the organization `mrc-demo`, its groups and the service client `chatiere`. */
export interface Ground {
  readonly entrance: Entrance;
  account(username: string): Promise<Account>;
  usernames(): Promise<string[]>;
  remove(username: string): Promise<void>;
  /** Someone whose address is `<username>@example.org`. */
  person(username: string): Promise<void>;
  /** Enters with a password: `signed in`, or why not in the server's words. */
  signIn(username: string, password: string): Promise<string>;
}

export const CLIENT_SECRET = 'secret-du-client';
const ORGANIZATION = 'mrc-demo';

/** A real Keycloak behind a door whose certificate is of an authority of our own. */
export async function openIdentity() {
  const defaults = getCACertificates('default');
  const server = await startKeycloak();
  const front = await openFront(server.url);
  const plugin = await bench(server);
  const admin = plugin.keycloak;

  async function ground(): Promise<Ground> {
    const realm = await plugin.realm({ passwordPolicy: 'length(12) and notUsername(undefined) and notEmail(undefined)' });
    await makeOrganization(realm);
    await makeClient(realm);
    const find = async (username: string) => {
      const [user] = await admin.get(({ users }) => users.find({ realm, username, exact: true }));
      if (user === undefined) throw new Error(`nobody is called ${username}`);
      return { ...user, id: user.id as string };
    };
    return {
      entrance: { url: front.url, realm, clientId: 'chatiere', clientSecret: CLIENT_SECRET, authority: front.authority },
      async account(username) {
        const { id, email, firstName, emailVerified, requiredActions = [] } = await find(username);
        const groups = await admin.get(({ users }) => users.listGroups({ realm, id }));
        const organizations = await admin.get(({ organizations }) => organizations.memberOrganizations({ realm, userId: id }));
        return { id, email, firstName, emailVerified, requiredActions, groups: groups.map(({ path }) => path as string).toSorted(), organizations: organizations.map(({ alias }) => alias as string) };
      },
      usernames: async () => (await admin.get(({ users }) => users.find({ realm }))).map(({ username }) => username as string).toSorted(),
      async remove(username) {
        const { id } = await find(username);
        await admin.delete(({ users }) => users.del({ realm, id }));
      },
      person: async (username) => void (await plugin.person(realm, username, [])),
      signIn: (username, password) => signIn(server.url, realm, username, password),
    };
  }

  async function makeOrganization(realm: string): Promise<void> {
    await plugin.make('Organization', { realm, name: ORGANIZATION, alias: ORGANIZATION, enabled: true, domains: [{ name: 'mrc.example' }] });
    const { id: parentId } = await plugin.make('Group', { realmId: realm, name: ORGANIZATION });
    for (const name of ['admins', 'members']) await plugin.make('Group', { realmId: realm, name, parentId });
  }

  async function makeClient(realm: string): Promise<void> {
    const client = await plugin.make('Client', { realmId: realm, clientId: 'chatiere', accessType: 'CONFIDENTIAL', clientSecret: CLIENT_SECRET, serviceAccountsEnabled: true });
    const [management] = await admin.get(({ clients }) => clients.find({ realm, clientId: 'realm-management' }));
    await plugin.make('ClientServiceAccountRole', { realmId: realm, serviceAccountUserId: client.state['serviceAccountUserId'], clientId: management?.id, role: 'realm-admin' });
  }

  async function close(): Promise<void> {
    setDefaultCACertificates(defaults);
    await front.close();
    await server.stop();
  }

  return { ground, clear: () => plugin.clear(), close };
}

async function signIn(url: string, realm: string, username: string, password: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password });
  const answer = await fetch(`${url}/realms/${realm}/protocol/openid-connect/token`, { method: 'POST', body });
  const { access_token: token, error_description: reason } = (await answer.json()) as { access_token?: string; error_description?: string };
  return token === undefined ? (reason ?? `status ${answer.status}`) : 'signed in';
}

/** Ends TLS before a server that speaks plain HTTP. */
export async function openFront(target: string) {
  const authority = await createAuthority('Essai', new Date());
  const { certificatePem, keyPem } = await issueCertificate(authority, ['localhost'], new Date());
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ cert: certificatePem, key: keyPem }, (inner) => {
    const outer = connect(Number(port), hostname);
    for (const socket of [inner, outer]) sockets.add(socket.on('error', () => socket.destroy()));
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    authority: authority.certificatePem,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
