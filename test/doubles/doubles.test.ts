import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { Container, createNetwork, createVolume, removeAll } from '../images/container.ts';
import { readContract } from './kit/contract-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatiere-doubles-'));
const SECRETS = `--volume=${folder}:/run/secrets:ro`;
let network = '';

/** A real database that answers to `database-<name>` on the test's network. */
async function database(name: string, image = 'postgresql'): Promise<Container> {
  const container = await Container.start(image, [
    '--tmpfs=/run/postgresql', `--volume=${await createVolume()}:/var/lib/postgresql/data`, `--network=${network}`, `--network-alias=database-${name}`, SECRETS,
    `--env=POSTGRES_USER=${name}`, '--env=POSTGRES_PASSWORD_FILE=/run/secrets/password',
  ]);
  await container.until(60, 'pg_isready', '--quiet', '--host=127.0.0.1', `--username=${name}`);
  return container;
}

/** `table.column` of the app's table that the double's database lacks. */
async function missingColumns(app: string, store: Container): Promise<string[]> {
  const { output } = await store.run('psql', `--username=${app}`, '--no-align', '--tuples-only', "--command=SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'");
  const found = new Set(output.split('\n'));
  const { tables } = readContract(join(import.meta.dirname, app));
  return Object.entries(tables).flatMap(([table, { columns }]) => columns.map((column) => `${table}.${column}`)).filter((column) => !found.has(column));
}

const get = (container: Container, path: string, ...headers: string[]) => container.run('curl', '--silent', '--show-error', ...headers.flatMap((header) => ['--header', header]), `http://127.0.0.1${path}`);

