import { afterAll, beforeAll } from 'vitest';
import { behaviour } from './keycloak-behaviour.ts';
import { engine } from './keycloak-engine.ts';
import { startKeycloak, type KeycloakServer } from './keycloak-server.ts';
import { signIn } from './keycloak-sign-in.ts';
import { tls } from './keycloak-tls.ts';

// One server for everything that needs one: it takes a quarter of a minute to start.
let server: KeycloakServer;
beforeAll(async () => void (server = await startKeycloak()));
afterAll(() => server?.stop());

behaviour(() => server);
signIn(() => server);
tls(() => server);
engine(() => server);
