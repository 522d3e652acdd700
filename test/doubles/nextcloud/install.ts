import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashPassword } from '../kit/password.ts';
import { Refusal } from '../kit/refusal.ts';
import { isInstalled, openDatabase, type Place, readSystem, writeSystem } from './place.ts';
import { SCHEMA } from './schema.ts';
import { Store } from './store.ts';

/** Apps that the image brings, on from the first day; user_oidc is not among them. */
export const SHIPPED = ['activity', 'dashboard', 'files', 'serverinfo', 'settings', 'support', 'survey_client', 'theming', 'updatenotification', 'user_status', 'weather_status', 'firstrunwizard', 'nextcloud_announcements', 'recommendations', 'federation', 'app_api'];

/** As upstream's entrypoint: installs where nothing is and the environment suffices, moves an older installation on, refuses what it cannot. */
export async function prepare(place: Place): Promise<void> {
  const found = versionIn(place);
  const { version } = place.contract;
  if (found !== undefined) checkStep(place, found, version);
  writeFileSync(join(place.html, 'version.php'), `<?php\n$OC_VersionString = '${version}';\n`);
  const system = readSystem(place);
  if (!isInstalled(system)) await install(place);
  else if (found !== version) writeSystem(place, { ...system, version: `${version}.1`, maintenance: false });
}

export function versionIn({ html }: Place): string | undefined {
  const file = join(html, 'version.php');
  return existsSync(file) ? /OC_VersionString = '([\d.]+)'/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

function checkStep({ contract: { app } }: Place, from: string, to: string): void {
  const parts = (version: string) => version.split('.').map(Number);
  const [a, b] = [parts(from), parts(to)];
  const change = b.map((part, index) => part - (a[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  if (change < 0) throw new Refusal(app, `the data are of version ${from}, higher than ${to}: no downgrade`);
  if ((b[0] ?? 0) - (a[0] ?? 0) > 1) throw new Refusal(app, `the data are of version ${from}, ${to} is more than one major later`);
}

async function install(place: Place): Promise<void> {
  const { settings, contract } = place;
  const need = ['NEXTCLOUD_ADMIN_USER', 'NEXTCLOUD_ADMIN_PASSWORD', 'POSTGRES_HOST', 'POSTGRES_DB', 'POSTGRES_USER', 'POSTGRES_PASSWORD'];
  const [administrator, password, dbhost, dbname, dbuser, dbpassword] = need.map((name) => settings.get(name));
  const missing = need.filter((name) => !settings.has(name));
  if (missing.length > 0) {
    console.log(`not installed: ${missing.join(', ')} not set`);
    return;
  }
  const datadirectory = settings.get('NEXTCLOUD_DATA_DIR') ?? join(place.html, 'data');
  mkdirSync(datadirectory, { recursive: true });
  const domains = (settings.get('NEXTCLOUD_TRUSTED_DOMAINS') ?? '').split(' ').filter(Boolean);
  const system = {
    instanceid: `oc${randomBytes(5).toString('hex')}`, secret: randomBytes(24).toString('base64'), trusted_domains: ['localhost', ...domains],
    datadirectory, dbtype: 'pgsql', dbhost, dbname, dbuser, dbpassword, dbtableprefix: 'oc_', version: `${contract.version}.1`, 'overwrite.cli.url': 'http://localhost',
  };
  const store = new Store(openDatabase(system));
  try {
    await store.database.script(SCHEMA);
    await store.database.all('INSERT INTO oc_users (uid, displayname, password, uid_lower) VALUES ($1, $1, $2, lower($1::varchar)) ON CONFLICT (uid) DO UPDATE SET password = $2', administrator, hashPassword(password ?? ''));
    await store.addToGroup(administrator ?? '', 'admin');
    for (const app of SHIPPED) await store.setAppValue(app, 'enabled', 'yes');
    writeSystem(place, { ...system, installed: true });
  } finally {
    await store.database.close();
  }
  console.log('installed');
}
