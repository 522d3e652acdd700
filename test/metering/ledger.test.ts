import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatiereError, ExitCode, type Problem } from '../../modules/kernel/index.ts';
import { openBeside, openLedger } from '../../modules/metering/ledger.ts';
import { addWallReading, wallReadings } from '../../modules/metering/ledger-wall.ts';
import { FakeHost, idOf } from './fake-host.ts';
import { meter, MeterProcess } from './meter-process.ts';

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const START = 1_795_000_000;
let [folder, path] = ['', ''];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-ledger-'));
  path = join(folder, 'ledger.db');
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

function refusal(act: () => unknown): Problem & { readonly exitCode: number } {
  try {
    act();
  } catch (error) {
    if (error instanceof ChatiereError && error.problems[0]) return { ...error.problems[0], exitCode: error.exitCode };
    throw error;
  }
  throw new Error('nothing was refused');
}
const open = (host = 'serveur-1') => openLedger(path, host, 'demo--serveur-1--meter (serveur-1, pid 1)');
const made = (): void => open().close();

describe('a ledger', () => {
  it('is made once, and opened again', () => {
    made();
    const first = readFileSync(path);
    made();
    expect(readFileSync(path).subarray(0, 16)).toEqual(first.subarray(0, 16));
  });

  it('has one writer: a second is refused, and told who the first is', () => {
    const first = open();
    expect(refusal(open)).toMatchObject({ code: 'ledger-held', exitCode: ExitCode.locked, where: { file: path }, given: 'demo--serveur-1--meter (serveur-1, pid 1)' });
    first.close();
    made();
  });

  it.each<[string, () => void, string]>([
    ['cut off in the middle', () => truncateSync(path, 4096 * 3 + 100), 'ledger-damaged'],
    ['cut off at a page', () => truncateSync(path, 4096 * 4), 'ledger-damaged'],
    ['cut off in its header', () => truncateSync(path, 50), 'ledger-damaged'],
    ['emptied', () => truncateSync(path, 0), 'ledger-damaged'],
    ['overwritten with something else', () => writeFileSync(path, 'not a ledger'.repeat(1000)), 'ledger-damaged'],
    ['another program’s database', () => { rmSync(path); new DatabaseSync(path).exec('CREATE TABLE x (y)'); }, 'ledger-foreign'],
    ['of a later version', () => new DatabaseSync(path).exec('PRAGMA user_version = 99'), 'ledger-foreign'],
  ])('%s is refused, and left as it was found', (_, spoil, code) => {
    made();
    spoil();
    const [before] = [readFileSync(path)];
    expect(refusal(open)).toMatchObject({ code, exitCode: ExitCode.refused, where: { file: path }, next: { fr: expect.stringContaining('mettre de côté') as string } });
    expect(readFileSync(path).equals(before)).toBe(true);
    // Put aside, even without what lies beside it, another one begins.
    rmSync(path);
    made();
    const begun = openBeside(path);
    expect(begun.database.prepare('SELECT count(*) AS count FROM host').get()).toEqual({ count: 1 });
    begun.close();
  });

  it('of another host is refused', () => {
    made();
    expect(refusal(() => open('serveur-2'))).toMatchObject({ code: 'ledger-foreign', given: 'serveur-1', allowed: { fr: 'le registre du serveur « serveur-2 »' } });
  });

  it('that is not there cannot be read', () => {
    expect(refusal(() => openBeside(path))).toMatchObject({ code: 'no-ledger', where: { file: path } });
  });

  it('a killed beginning leaves no half ledger', () => {
    writeFileSync(`${path}.new`, 'half');
    made();
    expect(() => openBeside(path).close()).not.toThrow();
  });
});

