import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { importPeople } from '../../modules/engine/people.ts';
import { parseRoster } from '../../modules/engine/roster.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';
import { CLIENT_SECRET, type Ground, openFront, openIdentity } from './identity-bench.ts';

let identity: Awaited<ReturnType<typeof openIdentity>>;
let ground: Ground;
let folder: string;
let file: string;
beforeAll(async () => void (identity = await openIdentity()));
afterAll(() => identity?.close());
beforeEach(async () => {
  ground = await identity.ground();
  folder = await mkdtemp(join(tmpdir(), 'chatiere-people-'));
  file = join(folder, 'passwords.csv');
});
afterEach(async () => {
  await identity.clear();
  await rm(folder, { recursive: true });
});

const roster = (...lines: string[]) => parseRoster(['username,email,firstName,lastName,organization,groups', ...lines].join('\n'), 'p.csv', ['mrc-demo', 'absente']);
const LEA = 'lea,lea@mrc.example,Léa,Côté,mrc-demo,admins;members';
const OMER = 'omer,omer@mrc.example,Omer,Roy,mrc-demo,';
const import_ = (lines: string[], permanent = false) => importPeople(ground.entrance, roster(...lines), file, permanent);
const rows = async () => (await readFile(file, 'utf8')).trim().split('\n').map((line) => line.split(','));
const ADMINS = '/mrc-demo/admins';
const MEMBERS = '/mrc-demo/members';
/** The server's words for a right password that must be changed, and for a wrong one. */
const MUST_CHANGE = 'Account is not fully set up';
const WRONG = 'Invalid user credentials';
const caught = (promise: Promise<unknown>): Promise<ChatiereError> => promise.then(() => Promise.reject(new Error('nothing was thrown')), (error: ChatiereError) => error);

it('makes accounts, members and groups; passwords stand in a file for the owner only', async () => {
  expect(await import_([LEA, OMER])).toEqual([{ username: 'lea', organization: 'mrc-demo', outcome: 'created' }, { username: 'omer', organization: 'mrc-demo', outcome: 'created' }]);
  expect(await ground.account('lea')).toMatchObject({ email: 'lea@mrc.example', firstName: 'Léa', emailVerified: false, requiredActions: ['UPDATE_PASSWORD'], groups: [ADMINS, MEMBERS], organizations: ['mrc-demo'] });
  expect(await ground.account('omer')).toMatchObject({ groups: [MEMBERS], organizations: ['mrc-demo'] });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const [header, lea, omer] = await rows();
  expect(header).toEqual(['username', 'password']);
  expect([lea?.[0], omer?.[0]]).toEqual(['lea', 'omer']);
  expect(lea?.[1]).toMatch(/^[\w-]{16}$/);
  expect(omer?.[1]).not.toBe(lea?.[1]);
  expect(await ground.signIn('lea', lea?.[1] ?? '')).toBe(MUST_CHANGE);
  expect(await ground.signIn('lea', omer?.[1] ?? '')).toBe(WRONG);
});

it('keeps who is there, password untouched, and still joins them to their groups', async () => {
  await import_([OMER], true);
  const before = await rows();
  const { id } = await ground.account('omer');
  expect(await import_(['omer,Omer@MRC.example,Autre,Nom,mrc-demo,admins', LEA])).toMatchObject([{ outcome: 'kept' }, { outcome: 'created' }]);
  expect(await ground.account('omer')).toEqual({ id, email: 'omer@mrc.example', firstName: 'Omer', emailVerified: true, requiredActions: [], groups: [ADMINS, MEMBERS], organizations: ['mrc-demo'] });
  expect((await rows()).slice(0, 2)).toEqual(before);
  expect(await ground.signIn('omer', before[1]?.[1] ?? '')).toBe('signed in');
});

it('does not take somebody else of the same name for the person', async () => {
  await ground.person('omer');
  const error = await caught(import_([LEA, OMER]));
  expect(error.problems[0]).toMatchObject({ code: 'username-taken', where: { file: 'p.csv', line: 3 }, given: 'omer@mrc.example' });
  expect(await ground.account('omer')).toMatchObject({ email: 'omer@example.org', groups: [], organizations: [] });
});

it('gives lasting passwords for a demonstration', async () => {
  await import_([LEA], true);
  expect(await ground.account('lea')).toMatchObject({ emailVerified: true, requiredActions: [] });
  expect(await ground.signIn('lea', (await rows())[1]?.[1] ?? '')).toBe('signed in');
});

it('uses again a password that was written before an interruption', async () => {
  await import_([LEA], true);
  const before = await rows();
  await ground.remove('lea');
  expect(await import_([LEA], true)).toMatchObject([{ outcome: 'created' }]);
  expect(await rows()).toEqual(before);
  expect(await ground.signIn('lea', before[1]?.[1] ?? '')).toBe('signed in');
});

it('names the line of a person whom the server refuses', async () => {
  await ground.person('pris');
  const error = await caught(import_([LEA, 'nom,pris@example.org,A,B,mrc-demo,']));
  expect(error.problems.map((problem) => renderProblem(problem, 'fr'))).toEqual(['p.csv:3: le serveur d’identité refuse cette personne : User exists with same email\n  valeur donnée : "nom"']);
  expect(await ground.usernames()).toEqual(['lea', 'pris']);
});

it('says which organization is not there yet, before anybody is made', async () => {
  const error = await caught(import_([LEA, 'x1,x@mrc.example,A,B,absente,']));
  expect(error.problems[0]).toMatchObject({ code: 'organization-absent', given: 'absente' });
  expect(await ground.usernames()).toEqual([]);
});

it('tells why it could not enter, and never the secret', async () => {
  const refused = await caught(importPeople({ ...ground.entrance, clientSecret: `${CLIENT_SECRET}-faux` }, roster(LEA), file, false));
  expect(refused.problems[0]?.what.fr).toBe('le serveur d’identité ne répond pas comme il faut : unauthorized_client');
  const shut = await openFront(ground.entrance.url);
  await shut.close();
  const unreachable = await caught(importPeople({ ...ground.entrance, url: shut.url, authority: shut.authority }, roster(LEA), file, false));
  expect(unreachable.problems[0]?.what.en).toBe('the identity server does not answer as it should: ECONNREFUSED');
  expect(refused.message + unreachable.message).not.toContain(CLIENT_SECRET);
});
