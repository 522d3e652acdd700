import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerAt } from '../../modules/engine/docker.ts';
import { runIn } from '../../modules/engine/inside.ts';
import { ExitCode } from '../../modules/kernel/index.ts';
import { contents } from '../catalog/folder.ts';
import type { FakeEngine, Outcome } from '../engine/fake-engine.ts';
import { chatiere } from './command.ts';
import { CANARY, NEXTCLOUD, nameOf, openUsageDemo, type UsageDemo } from './usage-demo.ts';

let demo: UsageDemo;
let folder: string;
let federation: string;
let engine: FakeEngine;
let answers: UsageDemo['answers'];

beforeEach(async () => {
  demo = await openUsageDemo();
  ({ folder, federation, engine, answers } = demo);
});
afterEach(() => demo.close());

const run = (...args: string[]) => chatiere(['-C', federation, ...args]);
interface Result {
  readonly audience: string;
  readonly instances: readonly { readonly instance: string; readonly agreed: boolean; readonly counts: readonly { readonly id: string; readonly value: object }[]; readonly bands: readonly { readonly band: string; readonly value: object }[] }[];
}
const json = async (...args: string[]) => JSON.parse((await run('usage', ...args, '--json')).stdout) as Result;

describe('usage', () => {
  it('shows each count with its meaning, and the bands', async () => {
    const { exitCode, stdout, stderr } = await run('usage', NEXTCLOUD);
    expect([exitCode, stderr]).toEqual([ExitCode.ok, '']);
    const lines = stdout.trim().split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));
    expect(lines).toEqual([
      'mrc-demo.nextcloud (nextcloud 34.0.3-1)',
      'membres | 60 | Comptes nés d’une connexion par le serveur d’identité',
      expect.stringMatching(/^venues en 24 heures \| 12 \| Ces comptes, dont la dernière connexion.* 24 heures au plus$/),
      expect.stringMatching(/^venues en 7 jours \| 25 \| /),
      expect.stringMatching(/^venues en 30 jours \| 40 \| /),
      'files | 300 | Fichiers des personnes, sans les corbeilles ni les versions',
      'stockage | 2 Gio | Octets de ces fichiers',
      'tranche : en 24 heures | 12',
      'tranche : en 7 jours, pas en 24 heures | 13',
      'tranche : en 30 jours, pas en 7 jours | 15',
      expect.stringMatching(/^compté le \d+ \S+ \d{4} /),
    ]);
    const english = (await run('usage', NEXTCLOUD, '--lang', 'en')).stdout;
    expect(english).toMatch(/^ {2}came within 24 hours +12 +Of these, those whose last sign-in/m);
    expect(english).toMatch(/^ {2}storage +2 GiB +Bytes of these files$/m);
  });

  it('gives the same to programs', async () => {
    const { audience, instances: [only, ...more] } = await json(NEXTCLOUD);
    expect([audience, more]).toEqual(['organization', []]);
    expect(only).toMatchObject({ instance: NEXTCLOUD, organization: 'mrc-demo', app: 'nextcloud', release: '34.0.3-1', order: 'cmd-2026-003', agreed: true });
    expect(only?.counts[1]).toEqual({ id: 'active-day', counts: 'active', window: 'day', definition: { fr: expect.any(String) as string, en: expect.any(String) as string }, value: { shown: 'count', count: 12 } });
    expect(only?.bands).toEqual([['day', 12], ['week', 13], ['month', 15]].map(([band, count]) => ({ band, value: { shown: 'count', count } })));
  });

  it('hides what is below the threshold of whoever looks, and what would tell it', async () => {
    Object.assign(answers, { day: '3', month: '53' });
    const values = async (...args: string[]) => Object.fromEntries((await json(NEXTCLOUD, ...args)).instances[0]!.counts.map(({ id, value }) => [id, value]));
    expect(await values()).toEqual({ members: { shown: 'count', count: 60 }, 'active-day': { shown: 'below', threshold: 5 }, 'active-week': { shown: 'count', count: 25 }, 'active-month': { shown: 'count', count: 53 }, files: { shown: 'count', count: 300 }, bytes: { shown: 'count', count: 2_147_483_648 } });
    expect(await values('--public')).toMatchObject({ members: { shown: 'count', count: 60 }, 'active-day': { shown: 'below', threshold: 10 }, 'active-week': { shown: 'count', count: 25 }, 'active-month': { shown: 'withheld' } });
    expect((await run('usage', NEXTCLOUD, '--public')).stdout).toMatch(/^ {2}venues en 30 jours +retenu /m);
    expect((await run('usage', NEXTCLOUD)).stdout).toMatch(/^ {2}tranche : en 7 jours, pas en 24 heures +retenu$/m);
  });

  it('asks nothing of an instance whose order does not agree, or says nothing', async () => {
    const { stdout } = await run('usage', 'village-demo.miniflux');
    expect(stdout).toContain('pas compté : la commande cmd-2026-002 n’y consent pas');
    expect(engine.executions).toEqual([]);
    expect((await json('village-demo.miniflux')).instances[0]).toMatchObject({ agreed: false, counts: [], bands: [] });
  });

  it('asks the database, by its own socket, to read and no more; narrow windows first; no secret in words or variables', async () => {
    await run('usage');
    expect(engine.executions.filter(({ container }) => container.includes('village'))).toEqual([]);
    const own = engine.executions.filter(({ container }) => container === 'demo--mrc-demo--nextcloud/database');
    expect(own.map(({ argv }) => nameOf(argv.at(-1) as string))).toEqual(['day', 'week', 'month', 'members', 'files', 'bytes']);
    for (const { argv, environment } of engine.executions) {
      expect(argv.join(' ')).not.toMatch(/password|secret|--host/i);
      expect(environment).toEqual(['PGOPTIONS=-c default_transaction_read_only=on -c statement_timeout=25000', 'PGCONNECT_TIMEOUT=10']);
    }
  });

  it('changes not a byte, where nothing was ever brought up', async () => {
    const before = contents(folder);
    await run('usage');
    expect(contents(folder)).toEqual(before);
  });
});