describe('the meter as a program', () => {
  const host = new FakeHost();
  const args = (): string[] => ['--ledger', path, ...host.arguments];
  beforeEach(() => {
    host.start(idOf('a'));
    host.write();
  });
  afterAll(() => host.remove());

  it('a second one on the ledger ends with code 4 and names the first', async () => {
    const first = new MeterProcess([...args(), '--holder', 'demo--serveur-1--meter']);
    await first.sample(START);
    const second = new MeterProcess(args());
    expect(await second.answer()).toBeUndefined();
    expect(await second.end()).toBe(4);
    expect(second.errors).toMatch(/ledger\.db: un autre compteur écrit déjà dans ce registre.*\n {2}valeur donnée : "demo--serveur-1--meter \(.*, pid \d+\)"\n {2}à faire : n’en laisser qu’un par serveur/);
    expect(await first.sample(START + 1)).toMatchObject({ written: true });
    expect(await first.end()).toBe(0);
  });

  it('with a ledger that it may not write says so', async () => {
    made();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    // Root may write what nobody may.
    chmodSync(host.folder, 0o755);
    const refused = new MeterProcess([...args(), ...(process.getuid?.() === 0 ? ['--user', '65534'] : [])]);
    expect(await refused.end()).toBe(3);
    expect(refused.errors).toContain('le registre du compteur ne peut pas être écrit');
  });

  it('on a disk that is full goes on trying, and loses nothing', async () => {
    made();
    // Files of this process may not grow beyond this; the signal for it is ignored, so that writing fails as on a full disk.
    const meterOnFullDisk = new MeterProcess(args(), { prefix: ['sh', '-c', `trap '' XFSZ; ulimit -f 1000; exec "$@"`, 'sh'] });
    let wall = START;
    let answer = await meterOnFullDisk.sample(wall);
    for (let count = 0; answer.written && count < 500; count += 1) {
      host.advance(1);
      host.write();
      wall += 1;
      answer = await meterOnFullDisk.sample(wall);
    }
    expect(answer.written).toBe(false);
    expect(meterOnFullDisk.log.filter(({ level }) => level === 'error')).toEqual([expect.objectContaining({ event: 'ledger-no-room' })]);
    expect(await meterOnFullDisk.end()).toBe(0);
    const { lines } = meter('read', '--ledger', path);
    expect(lines.length).toBeGreaterThan(3);
    const after = new MeterProcess(args());
    expect(await after.sample(wall + 1)).toMatchObject({ written: true });
    await after.end();
    const seconds = meter('read', '--ledger', path).lines.reduce((total, line) => total + (line['seconds'] as number), 0);
    expect(seconds).toBeCloseTo(wall - START, 6);
  });

  it.each([
    ['no command', [], 'command'],
    ['an unknown command', ['eat'], 'command'],
    ['an unknown option', ['run', '--hots', 'x'], ''],
    ['no host', ['run'], 'host'],
    ['an address that others could reach', ['run', '--host', 'a', '--federation', 'b', '--listen', '0.0.0.0:9477'], 'listen'],
    ['a time without a zone', ['read', '--from', '2026-11-25'], 'from'],
    ['a trigger that is none', ['run', '--host', 'a', '--federation', 'b', '--trigger', 'cron'], 'trigger'],
  ])('%s ends with code 2', (_, words, field) => {
    const { status, errors } = meter(...words);
    expect(status).toBe(2);
    expect(errors).toContain(`${field === '' ? '' : `${field}: `}ligne de commande du compteur mal formée`);
  });

  it('without control groups refuses to run, a load average notwithstanding', () => {
    const { status, errors } = meter('run', '--host', 'serveur-1', '--federation', 'demo', '--ledger', path, '--cgroup', folder, '--language', 'en');
    expect(status).toBe(3);
    expect(errors).toContain('this folder holds no control groups');
  });
});

describe('readings of a wall meter', () => {
  const enter = (...words: string[]) => meter('wall', '--ledger', path, ...words);
  const reading = (joules: number, from: number, to: number): string[] => ['--joules', String(joules), '--from', String(from), '--to', String(to)];

  it('are entered and read beside a meter at work', () => {
    const ledger = open();
    expect(enter(...reading(3.6e6, START - 7200, START - 3600))).toMatchObject({ status: 0, errors: '' });
    expect(enter('--joules', '7.2e6', '--from', new Date((START - 3600) * 1000).toISOString(), '--to', String(START))).toMatchObject({ status: 0 });
    expect(meter('walls', '--ledger', path, '--from', String(START - 3000)).lines).toEqual([{ from: START - 3600, to: START, joules: 7.2e6 }]);
    ledger.close();
  });

  it('do not cover a time twice, unless they replace', () => {
    made();
    const ledger = openBeside(path, { write: true });
    addWallReading(ledger, { from: 0, to: 3600, joules: 1 }, 1e6);
    expect(refusal(() => addWallReading(ledger, { from: 1800, to: 5400, joules: 1 }, 1e6))).toMatchObject({ code: 'wall-overlap', allowed: { en: 'outside 1970-01-01T00:00:00.000Z – 1970-01-01T01:00:00.000Z' } });
    expect(wallReadings(ledger, ALWAYS)).toHaveLength(1);
    addWallReading(ledger, { from: 1800, to: 5400, joules: 2 }, 1e6, { replace: true });
    expect(wallReadings(ledger, ALWAYS)).toEqual([{ from: 1800, to: 5400, joules: 2 }]);
    ledger.close();
  });

  it.each([
    ['negative', { from: 0, to: 3600, joules: -1 }],
    ['not a number', { from: 0, to: 3600, joules: Number.NaN }],
    ['backwards', { from: 3600, to: 0, joules: 1 }],
    ['of no time', { from: 3600, to: 3600, joules: 1 }],
    ['of the future', { from: 0, to: 2e6, joules: 1 }],
    ['more than a machine room', { from: 0, to: 3600, joules: 3.6e9 }],
  ])('%s are refused', (_, impossible) => {
    made();
    const ledger = openBeside(path, { write: true });
    expect(refusal(() => addWallReading(ledger, impossible, 1e6)).code).toBe('wall-reading');
    expect(wallReadings(ledger, ALWAYS)).toEqual([]);
    ledger.close();
  });

  it('need all three words', () => {
    made();
    expect(enter('--joules', '1', '--from', '0')).toMatchObject({ status: 2 });
  });
});

it('a copy of a ledger can be read anywhere', () => {
  made();
  const copy = join(folder, 'copy.db');
  copyFileSync(path, copy);
  expect(meter('gaps', '--ledger', copy)).toMatchObject({ status: 0, lines: [] });
});
