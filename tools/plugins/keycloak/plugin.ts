import { serve } from '../server/index.ts';
import { connect, type Connection } from './connection.ts';
import { configFacts } from './facts.ts';
import { functions } from './functions.ts';
import { resources } from './resources.ts';
import { applyTls, readSettings } from './settings.ts';

/** The version of the real plugin that this one stands in for. */
const VERSION = '6.13.0';

serve({
  name: 'keycloak',
  version: VERSION,
  schema: { name: 'keycloak', version: VERSION },
  config: configFacts(),
  configure,
  resources,
  functions,
});

async function configure(config: Record<string, unknown>): Promise<Connection> {
  const settings = readSettings(config);
  applyTls(settings);
  const keycloak = connect(settings);
  if (settings.initialLogin) await keycloak.renew().catch(refuse);
  return keycloak;
}

function refuse(error: unknown): never {
  const reason = (error as Error).message.replace(/^error logging in: /, '');
  throw new Error(`error initializing keycloak provider: failed to perform initial login to Keycloak: ${reason}`);
}
