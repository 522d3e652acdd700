import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { execa } from 'execa';
import { DateTime } from 'luxon';
import { beforeAll, describe, expect, it } from 'vitest';
import { due, openSession } from '../../modules/engine/index.ts';
import type { Demo } from './demo.ts';
import { leftovers, type TestFederation } from './federation.ts';

const INSTANCE = 'mrc-demo.miniflux';
let federation: TestFederation;
const container = (part: string) => `${federation.id}--mrc-demo--miniflux--${part}`;
const inspect = async (part: string, format: string) => (await execa('docker', ['inspect', '--format', format, container(part)])).stdout.trim();
const running = async () => Promise.all(['app', 'database'].map((part) => inspect(part, '{{.State.Running}}')));
/** Identifiers, and what the engine says of how they were made: the same before and after. */
const made = async () => Promise.all(['app', 'database'].map((part) => inspect(part, '{{.Id}} {{.Created}}')));
const sql = async (command: string) => (await execa('docker', ['exec', container('database'), 'psql', '--quiet', '--tuples-only', '--no-align', '--username=miniflux', '--dbname=miniflux', `--command=${command}`])).stdout;
const lines = (output: string) => output.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
const phase = async () => {
  const { instances } = lines(await federation.chatiere('status', INSTANCE, '--json')).at(-1) as { instances: { phase: string; health: string; sleep: object | null }[] };
  return instances[0] as (typeof instances)[number];
};
const plain = async () => {
  const { exitCode, output } = await federation.pulumi(INSTANCE, `pulumi preview --refresh --expect-no-changes -s ${INSTANCE}`);
  expect(exitCode, output).toBe(0);
};

/** What somebody gets at the instance's address. */
const visit = async (): Promise<{ status: number | undefined; retryAfter: string | undefined; page: string }> => {
  const ca = await readFile(join(federation.directory, 'certificates', 'authority.crt'), 'utf8');
  return new Promise((resolve, reject) => {
    get(federation.url(`lecture.mrc-demo.${federation.domain}`), { ca, agent: false }, (response) => {
      let page = '';
      response.setEncoding('utf8').on('data', (piece: string) => (page += piece));
      response.on('end', () => resolve({ status: response.statusCode, retryAfter: response.headers['retry-after'], page }));
    }).on('error', reject);
  });
};

