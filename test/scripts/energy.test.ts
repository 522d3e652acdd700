import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { JsonLine } from '../../modules/engine/index.ts';
import { label } from '../../modules/kernel/index.ts';
import { EnergyReport } from '../../modules/metering/index.ts';
import { hoursFrom, recordedHour, type Recording } from '../metering/recorded.ts';
import { chatiere } from './command.ts';
import { MeterEngine } from './meter-engine.ts';
import { type MeteredDemo, openMeteredDemo } from './metered-demo.ts';

/** Midnight in Québec. */
const DAY = Date.parse('2026-11-20T05:00:00Z') / 1000;
const PERIOD = ['--from', '2026-11-20', '--to', '2026-11-22'];

let demo: MeteredDemo;
let federation: string;
let recording: Recording;
let asked: readonly string[];
let engine: MeterEngine;
beforeEach(async () => {
  demo = await openMeteredDemo(hoursFrom('serveur-1', DAY, 48));
  ({ directory: federation, recording, asked, engine } = demo);
});
afterEach(() => demo.close());

const run = (args: readonly string[], LANG = 'fr_CA.UTF-8') => chatiere(args, { cwd: federation, environment: { LANG } });
const json = async (args: readonly string[]) => {
  const { stdout, stderr, exitCode } = await run([...args, '--json']);
  expect(stderr).toBe('');
  return { exitCode, line: JsonLine.parse(JSON.parse(stdout)) as Record<string, unknown> };
};
const reportOf = async (args: readonly string[]): Promise<EnergyReport> => EnergyReport.parse((await json(['energy', ...args])).line['energy']);

