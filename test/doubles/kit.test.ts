import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Contract } from './contract.ts';
import { HANDLERS as DISCOURSE } from './discourse/commands.ts';
import { createApp as createDiscourse } from './discourse/app.ts';
import { checkStart, writeConfiguration } from './discourse/boot.ts';
import { readCall } from './kit/call.ts';
import { readContract } from './kit/contract-file.ts';
import { Database, type Row } from './kit/database.ts';
import { CONTAINER_VARIABLES, readEnvironment } from './kit/environment.ts';
import { checkRedirect } from './kit/redirects.ts';
import { createApp as createNextcloud } from './nextcloud/app.ts';
import { HANDLERS as NEXTCLOUD } from './nextcloud/occ.ts';
import { writeSystem } from './nextcloud/place.ts';
import { Store } from './nextcloud/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatiere-kit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = { source: 'readme' };
const contract = Contract.parse({
  app: 'lecteur', version: '1.0.0', unconfirmed: [],
  sources: { readme: { repository: 'someone/lecteur', path: 'README.md', commit: 'a'.repeat(40), read: '2026-11-25' } },
  environment: { COLOUR: { ...row, applies: 'start', values: ['red', 'blue'] }, PORT: { ...row, applies: 'start', pattern: '\\d+' }, PASSWORD: { ...row, applies: 'start', file: true } },
  commands: [{ ...row, argv: ['occ', 'provider'], options: { '--id': 'value', '--force': 'flag', '-e': 'flag' }, arguments: [0, 1], confirmed: true }],
  redirects: [{ ...row, path: '/auth/{provider}/callback', kind: 'redirect' }, { ...row, path: '/', kind: 'post-logout' }],
});
const TABLE = '(table: test/doubles/lecteur/contract.yaml)';

describe('the environment', () => {
  const read = (given: Record<string, string>) => () => readEnvironment(contract, given);

  it('is what the table lists, files read, empty values left out', () => {
    writeFileSync(join(folder, 'password'), 'secret\n');
    const settings = readEnvironment(contract, { COLOUR: 'red', PORT: '', PASSWORD_FILE: join(folder, 'password'), PATH: '/bin' });
    expect([...settings]).toEqual([['COLOUR', 'red'], ['PASSWORD', 'secret']]);
  });

  it('may hold beside it what a container or a shell adds, and no more', () => {
    expect(CONTAINER_VARIABLES).toEqual(['PATH', 'HOME', 'HOSTNAME', 'TERM', 'PWD', 'OLDPWD', 'SHLVL', '_']);
  });

  it.each([
    [{ COLOR: 'red' }, 'environment variable COLOR is not in the table'],
    [{ COLOUR_FILE: '/x' }, 'environment variable COLOUR_FILE is not in the table'],
    [{ COLOUR: 'hidden' }, 'environment variable COLOUR has a value that the table does not allow'],
    [{ PORT: '8080/tcp' }, 'environment variable PORT has a value that the table does not allow'],
    [{ PASSWORD: 'a', PASSWORD_FILE: '/x' }, 'both PASSWORD and PASSWORD_FILE are set'],
    [{ PASSWORD_FILE: '/nowhere/at/all' }, 'environment variable PASSWORD_FILE names a file that cannot be read: /nowhere/at/all'],
  ])('%j is refused', (given, why) => {
    expect(read(given as Record<string, string>)).toThrow(`lecteur double: ${why} ${TABLE}`);
  });
});

describe('a call', () => {
  it('is taken apart', () => {
    expect(readCall(contract, ['occ', 'provider', '--id=1', 'main', '-e'])).toEqual({ name: 'occ provider', words: ['main'], options: { id: '1', e: true } });
  });

  it.each([
    [['occ', 'files:scan'], 'occ files:scan: no such command'],
    [['occ', 'provider', 'main', '--secret=hidden'], 'occ provider main: no such option --secret'],
    [['occ', 'provider', '--force=1'], 'occ provider: option --force takes no value'],
    [['occ', 'provider', 'a', 'b'], 'occ provider a: 2 arguments, not 0 to 1'],
  ])('%j is refused', (argv, why) => {
    expect(() => readCall(contract, argv)).toThrow(`lecteur double: ${why} ${TABLE}`);
  });
});

describe('a redirect', () => {
  const own = 'https://lecture.example.test';

  it('goes where the table says', () => {
    expect(checkRedirect(contract, 'redirect', own, `${own}/auth/oidc/callback`)).toBe(`${own}/auth/oidc/callback`);
  });

  it.each([
    ['redirect', `${own}/auth/oidc/retour`, `redirect address ${own}/auth/oidc/retour: path /auth/oidc/retour is not in the table`],
    ['redirect', `${own}/`, `redirect address ${own}/: path / is not in the table`],
    ['post-logout', 'https://ailleurs.example.test/', `post-logout address https://ailleurs.example.test/ is not below ${own}`],
  ] as const)('%s to %s is refused', (kind, address, why) => {
    expect(() => checkRedirect(contract, kind, own, address)).toThrow(`lecteur double: ${why} ${TABLE}`);
  });
});

/** Has no rows and takes all. */
class EmptyDatabase extends Database {
  constructor() {
    super({ host: 'nowhere.invalid', port: 1, database: '', user: '', password: '' });
  }
  override all<T extends Row>(): Promise<T[]> {
    return Promise.resolve([]);
  }
}

const nextcloud = readContract(join(import.meta.dirname, 'nextcloud'));
const discourse = readContract(join(import.meta.dirname, 'discourse'));

