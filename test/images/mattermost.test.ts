import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { Container, createNetwork, createVolume, HARDENED, removeAll } from './container.ts';

// The real server 11.4.0 and our own sign-on plugin, with a double of the web client. test/apps signs people in by it.

const CATALOG = join(import.meta.dirname, '..', '..', 'catalog');
const { sheet, compose } = latestRelease(loadCatalog(CATALOG), 'mattermost');
const folder = mkdtempSync(join(tmpdir(), 'chatiere-mattermost-'));
const MMCTL = ['/mattermost/bin/mmctl', '--local'];
const SETTINGS = { issuer: 'https://identity.example.test/realms/chatiere', clientid: 'c', clientsecret: 'canary-of-the-client', groupsclaim: 'groups', administrators: 'admin', buttontext: 'Connexion', buttoncolour: '#1f5f8b' };

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
  writeFileSync(join(folder, 'settings'), JSON.stringify({ PluginSettings: { Plugins: { 'chatiere-sign-on': settings } } }));
  return server.run(...MMCTL, 'config', 'patch', '/run/secrets/settings');
};

beforeAll(async () => {
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'database'), 'secret');
  writeFileSync(join(folder, 'account'), '{"username":"secours","email":"secours@example.test","password":"a-long-password-0","locale":"fr"}');
  writeFileSync(join(folder, 'mail'), 'of the relay');
  writeFileSync(join(folder, 'password'), '{"new_password":"a-long-password-1"}');
  await ensureImages(['mattermost', 'mattermost-sign-on', 'postgresql']);
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

describe('the sign-on plugin', () => {
  const { command } = compose.services.get('plugin')!;
  const PLUGIN = '/plugins/chatiere-sign-on';
  const install = (path: string, words: readonly string[] = command!): Promise<Container> =>
    Container.start('mattermost-sign-on', [...HARDENED, '--network=none', `--volume=${socket}:/mattermost/logs`, `--env=SOCKET=${path}`], [...words]);

  it('installs itself by the local socket, twice alike', async () => {
    for (let time = 0; time < 2; time++) {
      const job = await install('/mattermost/logs/mattermost_local.socket');
      expect(await job.exitCode(), await job.log()).toBe(0);
      expect(await job.log()).toBe('plugin chatiere-sign-on: installed');
    }
    expect((await server.run(...MMCTL, 'plugin', 'list')).output).toContain('chatiere-sign-on: Chatière · connexion unique, Version: 1.0.0');
  });

  it('fails aloud where there is no server, or no such word', async () => {
    const nowhere = await install('/mattermost/logs/nowhere.socket');
    expect(await nowhere.exitCode()).toBe(1);
    expect(await nowhere.log()).toContain('/mattermost/logs/nowhere.socket');
    expect(await (await install('/x', ['remove'])).exitCode()).toBe(2);
  });

  it('gives the sign-in page its link without a session, and nothing that is secret', async () => {
    expect((await patch(SETTINGS)).exitCode).toBe(0);
    await expect.poll(async () => (await ask(`${PLUGIN}/button`)).text(), { timeout: 20_000 }).toBe('{"colour":"#1f5f8b","text":"Connexion"}\n');
    const [part] = (await (await ask('/api/v4/plugins/webapp')).json()) as { webapp: { bundle_path: string } }[];
    expect(await (await ask(part!.webapp.bundle_path.replace('/static/', '/static/plugins/'))).text()).toContain("registerPlugin(ID, new SignOn())");
  });

  it('says on its page that the identity server does not answer, in both languages', async () => {
    const answer = await ask(`${PLUGIN}/connect`);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toMatch(/Le serveur d’identité ne répond pas\.[^]*The identity server does not answer\./);
  });

  it('takes no code from another browser, no logout token of nobody, and knows no other path', async () => {
    expect((await ask(`${PLUGIN}/callback?state=x&code=y`)).status).toBe(400);
    expect((await fetch(`http://${await server.address()}:8065${PLUGIN}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: 'x' }) })).status).toBe(502);
    expect((await ask(`${PLUGIN}/logout`)).status).toBe(404);
  });

  it.each([
    [{ ...SETTINGS, issuer: 'http://identity.example.test' }, 'issuer must be an https address'],
    [{ ...SETTINGS, administrators: '' }, 'groupsclaim and administrators go together'],
    // Last: the server merges settings of plugins, so this one stays.
    [{ ...SETTINGS, defaultteam: 'x' }, 'unknown setting \\"defaultteam\\"'],
  ])('refuses %j', async (settings, reason) => {
    expect((await patch(settings)).exitCode).toBe(0);
    await expect.poll(() => server.log(), { timeout: 20_000 }).toContain(reason);
    expect(await (await ask(`${PLUGIN}/button`)).text()).toContain('mal réglée');
    expect(await server.log()).not.toContain('canary-of-the-client');
  });
});
