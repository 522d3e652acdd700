import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatiere } from './command.ts';
import { NEXTCLOUD, openUsageDemo, type UsageDemo } from './usage-demo.ts';

let demo: UsageDemo;
beforeEach(async () => void (demo = await openUsageDemo()));
afterEach(() => demo.close());

const run = (...args: string[]) => chatiere(['-C', demo.federation, ...args]);
interface Result {
  readonly instances: readonly { readonly counts: readonly { readonly id: string; readonly value: object }[] }[];
}
const json = async (...args: string[]) => JSON.parse((await run('usage', ...args, '--json')).stdout) as Result;

describe('a reading is kept for the day', () => {
  const file = () => join(demo.federation, 'state', 'usage', `${NEXTCLOUD}.json`);
  const count = async () => (await json(NEXTCLOUD)).instances[0]?.counts.find(({ id }) => id === 'active-day')?.value;
  beforeEach(() => mkdir(join(demo.federation, 'state')));

  it('the second one of a day asks nothing, and tells the first, to the public too', async () => {
    expect(await count()).toEqual({ shown: 'count', count: 12 });
    const before = demo.engine.executions.length;
    Object.assign(demo.answers, { day: '13' });
    expect(await count()).toEqual({ shown: 'count', count: 12 });
    expect((await json(NEXTCLOUD, '--public')).instances[0]?.counts[1]?.value).toEqual({ shown: 'count', count: 12 });
    expect(demo.engine.executions.length).toBe(before);
  });

  it('on another day it is counted anew', async () => {
    await count();
    await writeFile(file(), (await readFile(file(), 'utf8')).replace(/"at":"[^"]+"/, '"at":"2026-11-20T12:00:00.000Z"'));
    Object.assign(demo.answers, { day: '13' });
    expect(await count()).toEqual({ shown: 'count', count: 13 });
  });

  it.each([['what is no reading', '{"schema":1'], ['a reading of another release', '']])('instead of %s', async (_, content) => {
    await count();
    await writeFile(file(), content || (await readFile(file(), 'utf8')).replace('"release":"34.0.3-1"', '"release":"34.0.2-1"'));
    Object.assign(demo.answers, { day: '13' });
    expect(await count()).toEqual({ shown: 'count', count: 13 });
  });

  it('for its owner alone, and without a number that nobody may see', async () => {
    Object.assign(demo.answers, { members: '61', day: '3', week: '27', month: '59' });
    await count();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const kept = await readFile(file(), 'utf8');
    expect(kept).toContain('"count":61');
    expect(kept).not.toMatch(/"count":(3|59|2)\b/);
    expect(kept).not.toMatch(/psql|SELECT|@/);
  });

  it('but not where one of its counts failed: the next one asks again', async () => {
    Object.assign(demo.answers, { week: '-25' });
    await run('usage', NEXTCLOUD);
    Object.assign(demo.answers, { week: '25', day: '13' });
    expect(await count()).toEqual({ shown: 'count', count: 13 });
  });

  it('and forgotten once the organization does not agree any more', async () => {
    await count();
    await run('order', 'new', '--organization', 'mrc-demo', '--app', 'nextcloud=base', '--amends', 'cmd-2026-003', '--date', '2026-11-20', '--id', 'cmd-b', '--count-usage', 'off');
    await run('order', 'approve', 'cmd-b');
    expect((await json(NEXTCLOUD)).instances[0]).toMatchObject({ agreed: false, countedAt: null, counts: [] });
    await expect(readFile(file())).rejects.toThrow('ENOENT');
  });
});