beforeAll(async () => {
  writeFileSync(join(folder, 'password'), 'secret\n');
  chmodSync(folder, 0o755);
  await ensureImages(['postgresql', 'postgresql-vector', 'valkey', 'nextcloud-double', 'discourse-double']);
  network = await createNetwork(`chatiere-doubles-${randomUUID().slice(0, 8)}`);
});
afterAll(async () => {
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('the double of Nextcloud', () => {
  const ENVIRONMENT = {
    POSTGRES_HOST: 'database-nextcloud', POSTGRES_DB: 'nextcloud', POSTGRES_USER: 'nextcloud', POSTGRES_PASSWORD_FILE: '/run/secrets/password',
    NEXTCLOUD_ADMIN_USER: 'secours', NEXTCLOUD_ADMIN_PASSWORD_FILE: '/run/secrets/password', NEXTCLOUD_DATA_DIR: '/var/www/data', NEXTCLOUD_TRUSTED_DOMAINS: 'fichiers.example.test',
  };
  let html = '';
  let data = '';
  let store: Container;
  const start = (environment: Readonly<Record<string, string>>, command: readonly string[] = [], ...options: string[]) => Container.start('nextcloud-double', [
    '--user=33:33', '--cap-drop=ALL', '--security-opt=no-new-privileges', `--network=${network}`, SECRETS, `--volume=${html}:/var/www/html`, `--volume=${data}:/var/www/data`, ...options,
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
  ], command);
  const ready = (container: Container) => container.until(60, 'curl', '--fail', '--silent', '--output', '/dev/null', 'http://127.0.0.1/status.php');

  beforeAll(async () => {
    [html, data] = [await createVolume(), await createVolume()];
    store = await database('nextcloud');
  });

  it('refuses a variable that its table does not list, by name and with 64', async () => {
    const refused = await start({ ...ENVIRONMENT, NEXTCLOUD_COLOUR: 'red' });
    expect(await refused.exitCode()).toBe(64);
    expect(await refused.log()).toBe('nextcloud double: environment variable NEXTCLOUD_COLOUR is not in the table (table: test/doubles/nextcloud/contract.yaml)');
  });

  it('has no console before the installation', async () => {
    const early = await start({}, ['php', 'occ', 'user:list']);
    expect(await early.exitCode()).toBe(1);
    expect(await early.log()).toContain('Nextcloud is not installed');
  });

  it('installs by environment, serves, knows its hosts, and says on its page that it is a double', async () => {
    const nextcloud = await start(ENVIRONMENT);
    await ready(nextcloud);
    expect(JSON.parse((await get(nextcloud, '/status.php', 'Host: fichiers.example.test')).output)).toMatchObject({ installed: true, maintenance: false, needsDbUpgrade: false });
    expect((await get(nextcloud, '/status.php', 'Host: ailleurs.example.test')).output).toBe('{"error":"Trusted domain error.","code":15}');
    expect((await get(nextcloud, '/login?direct=1')).output).toContain('Double de contrat : ceci n’est pas Nextcloud');
    expect((await nextcloud.run('php', 'occ', 'group:list', '--output=json')).output).toBe('{"admin":["secours"]}');
    expect(await nextcloud.run('php', 'occ', 'files:scan', '--all')).toEqual({ exitCode: 64, output: 'nextcloud double: php occ files:scan: no such command (table: test/doubles/nextcloud/contract.yaml)' });
    expect(await nextcloud.inspect('{{index .Config.Labels "chatiere.double"}}')).toBe('true');
    expect(await missingColumns('nextcloud', store)).toEqual([]);
    expect(await nextcloud.stop()).toBe(0);
  });

  it('reads its trusted domains from the environment at the installation only', async () => {
    const nextcloud = await start({ ...ENVIRONMENT, NEXTCLOUD_TRUSTED_DOMAINS: 'autre.example.test' });
    await ready(nextcloud);
    expect((await nextcloud.run('php', 'occ', 'config:system:get', 'trusted_domains')).output).toBe('localhost\nfichiers.example.test');
    expect((await get(nextcloud, '/', 'Host: autre.example.test')).output).toContain('Untrusted domain');
  });

  it('runs its rounds of background jobs', async () => {
    const cron = await start({}, [], '--entrypoint=/cron.sh', '--user=0:0', '--cap-add=SETUID', '--cap-add=SETGID');
    await store.until(30, 'sh', '-c', "psql --username=nextcloud --tuples-only --command=\"SELECT 1 FROM oc_appconfig WHERE configkey = 'lastcron'\" | grep -q 1");
    expect(await cron.stop()).toBe(0);
  });

  it('does not skip a major, nor go back', async () => {
    const write = (version: string) => Container.start('nextcloud-double', ['--user=33:33', `--volume=${html}:/var/www/html`, '--entrypoint=sh'], ['-c', `echo "\\$OC_VersionString = '${version}';" > /var/www/html/version.php`]);
    for (const [version, why] of [['32.0.1', 'is more than one major later'], ['99.0.0', 'no downgrade']] as const) {
      expect(await (await write(version)).exitCode()).toBe(0);
      const refused = await start(ENVIRONMENT);
      expect(await refused.exitCode()).toBe(64);
      expect(await refused.log()).toContain(why);
    }
  });
});

describe('the double of Discourse', () => {
  const ENVIRONMENT = {
    DISCOURSE_HOSTNAME: 'forum.example.test', DISCOURSE_FORCE_HTTPS: 'true', DISCOURSE_DB_SOCKET: '', DISCOURSE_DB_HOST: 'database-discourse', DISCOURSE_DB_NAME: 'discourse',
    DISCOURSE_DB_USERNAME: 'discourse', DISCOURSE_DB_PASSWORD: 'secret', DISCOURSE_REDIS_HOST: 'cache', DISCOURSE_SMTP_ADDRESS: 'relais.example.test', DISCOURSE_DEFAULT_LOCALE: 'fr',
  };
  const RIGHTS = ['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'].map((right) => `--cap-add=${right}`);
  let shared = '';
  let store: Container;
  const start = (environment: Readonly<Record<string, string>>, command: readonly string[] = [], ...options: string[]) => Container.start('discourse-double', [
    '--cap-drop=ALL', ...RIGHTS, '--security-opt=no-new-privileges', `--network=${network}`, `--volume=${shared}:/shared`, `--volume=${folder}:/run/secrets:ro`, `--volume=${folder}:/etc/chatiere:ro`, ...options,
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
  ], command);
  const ready = (container: Container) => container.until(60, 'curl', '--fail', '--silent', '--output', '/dev/null', 'http://127.0.0.1/srv/status');

  beforeAll(async () => {
    shared = await createVolume();
    for (const script of ['account.rb', 'settings.rb']) writeFileSync(join(folder, script), '# the double knows it by its name\n');
    writeFileSync(join(folder, 'break-glass-password'), 'secret\n');
    // Read-only for everybody, as configs are.
    writeFileSync(join(folder, 'logo'), Buffer.from('89504e470d0a1a0a', 'hex'), { mode: 0o444 });
    store = await database('discourse', 'postgresql-vector');
    const cache = await Container.start('valkey', ['--user=999:999', '--tmpfs=/data:uid=999', `--network=${network}`, '--network-alias=cache']);
    await cache.until(30, 'valkey-cli', 'ping');
  });

  it('refuses a variable that its table does not list, by name and with 64', async () => {
    const refused = await start({ ...ENVIRONMENT, DISCOURSE_COLOUR: 'red' });
    expect(await refused.exitCode()).toBe(64);
    expect(await refused.log()).toBe('discourse double: environment variable DISCOURSE_COLOUR is not in the table (table: test/doubles/discourse/contract.yaml)');
  });

  it('does not start without a mail relay', async () => {
    const refused = await start({ ...ENVIRONMENT, DISCOURSE_SMTP_ADDRESS: '' });
    expect(await refused.exitCode()).toBe(64);
    expect(await refused.log()).toContain('environment variable DISCOURSE_SMTP_ADDRESS is not set');
  });

  it('does not start where a superuser has not made the extensions', async () => {
    const refused = await start(ENVIRONMENT);
    expect(await refused.exitCode()).toBe(1);
    expect(await refused.log()).toContain('permission denied to create extension hstore, pg_trgm, vector');
  });

  it('migrates, serves, takes settings and the break-glass account, and says on its page that it is a double', async () => {
    await store.run('psql', '--username=discourse', '--command=CREATE EXTENSION hstore', '--command=CREATE EXTENSION pg_trgm', '--command=CREATE EXTENSION vector');
    const discourse = await start(ENVIRONMENT);
    await ready(discourse);
    expect((await get(discourse, '/srv/status')).output).toBe('ok');
    expect((await get(discourse, '/')).output).toContain('id="installer"');
    expect(await missingColumns('discourse', store)).toEqual([]);

    const calls = [['account.rb'], ['settings.rb', 'title=Forum des rives', 'site_description=', 'colour=#1f5f8b', 'logo=/etc/chatiere/logo']];
    for (const words of [...calls, ...calls]) {
      const [script = '', ...argv] = words;
      expect(await discourse.run('rails', 'runner', `/etc/chatiere/${script}`, ...argv), script).toEqual({ exitCode: 0, output: '' });
    }
    expect(JSON.parse((await get(discourse, '/site/basic-info.json')).output)).toMatchObject({ title: 'Forum des rives', description: '', header_background_color: 'ffffff', logo_url: expect.stringMatching(/^https:\/\/[^/]+\/uploads\/.+\.png$/) });
    const home = (await get(discourse, '/')).output;
    expect(home).toContain('Double de contrat : ceci n’est pas Discourse');
    expect(home).toContain(':root { --tertiary: #1f5f8b }');
    expect(await discourse.run('rails', 'runner', '/etc/chatiere/settings.rb', 'colours=red')).toEqual({ exitCode: 64, output: 'discourse double: site setting colours is not in the table (table: test/doubles/discourse/contract.yaml)' });
    expect(await discourse.run('rake', 'admin:create')).toEqual({ exitCode: 64, output: 'discourse double: rake admin:create: no such command (table: test/doubles/discourse/contract.yaml)' });
    expect(await discourse.stop()).toBe(0);
  });
});