describe('every page says that it is a double', () => {
  const banner = (app: string) => [`Double de contrat : ceci n’est pas ${app}`, `Contract double: this is not ${app}`];
  const pagesOf = async (app: { request(address: string, init?: RequestInit): Response | Promise<Response> }, paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => {
      const answer = await app.request(`http://app.example.test${path}`, { headers: { host: 'app.example.test' } });
      return { path, type: answer.headers.get('content-type') ?? '', text: await answer.text() };
    }));

  it.each([
    ['installed', { installed: true, trusted_domains: ['app.example.test'] }],
    ['of a host that is not trusted', { installed: true, trusted_domains: [] }],
    ['in maintenance', { installed: true, trusted_domains: ['app.example.test'], maintenance: true }],
    ['not installed', {}],
  ])('of Nextcloud, %s', async (_, system) => {
    const place = { contract: nextcloud, settings: new Map(), html: join(folder, 'html') };
    mkdirSync(place.html, { recursive: true });
    writeSystem(place, { ...system, default_language: 'fr' });
    const app = createNextcloud(place, () => new Store(new EmptyDatabase()));
    for (const { path, type, text } of await pagesOf(app, ['/login?direct=1', '/apps/user_oidc/login/1', '/apps/user_oidc/code?state=x', '/nowhere'])) {
      expect(type, path).toContain('text/html');
      for (const sentence of [...banner('Nextcloud'), '<html lang="fr-CA">']) expect(text, path).toContain(sentence);
    }
  });

  it('of Discourse', async () => {
    const settings = new Map(Object.entries({ DISCOURSE_HOSTNAME: 'app.example.test', DISCOURSE_DEFAULT_LOCALE: 'fr', DISCOURSE_OPENID_CONNECT_ENABLED: 'true' }));
    const app = createDiscourse({ contract: discourse, settings }, new EmptyDatabase(), 0);
    for (const { path, type, text } of await pagesOf(app, ['/', '/login', '/auth/oidc', '/auth/oidc/callback?state=x', '/u/admin-login', '/nowhere'])) {
      expect(type, path).toContain('text/html');
      for (const sentence of [...banner('Discourse'), '<html lang="fr-CA">']) expect(text, path).toContain(sentence);
    }
  });
});

describe('every endpoint of the table', () => {
  /** Routes of a web side, `METHOD path`, parameters as `*`. */
  const routes = (app: { routes: { method: string; path: string }[] }) => new Set(app.routes.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+(\{[^}]*\})?/g, '*')}`));
  const listed = ({ endpoints }: Contract) => endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '*')}`);

  it('is answered by the double of Nextcloud', () => {
    const known = routes(createNextcloud({ contract: nextcloud, settings: new Map(), html: folder }));
    expect(listed(nextcloud).filter((endpoint) => !known.has(endpoint))).toEqual([]);
  });

  it('is answered by the double of Discourse', () => {
    const known = routes(createDiscourse({ contract: discourse, settings: new Map() }, new EmptyDatabase(), 0));
    expect(listed(discourse).filter((endpoint) => !known.has(endpoint))).toEqual([]);
  });
});

describe('commands', () => {
  it('that the table of Nextcloud lists are those that its double carries out', () => {
    const listed = nextcloud.commands.filter(({ argv }) => argv[1] === 'occ').map(({ argv }) => argv[2] ?? '');
    expect(Object.keys(NEXTCLOUD).sort()).toEqual(listed.sort());
  });

  it('that the table of Discourse lists are those that its double carries out, its start and what Debian brings aside', () => {
    const listed = discourse.commands.map(({ argv }) => argv.join(' ')).filter((call) => !['/sbin/boot', 'curl'].includes(call));
    expect(Object.keys(DISCOURSE).sort()).toEqual(listed.sort());
  });
});

describe('the start of Discourse', () => {
  const given = { DISCOURSE_HOSTNAME: 'forum.example.test', DISCOURSE_SMTP_ADDRESS: 'relais.example.test', DISABLE_LETSENCRYPT: '1' };
  const place = (changes: Record<string, string | undefined>) => ({ contract: discourse, settings: readEnvironment(discourse, { ...given, ...changes }) });
  const table = '(table: test/doubles/discourse/contract.yaml)';

  it('takes a name, a relay, and no certificates of its own', () => {
    expect(() => checkStart(place({}))).not.toThrow();
  });

  it.each([
    ['no relay', { DISCOURSE_SMTP_ADDRESS: undefined }, 'environment variable DISCOURSE_SMTP_ADDRESS is not set'],
    ['an address', { DISCOURSE_HOSTNAME: '10.0.0.1' }, 'environment variable DISCOURSE_HOSTNAME: 10.0.0.1 is no host name of one’s own'],
    ['certificates', { DISABLE_LETSENCRYPT: undefined }, 'environment variable DISABLE_LETSENCRYPT is not 1: the start would ask for certificates'],
  ])('%s is refused', (_, changes, why) => {
    expect(() => checkStart(place(changes))).toThrow(`discourse double: ${why} ${table}`);
  });

  it('refuses what its configuration file cannot hold', () => {
    expect(() => writeConfiguration(place({ DISCOURSE_SMTP_USER_NAME: "l'envoi" }), join(folder, 'discourse.conf'))).toThrow(
      `discourse double: environment variable DISCOURSE_SMTP_USER_NAME holds ', a line break or <%, which discourse.conf cannot hold ${table}`);
  });
});
