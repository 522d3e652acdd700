import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployed, Ground, Observer, Outside } from './ground.ts';

/** What every target must do. Each test builds on those before it. Where nothing runs, what needs a running container is skipped by its name. */
export function conformance(target: string, ground: Ground): void {
  const inside = it.skipIf(!ground.runs);
  /** Where nothing runs, nothing starts. */
  const once = ground.runs ? 1 : 0;

  describe(`${target} target`, () => {
    let one: Deployed;
    let other: Deployed;
    let outside: Outside;
    const startsOf = async (): Promise<number> => (ground.runs ? starts(one) : 0);
    /** Where pictures lie: as long as a deployment may ask for them again. */
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chatiere-pictures-'));
      [one, other, outside] = await Promise.all([ground.deploy('notes'), ground.deploy('autres'), ground.outside()]);
      expect(await one.up()).toMatchObject({ exitCode: 0 });
      expect(await other.up()).toMatchObject({ exitCode: 0 });
    });
    afterAll(async () => {
      await Promise.all([one, other, outside].map((each) => each?.dispose()));
      await rm(folder, { recursive: true });
    });

    it('a second look finds nothing to do', async () => {
      expect(await one.steady()).toMatchObject({ exitCode: 0 });
    });

    it('confines every service and job', async () => {
      for (const part of ['store', 'prepare', 'page']) {
        expect(await one.observer.confinement(part), part).toMatchObject({
          readOnlyRoot: true,
          privileged: false,
          newPrivileges: false,
          addedCapabilities: [],
          droppedCapabilities: ['ALL'],
          memoryBytes: 64 * 1024 ** 2,
          swapBytes: 64 * 1024 ** 2,
        });
      }
      expect(await one.observer.confinement('page')).toMatchObject({ user: '1000:1000', restarts: true });
      expect(await one.observer.confinement('prepare')).toMatchObject({ restarts: false });
    });

    inside('confines what runs', async () => {
      expect((await one.observer.run('page', 'sh', '-c', 'echo x > /x')).exitCode).not.toBe(0);
      expect((await one.observer.run('page', 'sh', '-c', 'grep CapEff /proc/self/status')).output).toMatch(/CapEff:\s*0+$/);
    });

    it('starts in order: health, then the job, then what waits for it', async () => {
      const { observer } = one;
      expect(await observer.healthy('store')).toBe(true);
      expect(await observer.healthy('page')).toBe(true);
      // Not strictly: a cluster counts in seconds.
      expect(await observer.startedAt('prepare')).toBeGreaterThanOrEqual(await observer.startedAt('store'));
      expect(await observer.startedAt('page')).toBeGreaterThanOrEqual((await observer.finishedAt('prepare')) ?? Infinity);
    });

    inside('a service finds its neighbours by name, and the host by the public names', async () => {
      expect(await fetches(one.observer, 'page', 'store')).toBe(true);
      expect((await one.observer.run('store', 'cat', '/etc/hosts')).output).toMatch(/^\d+\.\d+\.\d+\.\d+\s+connexion\.essai\.test$/m);
    });

    inside('only what may reach outside does', async () => {
      expect(await fetches(one.observer, 'page', outside.address)).toBe(true);
      expect(await fetches(one.observer, 'store', outside.address)).toBe(false);
    });

    inside('no workload reaches another', async () => {
      const reached = await Promise.all(
        ['store', 'page'].flatMap((from) => ['store', 'page'].map(async (to) => {
          const addresses = await one.observer.addresses(to);
          const answers = await Promise.all(addresses.map((address) => fetches(other.observer, from, address)));
          return addresses.map((address, index) => `${from} -> ${to} ${address}: ${answers[index]}`);
        })),
      );
      expect(reached.flat().length).toBeGreaterThanOrEqual(6);
      expect(reached.flat().filter((line) => line.endsWith('true'))).toEqual([]);
    });

    inside('hands secrets as files, to their service alone, read-only, and a person in the container may read them', async () => {
      const { observer } = one;
      const [, password] = one.secrets(1);
      expect((await observer.run('store', 'cat', '/run/secrets/password')).output).toBe(password);
      expect((await observer.run('page', 'cat', '/run/secrets/url')).output).toBe(`store://notes:${password}@store`);
      expect((await observer.run('page', 'ls', '/run/secrets')).output).toBe('url');
      expect((await observer.run('store', 'sh', '-c', 'echo x > /run/secrets/password')).exitCode).not.toBe(0);
    });

    inside('hands configs as files, with facts filled in', async () => {
      expect((await one.observer.run('page', 'wget', '-q', '-O', '-', 'http://127.0.0.1:8080/')).output).toBe('<p>bonjour</p>');
      expect((await one.observer.run('page', 'cat', '/srv/authority.pem')).output).toBe('PEM');
      expect((await one.observer.run('page', 'wc', '-c', '/srv/logo.png')).output, 'a picture that nobody gives').toBe('0 /srv/logo.png');
    });

    it('no secret stands in what administrators see or in the state', async () => {
      const seen = await Promise.all(['store', 'prepare', 'page'].map(async (part) => (await one.observer.confinement(part)).description));
      for (const canary of one.secrets(1)) for (const text of [...seen, await one.state()]) expect(text).not.toContain(canary);
    });

    it('a changed config replaces its reader alone', async () => {
      const before = await identities(one);
      expect(await one.up({ greeting: 'bonsoir' })).toMatchObject({ exitCode: 0 });
      const after = await identities(one);
      expect(after.store).toBe(before.store);
      expect(after.page).not.toBe(before.page);
    });

    inside('with what it now holds', async () => {
      expect((await one.observer.run('page', 'wget', '-q', '-O', '-', 'http://127.0.0.1:8080/')).output).toBe('<p>bonsoir</p>');
    });

    it('the largest picture arrives byte for byte and replaces its reader alone', async () => {
      const bytes = randomBytes(ground.picture.bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await writeFile(join(folder, 'logo.png'), bytes);
      const before = await identities(one);
      expect(await one.up({ picture: { path: join(folder, 'logo.png'), sha256 } })).toMatchObject({ exitCode: 0 });
      const after = await identities(one);
      expect(after.store).toBe(before.store);
      expect(after.page).not.toBe(before.page);
      expect(await one.observer.digestOf('page', '/srv/logo.png')).toBe(sha256);
      expect((await one.state()).length).toBeLessThan(ground.picture.stateBytes);
      expect(await one.steady()).toMatchObject({ exitCode: 0 });

      await cp(join(folder, 'logo.png'), join(folder, 'ailleurs.png'));
      await rm(join(folder, 'logo.png'));
      expect(await one.up({ picture: { path: join(folder, 'ailleurs.png'), sha256 } })).toMatchObject({ exitCode: 0 });
      expect(await identities(one), 'only moved').toEqual(after);
      expect(await one.observer.digestOf('page', '/srv/logo.png')).toBe(sha256);
    });

    it('a risen generation replaces its readers', async () => {
      const before = await identities(one);
      expect(await one.up({ generation: 2 })).toMatchObject({ exitCode: 0 });
      const after = await identities(one);
      expect(after.store).not.toBe(before.store);
      expect(after.page).not.toBe(before.page);
    });

    inside('and gives another secret; data survive', async () => {
      const { output } = await one.observer.run('store', 'cat', '/run/secrets/password');
      expect(output).toBe(one.secrets(2)[1]);
      expect(output).not.toBe(one.secrets(1)[1]);
      expect(await starts(one)).toBeGreaterThan(1);
    });

    it('a changed health check takes effect', async () => {
      const before = await identities(one);
      expect(await one.up({ probeSeconds: 2 })).toMatchObject({ exitCode: 0 });
      expect((await identities(one)).store).not.toBe(before.store);
    });

    it('a failing job fails the update with its last lines, and what waits for it stays as it was', async () => {
      const before = await identities(one);
      const { exitCode, output } = await one.up({ exit: 3, says: 'la table manque', trigger: 'second' });
      expect(exitCode).not.toBe(0);
      expect(output).toContain(ground.says.failed);
      expect(output).toContain('la table manque');
      expect(await identities(one)).toMatchObject({ page: before.page, store: before.store });
    });

    it('and runs again on the next update, though nothing changed', async () => {
      const before = await one.observer.startedAt('prepare');
      expect((await one.up()).exitCode).not.toBe(0);
      expect(await one.observer.startedAt('prepare')).toBeGreaterThan(before);
    });

    it('a job that takes too long is stopped', async () => {
      const { exitCode, output } = await one.up({ exit: 0, sleeps: 600, timeLimit: 2 });
      expect(exitCode).not.toBe(0);
      expect(output).toContain(ground.says.late);
      expect(await one.observer.finishedAt('prepare')).toBeDefined();
    });

    it('a job that succeeds does not run again', async () => {
      expect(await one.up({ sleeps: 0, timeLimit: 20, says: 'done' })).toMatchObject({ exitCode: 0 });
      const before = await one.observer.startedAt('prepare');
      expect(await one.up()).toMatchObject({ exitCode: 0 });
      expect(await one.observer.startedAt('prepare'), 'nothing changed').toBe(before);
      expect(await one.up({ timeLimit: 40 })).toMatchObject({ exitCode: 0 });
      expect(await one.observer.startedAt('prepare'), 'only its limit changed').toBe(before);
      expect(await one.steady()).toMatchObject({ exitCode: 0 });
    });

    it('what vanished comes back at a look at reality, on its data', async () => {
      const before = await startsOf();
      await one.observer.vanish('store');
      expect(await one.up({}, '--refresh')).toMatchObject({ exitCode: 0 });
      expect(await one.observer.healthy('store')).toBe(true);
      expect(await startsOf()).toBe(before + once);
    });

    it('ends without its data, which the next deployment finds again', async () => {
      const before = await startsOf();
      expect(await one.down()).toMatchObject({ exitCode: 0 });
      await expect(one.observer.identity('store')).rejects.toThrow();
      expect(await one.observer.data()).toHaveLength(1);
      expect(await one.up()).toMatchObject({ exitCode: 0 });
      expect(await startsOf()).toBe(before + once);
    });
  });
}

const fetches = async ({ run }: Observer, from: string, host: string): Promise<boolean> =>
  (await run(from, 'wget', '-T', '3', '-q', '-O', '/dev/null', `http://${host}:8080/starts`)).exitCode === 0 ||
  (await run(from, 'wget', '-T', '3', '-q', '-O', '/dev/null', `http://${host}:8080/`)).exitCode === 0;

const identities = async ({ observer }: Deployed): Promise<{ store: string; page: string }> => ({ store: await observer.identity('store'), page: await observer.identity('page') });

/** How often the store has started on its data. */
const starts = async ({ observer }: Deployed): Promise<number> => (await observer.run('store', 'cat', '/data/starts')).output.split('\n').length;
