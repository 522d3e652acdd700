import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheFolder, ensureEntry, entryPath, findEntry, forgetRefusals, isRefused, rememberRefusal, withLock } from '../../modules/engine/cache/index.ts';

const entry = { name: 'thing', key: 'k1' };
const build = (...words: string[]) => execa(process.execPath, ['--no-warnings', join(import.meta.dirname, 'build-entry.ts'), cache, ...words], { reject: false });
const leftovers = () => readdirSync(cache).filter((name) => name.includes('.partial-'));
let cache = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'chatiere-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe('the cache folder', () => {
  it('follows XDG_CACHE_HOME when that is absolute, else lies below the home folder', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/c', HOME: '/home/a' })).toBe('/var/c/chatiere');
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative', HOME: '/home/a' })).toBe('/home/a/.cache/chatiere');
    expect(cacheFolder({ HOME: '/home/a' })).toBe('/home/a/.cache/chatiere');
  });
});

describe('an entry', () => {
  it('is built once for two processes that ask at once', async () => {
    const answers = await Promise.all([build(), build()]);
    expect(answers.map(({ stdout }) => stdout)).toEqual([entryPath(entry, cache), entryPath(entry, cache)]);
    expect(readFileSync(join(cache, 'builds'), 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('whose build is killed half-way is not there, and the next one builds it', async () => {
    const killed = build('hang');
    await vi.waitUntil(() => existsSync(cache) && leftovers().some((name) => existsSync(join(cache, name, 'half'))), { timeout: 20_000, interval: 50 });
    killed.kill('SIGKILL');
    await killed;
    expect(findEntry(entry, cache)).toBeUndefined();
    expect(leftovers()).toHaveLength(1);

    const next = await build();
    expect(next.stdout).toBe(entryPath(entry, cache));
    expect(readFileSync(join(next.stdout, 'whole'), 'utf8')).toBe(readFileSync(join(next.stdout, 'half'), 'utf8'));
    expect(leftovers()).toEqual([]);
  });

  it('whose build fails leaves nothing and passes the error on', async () => {
    const failing = ensureEntry(entry, () => Promise.reject(new Error('no space')), { cache });
    await expect(failing).rejects.toThrow('no space');
    expect(findEntry(entry, cache)).toBeUndefined();
    expect(leftovers()).toEqual([]);
  });

  it('is another one under another key', () => {
    mkdirSync(entryPath(entry, cache), { recursive: true });
    expect(findEntry(entry, cache)).toBe(entryPath(entry, cache));
    expect(findEntry({ name: 'thing', key: 'k2' }, cache)).toBeUndefined();
  });
});

describe('a lock', () => {
  it('tells once that it waits, and lets one in at a time', async () => {
    const order: string[] = [];
    const waiting = vi.fn();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const first = withLock('one', async () => {
      order.push('first in');
      await held;
      order.push('first out');
    }, { cache });
    await vi.waitUntil(() => order.length === 1);
    const second = withLock('one', async () => void order.push('second in'), { cache, waiting });
    await vi.waitUntil(() => waiting.mock.calls.length > 0);
    letGo();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(waiting).toHaveBeenCalledOnce();
  });
});

describe('a refused download', () => {
  const day = 24 * 60 * 60 * 1000;
  it('is remembered for a day, and forgotten on request', async () => {
    const now = new Date('2026-01-01T12:00:00Z');
    await rememberRefusal('thing', 'no such host', cache, now);
    expect(await isRefused('thing', cache, new Date(now.getTime() + day - 1))).toBe(true);
    expect(await isRefused('thing', cache, new Date(now.getTime() + day))).toBe(false);
    expect(await isRefused('other', cache, now)).toBe(false);
    await forgetRefusals(cache);
    expect(await isRefused('thing', cache, now)).toBe(false);
  });
});
