import { afterAll, beforeAll, expect, it } from 'vitest';
import { logFile } from '../../modules/engine/layout.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { ensureStack } from '../../modules/engine/stack.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';
import { bench as keycloakBench } from '../plugins/keycloak-bench.ts';
import { freePort, type KeycloakServer, startKeycloak } from '../plugins/keycloak-server.ts';
import { type Bench, openBench } from './bench.ts';
import { environmentRefusals, filled } from './refusals/environment.ts';

const STACK = 'mrc-demo';
const SECRET = 'secret-du-compte';

let bench: Bench;
let server: KeycloakServer;
let keycloak: Awaited<ReturnType<typeof keycloakBench>>;
let realm: string;
beforeAll(async () => {
  [bench, server] = await Promise.all([openBench(), startKeycloak()]);
  keycloak = await keycloakBench(server);
  realm = await keycloak.realm();
  await keycloak.make('Client', { realmId: realm, clientId: 'chatiere', accessType: 'CONFIDENTIAL', clientSecret: SECRET, serviceAccountsEnabled: true });
  await keycloak.make('Client', { realmId: realm, clientId: 'pris', accessType: 'CONFIDENTIAL', clientSecret: SECRET });
  await keycloak.make('Group', { realmId: realm, name: 'pris' });
  await ensureStack(bench.engine, STACK);
});
afterAll(async () => {
  await keycloak?.clear();
  await server?.stop();
  await bench?.[Symbol.asyncDispose]();
});

/** A program that makes one object on a server, entered in one way. */
const program = (url: string, how: string, resource: string) => bench.program(`import * as keycloak from '@pulumi/keycloak';
const provider = new keycloak.Provider('server', { url: '${url}', ${how}, initialLogin: false, clientTimeout: 20 });
${resource}
`);
const asAdministrator = () => `clientId: 'admin-cli', username: '${server.username}', password: pulumi.secret('${server.password}')`;
const asClient = (secret: string) => `realm: '${realm}', clientId: 'chatiere', clientSecret: pulumi.secret('${secret}')`;
const group = (name: string) => `new keycloak.Group('groupe', { realmId: '${realm}', name: '${name}' }, { provider });`;

/** Our words around, the provider's inside, quoted; nothing is in the stack afterwards. */
async function refused(name: keyof typeof environmentRefusals, words: RegExp): Promise<void> {
  const error = await runPulumi(bench.engine, { operation: 'up', stack: STACK, listen: bench.listen }).then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof ChatiereError)) throw error ?? new Error('nothing was refused');
  const said = (language: 'fr' | 'en') => error.problems.map((problem) => renderProblem(problem, language)).join('\n');
  const quoted = /\n {2}> (.*)/.exec(said('fr'))?.[1] ?? '';
  expect(quoted).toMatch(words);
  expect({ exitCode: error.exitCode, fr: said('fr'), en: said('en') }).toEqual(filled(name, { words: quoted, log: logFile(bench.engine.layout, STACK) }));
  expect(said('fr')).not.toContain(SECRET);
}

it('an identity server that does not answer', async () => {
  const port = await freePort();
  await program(`http://127.0.0.1:${port}`, asAdministrator(), group('neuf'));
  await refused('an identity server that does not answer', /connection refused/);
});

it('an identity server that refuses our account', async () => {
  await program(server.url, asClient('faux'), group('neuf'));
  await refused('an identity server that refuses our account', /error logging in.*401/);
});

it('an identity server that does not let our account', async () => {
  await program(server.url, asClient(SECRET), group('neuf'));
  await refused('an identity server that does not let our account', /403/);
});

it('an identity server that has such a client', async () => {
  await program(server.url, asAdministrator(), `new keycloak.openid.Client('client', { realmId: '${realm}', clientId: 'pris', accessType: 'CONFIDENTIAL' }, { provider });`);
  await refused('an identity server that has such a client', /409.*pris/);
  const clients = await keycloak.keycloak.get(({ clients: all }) => all.find({ realm, clientId: 'pris' }));
  expect(clients).toHaveLength(1);
});

it('an identity server that has such a group', async () => {
  await program(server.url, asAdministrator(), group('pris'));
  await refused('an identity server that has such a group', /409.*pris/);
});