describe('chatiere energy', () => {
  it('asks the meter of each host by its labels, through its engine, and gives a report that fits its schema', async () => {
    const { line, exitCode } = await json(['energy', ...PERIOD]);
    const report = EnergyReport.parse(line['energy']);
    expect(exitCode).toBe(0);
    expect(report).toEqual(line['energy']);
    expect(report.federation.energy?.value).toBeGreaterThan(1);
    expect(report.instances.map(({ id }) => id)).toEqual(['mrc-demo.miniflux', 'village-demo.miniflux']);
    expect(engine.filters[0]).toEqual({ label: [`${label.federation}=demo`, `${label.host}=serveur-1`, `${label.provides}=meter`, `${label.role}=service`], status: ['running'] });
    expect(asked.map((words) => words.split(' ').slice(0, 3).join(' '))).toEqual(['serveur-1 walls --from', 'serveur-1 read --by', 'serveur-1 gaps --from']);
  });

  it('prints a table in both languages', async () => {
    for (const LANG of ['fr_CA.UTF-8', 'en_CA.UTF-8']) {
      const { stdout, stderr, exitCode } = await run(['energy', ...PERIOD], LANG);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      expect(stdout).toMatchSnapshot();
    }
  });

  it('says of a host how all of it adds up, and of an instance what its energy is made of', async () => {
    const { stdout } = await run(['energy', 'serveur-1', 'mrc-demo.miniflux', ...PERIOD]);
    expect(stdout).toMatchSnapshot();
    const report = await reportOf(['mrc-demo.miniflux', ...PERIOD]);
    expect([report.instances.length, report.hosts.length, report.operators.length]).toEqual([1, 0, 0]);
  });

  it('without a running meter gives no figure, says what to do, and exits with 1', async () => {
    engine.running = false;
    const { stdout, exitCode } = await run(['energy', ...PERIOD]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('serveur-1  pas de relevé');
    expect(stdout).toContain('serveur serveur-1 : pas de relevé, son compteur ne tourne pas → lancer « chatiere up host.serveur-1 »');
    expect(stdout).not.toMatch(/\d (k?Wh|g)\b/);
  });

  it('of a host whose file lists no meter says how to add it', async () => {
    engine.running = false;
    const file = join(federation, 'hosts', 'serveur-1.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/\n {2}meter: .*/, ''));
    expect((await run(['energy', ...PERIOD])).stdout).toContain('il n’a pas de compteur → y ajouter « meter: » et sa version');
  });

  it('of an engine that does not answer says so', async () => {
    await engine.stop();
    const { stdout, exitCode } = await run(['energy', ...PERIOD], 'en');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('the Docker engine does not answer (ECONNREFUSED)');
    engine = await new MeterEngine('serveur-1', async () => undefined).start();
  });

  it.each([
    ['a period twice', ['energy', '--period', 'mois', '--from', '2026-11-01'], 'period-twice'],
    ['an end without a beginning', ['energy', '--to', '2026-11-01'], 'period-twice'],
    ['an unknown period', ['energy', '--period', 'hier'], 'period'],
    ['a period upside down', ['energy', '--from', '2026-11-02', '--to', '2026-11-01'], 'period-order'],
    ['a date that is none', ['energy', '--from', '2026-02-30'], 'moment'],
    ['a name of nothing', ['energy', 'rien'], 'unknown-name'],
  ])('refuses %s', async (_, args, code) => {
    const { stdout, stderr, exitCode } = await run([...args, '--json']);
    expect({ stdout, exitCode, line: JSON.parse(stderr) }).toMatchObject({ stdout: '', exitCode: 2, line: { problems: [{ code }] } });
    expect(asked).toEqual([]);
  });
});

describe('chatiere energy read', () => {
  const read = (kwh: string, from = '2026-11-20', to = '2026-11-22', ...more: string[]) => ['energy', 'read', '--kwh', kwh, '--from', from, '--to', to, ...more];

  it('enters the reading in the host’s ledger, and says what changes', async () => {
    const { stdout, stderr, exitCode } = await run(read('4,2'));
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatchSnapshot();
    expect(recording.walls).toEqual([{ from: DAY, to: DAY + 172_800, joules: 4.2 * 3.6e6 }]);
    const { energy } = (await reportOf(PERIOD)).federation;
    expect(energy?.value).toBeCloseTo(4.2, 9);
    expect(energy?.class).toBe('A');
  });

  it('of two days gives each of them what the model gives it of both, whichever is asked for', async () => {
    const days = async () => Promise.all([['2026-11-20', '2026-11-21'], ['2026-11-21', '2026-11-22']].map(async ([from = '', to = '']) => (await reportOf(['--from', from, '--to', to])).federation.energy?.value ?? 0));
    const [first = 0, second = 0] = await days();
    await run(read('4.2'));
    const [one = 0, other = 0] = await days();
    expect(one + other).toBeCloseTo(4.2, 9);
    expect(one / other).toBeCloseTo(first / second, 9);
    expect(first / second).not.toBeCloseTo(1, 3);
  });

  it('refuses what would count twice, in the meter’s words, unless it replaces', async () => {
    await run(read('4.2'));
    const { stdout, stderr, exitCode } = await run(read('5', '2026-11-21T12:00', '2026-11-21T13:00'));
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toContain('  > un relevé couvre déjà une partie de ce temps, qui compterait deux fois');
    expect(recording.walls).toHaveLength(1);
    expect((await json(read('5', '2026-11-20', '2026-11-22', '--replace'))).line).toMatchObject({ host: 'serveur-1', kilowattHours: 5, before: { class: 'A' }, after: { class: 'A' } });
    expect(recording.walls).toHaveLength(1);
  });

  it.each([
    ['nothing', read('0')],
    ['less than nothing', ['energy', 'read', '--kwh=-4', '--from', '2026-11-20', '--to', '2026-11-22']],
    ['words', read('beaucoup')],
    ['no energy', ['energy', 'read', '--from', '2026-11-20', '--to', '2026-11-22']],
    ['no end', ['energy', 'read', '--kwh', '4', '--from', '2026-11-20']],
    ['an end before its beginning', read('4', '2026-11-22', '2026-11-20')],
    ['an option of another verb', read('4', '2026-11-20', '2026-11-22', '--period', 'mois')],
    ['an unknown host', read('4', '2026-11-20', '2026-11-22', '--host', 'serveur-9')],
  ])('refuses %s, and enters nothing', async (_, args) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).not.toBe('');
    expect(recording.walls).toEqual([]);
  });

  it('enters nothing where no meter runs', async () => {
    engine.running = false;
    const { stderr, exitCode } = await run(read('4'));
    expect(exitCode).toBe(3);
    expect(stderr).toContain('chatiere up host.serveur-1');
  });
});