describe('a count that is none', () => {
  const refused = async (week: string | Outcome) => {
    answers['week'] = week;
    return run('usage', NEXTCLOUD);
  };

  it.each<[string, string | Outcome, string]>([
    ['text', `${CANARY}\nanouk`, 'la commande qui compte a écrit autre chose qu’un nombre'],
    ['a negative', '-25', 'nombre négatif'],
    ['a float', '25.5', 'nombre qui n’est pas entier'],
    ['nothing', '', 'la commande qui compte n’a rien écrit'],
    ['an error', { output: `25\n`, errors: CANARY, exitCode: 2 }, 'la commande qui compte a échoué (code 2)'],
    ['the end of its container', 'gone', 'le service database ne tourne pas, rien n’y est compté'],
  ])('for %s is missing, with a message; the others are shown', async (_, output, words) => {
    const { exitCode, stdout, stderr } = await refused(output);
    expect(exitCode).toBe(ExitCode.failure);
    expect(stderr).toContain(words);
    expect(stdout).toMatch(/^ {2}venues en 24 heures +12 /m);
    expect(stdout).toMatch(/^ {2}venues en 7 jours +– /m);
    expect(stdout).toMatch(/^ {2}tranche : en 24 heures +12$/m);
    expect(stdout).toMatch(/^ {2}tranche : en 7 jours, pas en 24 heures +–$/m);
    expect(stdout).toMatch(/^ {2}tranche : en 30 jours, pas en 7 jours +–$/m);
  });

  it('says to programs which, where and why', async () => {
    Object.assign(answers, { week: '-25' });
    const { stdout, stderr } = await run('usage', NEXTCLOUD, '--json');
    expect((JSON.parse(stdout) as Result).instances[0]?.counts.find(({ id }) => id === 'active-week')?.value).toEqual({ shown: 'missing' });
    expect(JSON.parse(stderr)).toMatchObject({ kind: 'error', exitCode: 1, problems: [{ code: 'count-negative', where: { file: 'nextcloud/34.0.3-1/app.yaml', field: 'usage.active-week' }, given: '-25' }] });
  });

  it('takes windows that contradict for none of them', async () => {
    const { exitCode, stdout, stderr } = await refused('11');
    expect(exitCode).toBe(ExitCode.failure);
    expect(stderr).toContain('mrc-demo.nextcloud : moins de monde en 7 jours qu’en 24 heures');
    expect(stdout.match(/^ {2}(venues|membres|tranche).* –( |$)/gm)).toHaveLength(7);
  });

  it('carries no name and no address, whatever a query writes or complains of', async () => {
    for (const output of [CANARY, `3\n${CANARY}`, { output: CANARY, errors: CANARY, exitCode: 1 }]) {
      const { stdout, stderr } = await refused(output);
      expect((stdout + stderr).toLowerCase()).not.toMatch(/marguerite|belanger|@|anouk/);
    }
    const log = Object.values(contents(federation)).map((content) => Buffer.from(content, 'base64').toString()).join('\n');
    expect(log).not.toContain(CANARY);
  });

  it('is given up when it does not come', async () => {
    Object.assign(answers, { week: 'never' });
    const docker = await dockerAt(engine.address);
    expect(await runIn(docker, encodeURIComponent('demo--mrc-demo--nextcloud/database'), ['psql', '--command=604800'], 100)).toBe('late');
  });
});