/** Last on the demo, of which it takes an instance down. */
export function sleep(demo: () => Demo): void {
  beforeAll(async () => {
    ({ federation } = demo());
    await sql('CREATE TABLE kept (word text); INSERT INTO kept VALUES (\'là\')');
  });

  describe('an instance that sleeps', () => {
    let before: string[];

    it('has its containers stopped, not removed, the database last', async () => {
      before = await made();
      const told = await federation.chatiere('sleep', INSTANCE);
      expect(told).toMatch(/^mrc-demo\.miniflux : endormie en [\d,]+ s\.\n?$/);
      expect(await running()).toEqual(['false', 'false']);
      expect(await made()).toEqual(before);
      expect(Date.parse(await inspect('database', '{{.State.FinishedAt}}'))).toBeGreaterThanOrEqual(Date.parse(await inspect('app', '{{.State.FinishedAt}}')));
      // The database ended by itself, which is what the time to end is for.
      expect(await inspect('database', '{{.State.ExitCode}}')).toBe('0');
    });

    it('is said to be asleep, and is asleep already the second time', async () => {
      expect(await phase()).toMatchObject({ phase: 'asleep', health: 'unknown', sleep: { by: 'hand', wakesAt: null } });
      expect(await federation.chatiere('status', INSTANCE)).toContain('endormie');
      expect(await federation.chatiere('sleep', INSTANCE)).toContain('dort déjà');
    });

    it('gives its visitors a page that says so in both languages, and when to come back', async () => {
      await expect.poll(visit, { timeout: 30_000 }).toMatchObject({ status: 503, retryAfter: '900' });
      expect((await visit()).page).toMatch(/<h1>Cet espace est fermé pour l’instant<\/h1>[^]*<p lang="en-CA">This space is closed for now/);
    });

    it('is left asleep by up, which says so, looking at reality or not', async () => {
      for (const more of [[], ['--refresh']]) {
        const { exitCode, stdout, stderr } = await federation.attempt('up', INSTANCE, ...more);
        expect([exitCode, stderr.includes('dort')], stdout + stderr).toEqual([0, true]);
        expect(await running()).toEqual(['false', 'false']);
      }
    });

    it('is no difference to plain pulumi, which leaves it asleep', async () => {
      await plain();
      const { exitCode, output } = await federation.pulumi(INSTANCE, `pulumi up --refresh --yes --skip-preview -s ${INSTANCE}`);
      expect(exitCode, output).toBe(0);
      expect(await running()).toEqual(['false', 'false']);
      expect(await made()).toEqual(before);
      await plain();
    });

    it('keeps what the files change until it wakes', async () => {
      await federation.edit(`instances/${INSTANCE}.yaml`, ['access', 'organizations'], []);
      const result = lines(await federation.chatiere('up', INSTANCE, '--json')).at(-1) as { stacks: { stack: string; outcome: string }[] };
      expect(result.stacks.find(({ stack }) => stack === INSTANCE)?.outcome).toBe('asleep');
      expect(await running()).toEqual(['false', 'false']);
    });

    it('wakes healthy, with its data, its containers and what up left undone', async () => {
      const events = lines(await federation.chatiere('wake', INSTANCE, '--json'));
      expect(events.at(-1)).toMatchObject({ instances: [{ instance: INSTANCE, deed: 'woken', wakesAt: null }] });
      expect(events.find(({ kind, stack }) => kind === 'stack-finished' && stack === INSTANCE)).toMatchObject({ outcome: 'succeeded' });
      expect(await phase()).toMatchObject({ phase: 'running', health: 'healthy', sleep: null });
      expect(await sql('SELECT word FROM kept')).toBe('là');
      await expect.poll(async () => (await visit()).status, { timeout: 30_000 }).toBeLessThan(400);
      expect(await made()).toEqual(before);
      expect((await leftovers(federation.id)).filter((line) => line.includes('asleep'))).toEqual([]);
      await plain();
    });

    it('is not asleep any more: waking it again says so', async () => {
      expect(await federation.chatiere('wake', INSTANCE)).toContain('ne dort pas');
    });

    it('is told apart from one that somebody stopped, which up --refresh starts again', async () => {
      await execa('docker', ['stop', container('app'), container('database')]);
      expect(await phase()).toMatchObject({ phase: 'stopped', sleep: null });
      const { exitCode, stderr } = await federation.attempt('sleep', INSTANCE);
      expect([exitCode, stderr.includes('arrêtée, et pas par chatiere')]).toEqual([3, true]);
      await federation.chatiere('up', INSTANCE, '--refresh');
      expect(await phase()).toMatchObject({ phase: 'running', health: 'healthy' });
    });

    it('follows its schedule: asleep by night, awake and healthy by day, and nothing is done twice', async () => {
      await federation.edit(`instances/${INSTANCE}.yaml`, ['sleep'], { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '06:00' });
      const followed = async (now: DateTime) => (await due(openSession(federation.directory), { listen: () => undefined, signal: new AbortController().signal }, () => now.toMillis())).map(({ instance, deed }) => [instance, deed]);
      // By night of the day after tomorrow, so that its containers were started before.
      const night = DateTime.now().setZone('America/Toronto').plus({ days: 2 }).set({ hour: 23 });
      const day = night.plus({ hours: 12 });
      expect(await followed(night)).toEqual([[INSTANCE, 'slept']]);
      expect(await phase()).toMatchObject({ phase: 'asleep', sleep: { by: 'schedule', wakesAt: expect.stringMatching(/^\d{4}-.*Z$/) } });
      expect(await followed(night)).toEqual([]);
      await plain();
      expect(await followed(day)).toEqual([[INSTANCE, 'woken']]);
      expect(await phase()).toMatchObject({ phase: 'running', health: 'healthy', sleep: null });
      expect(await followed(day)).toEqual([]);
      await federation.chatiere('sleep', INSTANCE);
    });

    it('leaves nothing behind when it is taken down asleep', async () => {
      await federation.chatiere('down', INSTANCE);
      expect((await leftovers(federation.id)).filter((line) => line.includes('asleep'))).toEqual([]);
      const { exitCode, stderr } = await federation.attempt('wake', INSTANCE);
      expect([exitCode, stderr.includes('n’est pas en place')]).toEqual([3, true]);
    });
  });
}
