import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importPeople } from '../../modules/engine/people.ts';
import { parseRoster } from '../../modules/engine/roster.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';
import { CLIENT_SECRET, openIdentityDouble } from './identity-double.ts';

let double: Awaited<ReturnType<typeof openIdentityDouble>>;
let folder: string;
let file: string;
beforeEach(async () => {
  double = await openIdentityDouble();
  folder = await mkdtemp(join(tmpdir(), 'chatiere-people-'));
  file = join(folder, 'passwords.csv');
});
afterEach(async () => {
  await double.close();
  await rm(folder, { recursive: true });
});

const roster = (...lines: string[]) => parseRoster(['username,email,firstName,lastName,organization,groups', ...lines].join('\n'), 'p.csv', ['mrc-demo', 'absente']);
const LEA = 'lea,lea@mrc.example,Léa,Côté,mrc-demo,admins;members';
const OMER = 'omer,omer@mrc.example,Omer,Roy,mrc-demo,';
const import_ = (lines: string[], permanent = false) => importPeople(double.entrance, roster(...lines), file, permanent);
const rows = async () => (await readFile(file, 'utf8')).trim().split('\n').map((line) => line.split(','));
const caught = (promise: Promise<unknown>): Promise<ChatiereError> => promise.then(() => Promise.reject(new Error('nothing was thrown')), (error: ChatiereError) => error);

it('makes accounts, members and groups; passwords stand in a file for the owner only', async () => {
  expect(await import_([LEA, OMER])).toEqual([{ username: 'lea', organization: 'mrc-demo', outcome: 'created' }, { username: 'omer', organization: 'mrc-demo', outcome: 'created' }]);
  const [lea, omer] = [...double.users.values()];
  expect([[...(lea?.groups ?? [])], [...(omer?.groups ?? [])]]).toEqual([['g1', 'g2'], ['g2']]);
  expect([...(lea?.organizations ?? [])]).toEqual(['o1']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const [header, first, second] = await rows();
  expect(header).toEqual(['username', 'password']);
  expect(lea?.body).toMatchObject({ email: 'lea@mrc.example', firstName: 'Léa', emailVerified: false, credentials: [{ type: 'password', value: first?.[1], temporary: true }] });
  expect(first?.[1]).toMatch(/^[\w-]{16}$/);
  expect(second?.[1]).not.toBe(first?.[1]);
});

it('keeps who is there, password untouched, and still joins them to their groups', async () => {
  await import_([OMER]);
  const before = await rows();
  expect(await import_(['omer,autre@mrc.example,Autre,Nom,mrc-demo,admins', LEA])).toMatchObject([{ outcome: 'kept' }, { outcome: 'created' }]);
  const [omer] = [...double.users.values()];
  expect(omer?.body).toMatchObject({ email: 'omer@mrc.example' });
  expect([...(omer?.groups ?? [])]).toEqual(['g2', 'g1']);
  expect((await rows()).slice(0, 2)).toEqual(before);
});

it('gives lasting passwords for a demonstration', async () => {
  await import_([LEA], true);
  expect([...double.users.values()][0]?.body).toMatchObject({ emailVerified: true, credentials: [{ temporary: false }] });
});

it('uses again a password that was written before an interruption', async () => {
  await import_([LEA]);
  const before = await rows();
  double.users.clear();
  await import_([LEA]);
  expect(await rows()).toEqual(before);
  expect([...double.users.values()][0]?.body).toMatchObject({ credentials: [{ value: before[1]?.[1] }] });
});

it('names the line of a person whom the server refuses', async () => {
  const error = await caught(import_([LEA, 'nom,pris@mrc.example,A,B,mrc-demo,']));
  expect(error.problems.map((problem) => renderProblem(problem, 'fr'))).toEqual(['p.csv:3: le serveur d’identité refuse cette personne : User exists with same email\n  valeur donnée : "nom"']);
  expect([...double.users.values()].map(({ body }) => body['username'])).toEqual(['lea']);
});

it('says which organization is not there yet, before anybody is made', async () => {
  const error = await caught(import_([LEA, 'x1,x@mrc.example,A,B,absente,']));
  expect(error.problems[0]).toMatchObject({ code: 'organization-absent', given: 'absente' });
  expect(double.users.size).toBe(0);
});

it('tells why it could not enter, and never the secret', async () => {
  const refused = await caught(importPeople({ ...double.entrance, clientSecret: `${CLIENT_SECRET}-faux` }, roster(LEA), file, false));
  expect(refused.problems[0]?.what.fr).toBe('le serveur d’identité ne répond pas comme il faut : unauthorized_client');
  const stranger = await openIdentityDouble();
  await stranger.close();
  const unreachable = await caught(importPeople(stranger.entrance, roster(LEA), file, false));
  expect(unreachable.problems[0]?.what.en).toBe('the identity server does not answer as it should: ECONNREFUSED');
  expect(refused.message + unreachable.message).not.toContain(CLIENT_SECRET);
});