describe('an instance that cannot be asked', () => {
  it('does not keep the others from being told', async () => {
    await engine.close();
    const { exitCode, stdout, stderr } = await run('usage');
    expect(exitCode).toBe(ExitCode.failure);
    expect(stdout).toContain('pas compté : la commande cmd-2026-002 n’y consent pas');
    expect(stderr.match(/le moteur Docker ne répond pas/g)).toHaveLength(1);
  });

  it('must be one of the federation', async () => {
    const { exitCode, stderr } = await run('usage', 'mrc-demo.nextclou');
    expect(exitCode).toBe(ExitCode.usage);
    expect(stderr).toContain('vouliez-vous dire « mrc-demo.nextcloud » ?');
  });
});

describe('consent', () => {
  const counting = async (id: string) => /counting:\n {2}usage: (\w+)/.exec(await readFile(join(federation, 'orders', `${id}.yaml`), 'utf8'))?.[1];

  it('is a no that a new order says itself', async () => {
    await run('order', 'new', '--organization', 'village-demo', '--app', 'nextcloud=base', '--date', '2026-11-20', '--id', 'cmd-a');
    expect(await counting('cmd-a')).toBe('false');
    expect(await counting('cmd-2026-003')).toBe('true');
  });

  it('stays what it was in an order that amends, unless that says otherwise', async () => {
    const amend = (id: string, ...more: string[]) => run('order', 'new', '--organization', 'mrc-demo', '--app', 'nextcloud=collectif', '--amends', 'cmd-2026-003', '--date', '2026-11-20', '--id', id, ...more);
    await amend('cmd-a');
    expect(await counting('cmd-a')).toBe('true');
    await amend('cmd-b', '--count-usage', 'off');
    expect(await counting('cmd-b')).toBe('false');
    await run('order', 'approve', 'cmd-b');
    expect((await json(NEXTCLOUD)).instances[0]?.agreed).toBe(false);
    expect(engine.executions).toEqual([]);
  });

  it('cannot be changed in an approved order', async () => {
    const file = join(federation, 'orders', 'cmd-2026-003.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('usage: true', 'usage: false'));
    expect((await run('usage')).stderr).toContain('commande modifiée après son approbation');
  });
});
