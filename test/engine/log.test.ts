import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEvent } from '../../modules/engine/event.ts';
import { runFailure } from '../../modules/engine/failure.ts';
import { openLog, usualSeconds } from '../../modules/engine/log.ts';
import { renderProblem } from '../../modules/kernel/index.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-log-'));
  file = join(folder, 'logs', 'a.b.log');
});
afterEach(() => rm(folder, { recursive: true }));

const readAll = async (): Promise<string> => (await Promise.all((await readdir(join(folder, 'logs'))).map((name) => readFile(join(folder, 'logs', name), 'utf8')))).join('');
const lines = (content: string) => content.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a log', () => {
  it('is the owner’s, and one JSON object a line', async () => {
    const log = openLog(file);
    log.info({ operation: 'up', seconds: 3 }, 'succeeded');
    log.close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(lines(await readFile(file, 'utf8'))).toEqual([expect.objectContaining({ msg: 'succeeded', operation: 'up', pid: process.pid })]);
    expect(usualSeconds(file, 'up')).toBe(3);
  });

  it('never holds a secret, wherever it was planted', async () => {
    const canaries = fc.stringMatching(/^[A-Za-z0-9]{20,43}$/).filter((word) => /\d/.test(word));
    const plant = canaries.chain((canary) => fc.constantFrom<object>(
      { a: { b: { c: { password: canary } } } }, { list: [{ deep: [[`token=${canary}`]] }] }, { urn: `postgres://u:${canary}@db/x` }, { secret: [canary, { x: canary }] }, { err: new Error(`Authorization: Bearer ${canary}`) },
    ).map((fields) => ({ canary, fields })));
    const planted = fc.sample(plant, 200);
    const log = openLog(file);
    for (const { canary, fields } of planted) {
      log.error(fields, `env PASSWORD=${canary}`);
      log.event({ kind: 'diagnostic', severity: 'error', urn: undefined, message: `failed: {"clientSecret":"${canary}"}` });
    }
    log.close();
    const content = await readAll();
    expect(lines(content)).toHaveLength(400);
    expect(planted.filter(({ canary }) => content.includes(canary))).toEqual([]);
  });

  it('rolls over when it is full, keeps three, and still knows how long the last time took', async () => {
    const rotation = { bytes: 2000, kept: 3 };
    const log = openLog(file, rotation);
    for (let number = 0; number < 100; number++) log.info({ operation: 'up', seconds: number, number }, number === 97 ? 'succeeded' : 'x'.repeat(80));
    log.close();
    expect((await readdir(join(folder, 'logs'))).toSorted()).toEqual(['a.b.log', 'a.b.log.1', 'a.b.log.2', 'a.b.log.3']);
    for (const name of await readdir(join(folder, 'logs'))) {
      const { size, mode } = await stat(join(folder, 'logs', name));
      expect([size < rotation.bytes + 300, mode & 0o777]).toEqual([true, 0o600]);
    }
    const numbers = (await Promise.all(['.3', '.2', '.1', ''].map((end) => readFile(`${file}${end}`, 'utf8')))).flatMap(lines).map(({ number }) => number as number);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 100 - numbers.length + index));
    await writeFile(file, 'x'.repeat(2000));
    openLog(file, rotation).close();
    expect((await stat(file)).size).toBe(0);
    expect(usualSeconds(file, 'up')).toBeUndefined();
  });

  it('finds the usual time in the log before', async () => {
    const log = openLog(file);
    log.info({ operation: 'up', seconds: 7 }, 'succeeded');
    log.close();
    openLog(file, { bytes: 10, kept: 3 }).close();
    expect(usualSeconds(file, 'up')).toBe(7);
  });
});

it('an error quotes the provider without its secrets, even where the quote is cut', () => {
  const body = 'A1b2'.repeat(16);
  const message = `cannot start: DB_PASSWORD=hunter2x\n-----BEGIN PRIVATE KEY-----\n${`${body}\n`.repeat(30)}-----END PRIVATE KEY-----\nsee https://u:p4ssw0rd@x.test/`;
  const event = parseEvent(JSON.stringify({ diagnosticEvent: { severity: 'error', message } }));
  if (event?.kind !== 'diagnostic') throw new Error('no diagnostic');
  for (const failure of [{ diagnostics: [event], stderr: '' }, { diagnostics: [], stderr: message }]) {
    const words = runFailure({ operation: 'up', stack: 'a.b', log: 'a.log', passphrase: 'private/passphrase', ...failure }).problems.map((problem) => renderProblem(problem, 'fr')).join('\n');
    for (const secret of ['hunter2x', body, 'p4ssw0rd']) expect(words).not.toContain(secret);
    expect(words).toContain('  > cannot start: DB_PASSWORD=•••');
  }
});
