import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { Container, createNetwork, createVolume, HARDENED, removeAll } from './container.ts';

// The real server 11.4.0, with doubles of the sign-on plugin and of the web client.

const CATALOG = join(import.meta.dirname, '..', '..', 'catalog');
const { sheet, compose } = latestRelease(loadCatalog(CATALOG), 'mattermost');
const folder = mkdtempSync(join(tmpdir(), 'chatiere-mattermost-'));
const MMCTL = ['/mattermost/bin/mmctl', '--local'];
const SETTINGS = { enable: true, issuerurl: 'https://identity.example.test/realms/chatiere', clientid: 'c', clientsecret: 's', scopes: 'openid profile email' };

let network = '';
let server: Container;
let database: Container;
let socket = '';

/** As the entry's service `setup`: PostgreSQL's image, the server's user, its socket. */
const setUp = (team: string, mail: string = ''): Promise<Container> => Container.start('postgresql', [
  ...HARDENED, '--user=2000:2000', '--entrypoint=perl', '--network=none', `--volume=${socket}:/mattermost/logs`, `--volume=${folder}:/run/secrets:ro`,
  `--volume=${join(CATALOG, 'mattermost', '11.7.10-1', 'files')}:/run/scripts:ro`, '--env=SOCKET=/mattermost/logs/mattermost_local.socket',
  '--env=ACCOUNT=/run/secrets/account', '--env=PASSWORD=/run/secrets/password', `--env=TEAM=${team}`, `--env=MAIL_HOST=${mail}`, `--env=MAIL_PORT=${mail && '587'}`, `--env=MAIL_FROM=${mail && 'chat@example.test'}`, `--env=MAIL_USERNAME=${mail && 'chat'}`, `--env=MAIL_SECURITY=${mail && 'starttls'}`, '--env=MAIL_PASSWORD=/run/secrets/mail', '--env=TEAM_NAME=L’Équipe « "Nord" »',
], ['/run/scripts/setup.pl']);

const ask = async (path: string): Promise<Response> => fetch(`http://${await server.address()}:8065${path}`);
const patch = (settings: object): Promise<{ exitCode: number | undefined; output: string }> => {
  writeFileSync(join(folder, 'settings'), JSON.stringify({ PluginSettings: { Plugins: { 'mattermost-oidc': settings } } }));
  return server.run(...MMCTL, 'config', 'patch', '/run/secrets/settings');
};