describe('chatiere dashboard', () => {
  it('--once writes the pages of a period to a folder', async () => {
    const { stdout, stderr, exitCode } = await run(['dashboard', '--once', 'site', ...PERIOD]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const files = (await readdir(join(federation, 'site'))).toSorted();
    expect(stdout.trim().split('\n').toSorted()).toEqual(files.map((file) => `site/${file}`));
    expect(files).toContain('serveur-serveur-1.html');
    expect(await readFile(join(federation, 'site', 'index.html'), 'utf8')).toContain('20 novembre 2026');
    expect((await json(['dashboard', '--once', 'site', ...PERIOD])).line['files']).toHaveLength(files.length);
  });

  it.each([
    ['a port that is none', ['dashboard', '--port', '99999']],
    ['a period of pages that choose theirs', ['dashboard', '--period', 'mois']],
  ])('refuses %s', async (_, args) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).not.toBe('');
  });
});

describe('chatiere energy rules', () => {
  it('writes the power of each host as rules, by its record and what its meter saw last', async () => {
    recording.windows.push(recordedHour('serveur-1', Math.floor(Date.now() / 1000) - 300, 60));
    const { stdout, stderr, exitCode } = await run(['energy', 'rules']);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(parse(stdout)).toMatchObject({ groups: [{ name: 'chatiere-power-serveur-1', rules: [{ record: 'host:sobriety_host_power_watts:rate5m', labels: { provenance: 'modelled_tdp', class: 'D' } }, { record: 'host:sobriety_host_idle_watts:rate5m' }] }] });
    expect((await json(['energy', 'rules'])).line['groups']).toEqual((parse(stdout) as { groups: unknown }).groups);
  });

  it('of a host whose meter is silent or new says so, and exits with 1', async () => {
    expect(await run(['energy', 'rules'])).toMatchObject({ stdout: '', exitCode: 1, stderr: expect.stringContaining('le compteur n’a encore rien écrit') as string });
    engine.running = false;
    expect(await run(['energy', 'rules'])).toMatchObject({ stdout: '', exitCode: 1, stderr: expect.stringContaining('son compteur ne tourne pas') as string });
  });
});

describe('chatiere calibrate', () => {
  it.each([
    ['a level too short for two samples', ['calibrate', 'serveur-1', '--minutes', '3'], 'minutes'],
    ['a plug that nobody is there to read', ['calibrate', 'serveur-1', '--plug'], 'not-interactive'],
    ['an unknown host', ['calibrate', 'serveur-9'], 'unknown-name'],
  ])('refuses %s, and loads nothing', async (_, args, code) => {
    const { stdout, stderr, exitCode } = await run([...args, '--json']);
    expect({ stdout, exitCode, line: JSON.parse(stderr) }).toMatchObject({ stdout: '', exitCode: 2, line: { problems: [{ code }] } });
    expect(engine.created).toEqual([]);
  });

  it('refuses a host without a hardware record or a meter before any load', async () => {
    const file = join(federation, 'hosts', 'serveur-1.yaml');
    engine.running = false;
    expect(await run(['calibrate', 'serveur-1'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('son compteur ne tourne pas') as string });
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^hardware:\n(?: {2}.*\n)+/m, ''));
    expect(await run(['calibrate', 'serveur-1'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('serveur sans fiche matérielle') as string });
    expect(engine.created).toEqual([]);
  });
});
