import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonLine } from '../../modules/engine/index.ts';
import { asleepFrom, hoursFrom, office } from '../metering/recorded.ts';
import { chatiere } from './command.ts';
import { type MeteredDemo, openMeteredDemo } from './metered-demo.ts';

/** Midnight in Québec. */
const DAY = Date.parse('2026-11-10T05:00:00Z') / 1000;
const PERIOD = ['--from', '2026-11-10', '--to', '2026-11-20'];
const USED = 'mrc-demo.miniflux';

let demo: MeteredDemo;
beforeEach(async () => void (demo = await openMeteredDemo(hoursFrom('serveur-1', DAY, 240).map((window) => office(window, USED, DAY)))));
afterEach(() => demo.close());

const run = (args: readonly string[], LANG = 'fr_CA.UTF-8') => chatiere(args, { cwd: demo.directory, environment: { LANG } });

describe('chatiere actions', () => {
  it('proposes a night’s sleep, with what it would spare and the line that would do it, in both languages', async () => {
    const { stdout, stderr, exitCode } = await run(['actions', ...PERIOD]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(/mrc-demo\.miniflux : dormir la nuit\n {2}.+\n {2}épargne en 30 jours : [\d,]+\u00a0k?Wh \[.+\] de travail, rien au repos ; .+\u00a0Mio libérés\n {2}instances\/mrc-demo\.miniflux\.yaml\n {2}\+ sleep: \{ days: \[mon, tue, wed, thu, fri, sat, sun\], from: "18:00", to: "07:00" \}/);
    const english = await run(['actions', ...PERIOD], 'en_CA.UTF-8');
    expect(english.stdout).toContain('mrc-demo.miniflux: to sleep by night');
  });

  it('gives the same to programs', async () => {
    const { stdout } = await run(['actions', ...PERIOD, '--json']);
    const line = JsonLine.parse(JSON.parse(stdout)) as Record<string, unknown>;
    expect(line).toMatchObject({ hours: 240, actions: expect.arrayContaining([expect.objectContaining({ kind: 'night', subject: USED })]) as unknown, problems: [] });
  });

  it('proposes nothing for what has a schedule, and nothing after too few days', async () => {
    const file = join(demo.directory, 'instances', `${USED}.yaml`);
    await writeFile(file, `${await readFile(file, 'utf8')}sleep: { days: [mon], from: "22:00", to: "06:00" }\n`);
    expect((await run(['actions', ...PERIOD])).stdout).not.toContain('dormir la nuit');
    expect((await run(['actions', '--from', '2026-11-10', '--to', '2026-11-13'])).stdout).toContain('Rien à proposer, d’après 72 heures relevées.\n');
  });

  it('of a schedule that is followed says what was predicted and what was measured, with where it comes from; at once, that it is not known yet', async () => {
    const sleeper = 'village-demo.miniflux';
    const file = join(demo.directory, 'instances', `${sleeper}.yaml`);
    await writeFile(file, `${await readFile(file, 'utf8')}sleep: { days: [mon, tue, wed, thu, fri, sat, sun], from: "22:00", to: "06:00" }\n`);
    const words = async () => (await run(['actions', ...PERIOD])).stdout;
    expect(await words()).toMatch(/village-demo\.miniflux : son horaire de sommeil\n {2}pas encore connu : aucune nuit de sommeil dans les relevés/);
    const sleeping = (from: number, count: number) => hoursFrom('serveur-1', from, count).map((window) => asleepFrom(window, sleeper, DAY - 2 * 86_400));
    demo.recording.windows.splice(0, Infinity, ...sleeping(DAY - 10 * 86_400, 480));
    expect(await words()).toMatch(/depuis le 8 novembre 2026 à 22 h 00 ; 8,9 jours avant, 11 jours après\n {2}en 30 jours, prévu : [\d,]+\u00a0k?Wh \[.+\], \d+\u00a0Mio ; mesuré : −?[\d,]+\u00a0k?Wh \[.+\], \d+\u00a0Mio\n {2}dont en dehors de ses heures de sommeil : .+ ; provenance : modélisé/);
    const { stdout } = await run(['actions', ...PERIOD, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ effects: [{ kind: 'sleep', subject: sleeper, state: 'known', since: '2026-11-09T03:00:00.000Z', predicted: { kilowattHours: { value: expect.any(Number) as number } }, measured: { elsewhere: { value: expect.any(Number) as number } }, provenances: ['modelled_tdp'] }] });
  });

  it('without readings says so, and what to do, and exits with 1', async () => {
    demo.engine.running = false;
    const { stdout, exitCode } = await run(['actions', ...PERIOD]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Rien à proposer : aucun relevé\.\n[^]*lancer « chatiere up host\.serveur-1 »/);
  });
});