beforeAll(async () => {
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'database'), 'secret');
  writeFileSync(join(folder, 'account'), '{"username":"secours","email":"secours@example.test","password":"a-long-password-0","locale":"fr"}');
  writeFileSync(join(folder, 'mail'), 'of the relay');
  writeFileSync(join(folder, 'password'), '{"new_password":"a-long-password-1"}');
  await ensureImages(['mattermost', 'postgresql']);
  network = await createNetwork(`chatiere-mattermost-${randomUUID().slice(0, 8)}`);
  socket = await createVolume();
  database = await Container.start('postgresql', [
    '--tmpfs=/run/postgresql', `--volume=${await createVolume()}:/var/lib/postgresql/data`, `--network=${network}`, '--network-alias=database',
    `--volume=${folder}:/run/secrets:ro`, '--env=POSTGRES_USER=mattermost', '--env=POSTGRES_PASSWORD_FILE=/run/secrets/database',
  ]);
  await database.until(60, 'pg_isready', '--quiet', '--host=127.0.0.1', '--username=mattermost');
  const url = 'postgres://mattermost:secret@database:5432/mattermost?sslmode=disable';
  const given = [...compose.services.get('app')!.environment].filter(([, value]) => !value.includes('${'));
  server = await Container.start('mattermost', [
    ...HARDENED, '--tmpfs=/tmp', `--network=${network}`, `--volume=${folder}:/run/secrets:ro`, `--volume=${socket}:/mattermost/logs`,
    ...['data', 'plugins', 'client/plugins', 'config'].map((path) => `--volume=/mattermost/${path}`),
    ...given.map(([name, value]) => `--env=${name}=${value}`), `--env=MM_CONFIG=${url}`, `--env=MM_SQLSETTINGS_DATASOURCE=${url}`,
    '--env=MM_SERVICESETTINGS_SITEURL=https://chat.example.test', '--env=MM_TEAMSETTINGS_SITENAME=Essai', '--env=MM_EMAILSETTINGS_ENABLESIGNINWITHUSERNAME=1',
  ]);
  await server.until(60, ...MMCTL, 'system', 'status');
});
afterAll(async () => {
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('the Mattermost image', () => {
  it('serves as uid 2000 on a read-only root, with its settings from the environment and the database', async () => {
    expect((await server.run('id', '--user')).output).toBe('2000');
    expect(await (await ask('/api/v4/system/ping')).json()).toMatchObject({ status: 'OK' });
    expect(await (await ask('/api/v4/config/client?format=old')).json()).toMatchObject({ Version: '11.4.0', BuildEnterpriseReady: 'false', SiteName: 'Essai', DiagnosticsEnabled: 'false', EnableSignUpWithEmail: 'false' });
    expect((await server.run('ls', '/mattermost/config')).output).toBe('');
  });

  it('shows a page that says it is a double', async () => {
    expect(await (await ask('/login')).text()).toContain('This page is not Mattermost’s web client');
  });
});

describe('the entry’s first steps', () => {
  it('make the break-glass account and the team, twice alike, by a local socket alone', async () => {
    const first = await setUp('mrc-demo');
    expect(await first.exitCode(), await first.log()).toBe(0);
    expect(await first.log()).toBe('account secours: made\nteam mrc-demo: made\nmail relay: none');
    expect((await server.run(...MMCTL, 'config', 'get', 'EmailSettings.SendEmailNotifications')).output).toContain('false');
    const second = await setUp('mrc-demo', 'relay.example.test');
    expect(await second.exitCode(), await second.log()).toBe(0);
    expect(await second.log()).toBe('account secours: password and role given again\nteam mrc-demo: there\nmail relay: relay.example.test:587');
    const mail = (await database.run('psql', '--no-align', '--tuples-only', '--username=mattermost', "--command=SELECT value::json->'EmailSettings' FROM configurations WHERE active")).output;
    expect(JSON.parse(mail)).toMatchObject({ SendEmailNotifications: true, SMTPServer: 'relay.example.test', SMTPPort: '587', ConnectionSecurity: 'STARTTLS', EnableSMTPAuth: true, SMTPUsername: 'chat', SMTPPassword: 'of the relay', FeedbackEmail: 'chat@example.test' });
    const row = ['psql', '--no-align', '--tuples-only', '--username=mattermost', '--command=SELECT roles, displayname FROM users, teams'];
    expect((await database.run(...row)).output).toBe('system_user system_admin|L’Équipe « "Nord" »');
    const login = await fetch(`http://${await server.address()}:8065/api/v4/users/login`, { method: 'POST', body: JSON.stringify({ login_id: 'secours', password: 'a-long-password-1' }) });
    expect(login.status).toBe(200);
  });

  it('end with the server’s reason and without the password', async () => {
    const refused = await setUp('Not A Team');
    expect(await refused.exitCode()).not.toBe(0);
    expect(await refused.log()).toMatch(/teams.* 400|teams.* 404/);
    expect(await refused.log()).not.toContain('a-long-password');
  });

  it('leave nobody for the counts to find', async () => {
    for (const { id, argv } of sheet.usage) expect((await database.run(...argv)).output, id).toBe('0');
  });
});

describe('the double of the sign-on plugin', () => {
  it('is installed where the entry would download the plugin, and only there', async () => {
    const { entrypoint, command } = compose.services.get('plugin')!;
    expect(await server.run(...entrypoint!, ...command!)).toMatchObject({ exitCode: 0, output: expect.stringContaining('its double is installed') as string });
    expect((await server.run(...MMCTL, 'plugin', 'list')).output).toContain('mattermost-oidc: Double of OIDC Authentication (not the real plugin), Version: 0.4.0');
    expect((await server.run(...MMCTL, 'plugin', 'install-url', '--force', 'https://github.com/other/plugin.tar.gz')).exitCode).toBe(1);
  });

  it.each([
    [{ ...SETTINGS, issuerurl: 'http://identity.example.test' }, 'IssuerURL must be an https address'],
    [{ ...SETTINGS, scopes: 'profile' }, 'Scopes must hold openid'],
    [SETTINGS, 'openid-configuration'],
    // Last: the server merges settings of plugins, so this one stays.
    [{ ...SETTINGS, groupsclaim: 'groups' }, 'the plugin has no setting &#34;groupsclaim&#34;'],
  ])('refuses %j', async (settings, reason) => {
    expect((await patch(settings)).exitCode).toBe(0);
    await expect.poll(async () => (await ask('/plugins/mattermost-oidc/api/v1/config')).text(), { timeout: 20_000 }).toContain(reason);
  });

  it('knows no other path', async () => {
    const answer = await ask('/plugins/mattermost-oidc/oauth2/logout');
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('double: the plugin has no path /oauth2/logout');
  });
});
