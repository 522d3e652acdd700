import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonLine } from '../../modules/engine/index.ts';
import { hoursFrom, office } from '../metering/recorded.ts';
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
    expect((await run(['actions', '--from', '2026-11-10', '--to', '2026-11-13'])).stdout).toBe('Rien à proposer, d’après 72 heures relevées.\n');
  });

  it('without readings says so, and what to do, and exits with 1', async () => {
    demo.engine.running = false;
    const { stdout, exitCode } = await run(['actions', ...PERIOD]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^Rien à proposer : aucun relevé\.\n[^]*lancer « chatiere up host\.serveur-1 »/);
  });
});
