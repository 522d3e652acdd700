import type { Call } from '../kit/call.ts';
import { fail, type Handler } from './desk.ts';
import { appCommands } from './occ-apps.ts';
import { configCommands } from './occ-config.ts';
import { maintenanceCommands } from './occ-maintenance.ts';
import { peopleCommands } from './occ-people.ts';
import { providerCommands } from './occ-provider.ts';
import { themingCommands } from './occ-theming.ts';
import { isInstalled, isOwner, openDatabase, type Place, readSystem } from './place.ts';
import { Store } from './store.ts';

/** Every sub-command that the double carries out; the table lists each of them and no other (a test says so). */
export const HANDLERS: Readonly<Record<string, Handler>> = { ...maintenanceCommands, ...configCommands, ...appCommands, ...providerCommands, ...themingCommands, ...peopleCommands };

/** Sub-commands that an app brings -> that app. */
const OF_APPS: Readonly<Record<string, string>> = { 'user_oidc:provider': 'user_oidc', 'theming:config': 'theming' };

/** Runs a sub-command that the table lists; gives its exit code. */
export async function occ(place: Place, call: Call, print: (line: string) => void = console.log): Promise<number> {
  const name = call.name.split(' ')[2] ?? '';
  const system = readSystem(place);
  if (!isInstalled(system)) {
    if (name !== 'status') return fail('Nextcloud is not installed - only a limited number of commands are available');
    print('  - installed: false');
    return 0;
  }
  if (!isOwner(place)) return fail('Console has to be executed with the user that owns the file config/config.php');
  const store = new Store(openDatabase(system));
  try {
    const app = OF_APPS[name];
    if (app !== undefined && system['maintenance'] === true) return fail(`Nextcloud is in maintenance mode, no apps are loaded: ${name}`);
    if (app !== undefined && !(await store.isEnabled(app))) return fail(`There are no commands defined in the "${app}" namespace.`);
    const handler = HANDLERS[name];
    if (handler === undefined) throw new Error(`the double does not carry out ${name}`);
    return (await handler(call, { place, system, store, print })) ?? 0;
  } finally {
    await store.database.close();
  }
}
