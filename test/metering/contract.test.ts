import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enterReading, type MeterExec, openCatalog, readMeters } from '../../modules/engine/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { energyReport, type EnergyReport, type Period } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { FakeEngine, instanceLabels, listed, platformLabels } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';
import { meter, MeterProcess } from './meter-process.ts';
import { factors } from './sample.ts';

const HOST = 'serveur-1';
const federation = loadFederation(join(CHECKOUT, 'examples', 'demo'), openCatalog());
const folder = mkdtempSync(join(tmpdir(), 'chatiere-contract-'));
const ledger = join(folder, 'ledger.db');
const host = new FakeHost();
const engine = new FakeEngine();
/** Three whole hours ago: a reading of a plug may not lie in the future. */
const START = (Math.floor(Date.now() / 3_600_000) - 4) * 3600;
const PERIOD: Period = { from: START, to: START + 3 * 3600 };

/** The real program, beside the ledger that a real meter wrote. */
const exec: MeterExec = async (_, args) => {
  const { status, lines, errors } = meter(...args, '--ledger', ledger);
  return { code: status ?? 1, stdout: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), stderr: errors };
};
const report = async (): Promise<EnergyReport> => energyReport({ federation, factors, period: PERIOD, said: await readMeters(federation, exec, PERIOD) });

beforeAll(async () => {
  await engine.start();
  engine.list = [listed(idOf('a'), instanceLabels('mrc-demo', 'miniflux')), listed(idOf('b'), instanceLabels('village-demo', 'miniflux')), listed(idOf('c'), platformLabels('meter', 'meter'), 'host'), listed(idOf('d'), platformLabels('keycloak', 'identity'))];
  for (const letter of ['a', 'b', 'c', 'd']) host.start(idOf(letter));
  const program = new MeterProcess(['--ledger', ledger, '--engine', engine.address, ...host.arguments]);
  host.write();
  await program.sample(START);
  // Two hours of minutes, with ten of them when nobody looked: eleven without a figure.
  for (let minute = 1; minute <= 120; minute++) {
    host.advance(60);
    host.write();
    if (minute <= 60 || minute > 70) await program.sample(START + 60 * minute);
  }
  await program.end();
});
afterAll(async () => {
  await engine.stop();
  host.remove();
  rmSync(folder, { recursive: true, force: true });
});

it('what a real meter writes down, its program gives to the report: windows, owners, energy and gaps', async () => {
  const { federation: whole, hosts, instances } = await report();
  // 110 W by the processor's own counters, over 109 minutes, and what they do not see.
  const counted = (110 * 109 * 60) / 3.6e6;
  expect(whole.energy?.value).toBeCloseTo(counted * 1.33, 6);
  expect(whole.energy).toMatchObject({ class: 'C', provenances: { measured_rapl: 1 } });
  expect(hosts[0]?.quality).toMatchObject({ measuredSeconds: 109 * 60, gaps: [{ seconds: 660, reason: 'late' }] });
  expect(hosts[0]?.parts.map(({ kind, id }) => `${kind} ${id}`.trim())).toEqual(['instance mrc-demo.miniflux', 'instance village-demo.miniflux', 'shared identity', 'meter', 'system', 'idle']);
  expect(instances.every(({ energy }) => (energy?.value ?? 0) > 0)).toBe(true);
  expect(hosts[0]?.quality?.residual).toBeLessThan(1e-9);
});

it('a reading of a plug goes into its ledger, once, and the report is the plug’s', async () => {
  const wall = { from: START, to: START + 7200, joules: 0.4 * 3.6e6 };
  await enterReading(federation, exec, HOST, wall, { replace: false, language: 'fr' });
  const { federation: whole, hosts } = await report();
  expect(whole.energy).toMatchObject({ class: 'A', provenances: { measured_wall: 1 } });
  expect(whole.energy?.value).toBeCloseTo(0.4, 9);
  expect(hosts[0]?.parts.find(({ kind }) => kind === 'unseen')?.kilowattHours.value).toBeCloseTo((0.4 * 660) / 7200, 6);
  await expect(enterReading(federation, exec, HOST, wall, { replace: false, language: 'en' })).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('a reading already covers a part of this time') as string });
  await enterReading(federation, exec, HOST, { ...wall, joules: 0.5 * 3.6e6 }, { replace: true, language: 'fr' });
  expect((await report()).federation.energy?.value).toBeCloseTo(0.5, 9);
  await expect(enterReading(federation, exec, HOST, { from: START, to: START + 86_400 * 30, joules: 1 }, { replace: true, language: 'fr' })).rejects.toThrow(/jusqu’à maintenant/);
  expect((await report()).federation.energy?.value).toBeCloseTo(0.5, 9);
});

it('a meter that answers something else, or refuses, gives no figure and is quoted', async () => {
  for (const [answer, words] of [[{ code: 0, stdout: 'bonjour\n', stderr: '' }, 'autre chose que des relevés'], [{ code: 3, stdout: '', stderr: 'registre abîmé\n' }, '> registre abîmé'], [undefined, 'ne tourne pas']] as const) {
    const said = (await readMeters(federation, async () => answer, PERIOD)).get(HOST);
    expect(said && 'problem' in said ? said.problem.what.fr : '').toContain(words);
    expect(energyReport({ federation, factors, period: PERIOD, said: new Map(said ? [[HOST, said]] : []) }).federation.energy).toBeNull();
  }
});
