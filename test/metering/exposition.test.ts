import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeEngine, instanceLabels, listed, platformLabels } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';
import { freePort } from './free-port.ts';
import { meter, MeterProcess } from './meter-process.ts';

/** A person whose name stands wherever an engine can hold one. */
const CANARY = 'jeanne.tremblay';
const START = 1_795_000_000;
const folder = mkdtempSync(join(tmpdir(), 'chatiere-exposition-'));
const ledger = join(folder, 'ledger.db');
const host = new FakeHost();
const engine = new FakeEngine();
let running: MeterProcess;
let address = '';
let wall = START;
const start = (): MeterProcess => new MeterProcess(['--ledger', ledger, '--engine', engine.address, '--listen', address, ...host.arguments]);
const get = async (path: string): Promise<Response> => fetch(`http://${address}${path}`);
async function pass(): Promise<void> {
  host.advance(60);
  host.write();
  wall += 60;
  await running.sample(wall);
}

beforeAll(async () => {
  await engine.start();
  address = `127.0.0.1:${await freePort()}`;
  engine.list = [
    { ...listed(idOf('a'), { ...instanceLabels('mrc-demo', 'miniflux'), owner: CANARY }, 'bridge', CANARY), Command: `--admin ${CANARY}` },
    listed(idOf('b'), platformLabels('traefik', 'edge'), 'host'),
    listed(idOf('c'), { maintainer: CANARY }),
  ];
  for (const letter of ['a', 'b', 'c']) host.start(idOf(letter), { cpuSeconds: 1000 });
  host.write();
  running = start();
  await running.sample(wall);
  await pass();
});
afterAll(async () => {
  await running.kill();
  await engine.stop();
  host.remove();
  rmSync(folder, { recursive: true, force: true });
});

const samples = async (): Promise<ReadonlyMap<string, number>> =>
  new Map((await (await get('/metrics')).text()).split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));

it('gives raw counters in base units, by container, and whose each is', async () => {
  const values = await samples();
  const of = (name: string, more = ''): number | undefined => values.get(`${name}{container_id="${idOf('a')}",host="serveur-1"${more}}`);
  expect(of('sobriety_container_cpu_seconds_total')).toBe(3);
  expect(of('sobriety_container_received_bytes_total')).toBe(6000);
  expect(of('sobriety_container_written_bytes_total')).toBe(8192);
  expect(of('sobriety_container_working_set_bytes')).toBe(100e6);
  expect(of('sobriety_container_cpu_request_cores')).toBe(0.5);
  expect(of('sobriety_container_info', ',kind="instance",service_instance="mrc-demo.miniflux",organization="mrc-demo",app="miniflux",part=""')).toBe(1);
  expect(values.get(`sobriety_container_info{container_id="${idOf('b')}",host="serveur-1",kind="shared",service_instance="",organization="",app="",part="edge"}`)).toBe(1);
  expect(values.get('sobriety_host_energy_joules_total{host="serveur-1",source="rapl_package"}')).toBe(6000);
  expect(values.get('sobriety_host_energy_joules_total{host="serveur-1",source="rapl_dram"}')).toBe(600);
  expect([...values.keys()].filter((key) => key.includes('rapl_psys'))).toEqual([]);
  expect(values.get('sobriety_host_cores{host="serveur-1"}')).toBe(2);
  expect(values.get('sobriety_meter_windows_total{host="serveur-1"}')).toBe(1);
});

it('never counts down over a restart of the meter', async () => {
  const before = await samples();
  await running.kill();
  running = start();
  await pass();
  const after = await samples();
  const falling = [...before].filter(([key, value]) => key.includes('_total{') && (after.get(key) ?? -1) < value);
  expect(falling).toEqual([]);
  expect(after.get('sobriety_host_energy_joules_total{host="serveur-1",source="rapl_package"}')).toBe(12_000);
});

it('is well while samples come in, and not before', async () => {
  expect((await get('/health')).status).toBe(200);
  await running.kill();
  running = start();
  await running.sample(wall + 1);
  expect(await (await get('/health')).json()).toMatchObject({ sampledAt: wall + 1 });
  rmSync(join(host.roots.proc, 'uptime'));
  await running.sample(wall + 2);
  const ill = await get('/health');
  expect([ill.status, await ill.json()]).toEqual([503, expect.objectContaining({ failing: 'no-host-counters' })]);
  host.write();
  expect((await get('/elsewhere')).status).toBe(404);
});

it('on an address that is taken ends with code 4, and the other goes on', async () => {
  const other = new MeterProcess(['--ledger', join(folder, 'other.db'), '--listen', address, ...host.arguments]);
  expect(await other.end()).toBe(4);
  expect(other.errors).toMatch(/cette adresse est prise ; peut-être par un autre compteur de ce serveur\n {2}valeur donnée : "127\.0\.0\.1:\d+"/);
  expect((await get('/metrics')).status).toBe(200);
});

it('is read by the hour: the same sums in fewer lines', () => {
  const [windows, hours] = [meter('read', '--ledger', ledger).lines, meter('read', '--ledger', ledger, '--by', 'hour').lines];
  const total = (lines: readonly Record<string, unknown>[]): number => lines.reduce((sum, line) => sum + (line['node'] as { cpuSeconds: number }).cpuSeconds, 0);
  expect([windows.length, hours.length]).toEqual([2, 1]);
  expect(total(hours)).toBeCloseTo(total(windows), 9);
  expect(Object.keys(hours[0] ?? {}).sort()).toEqual(['containers', 'from', 'host', 'missing', 'node', 'seconds']);
});

it('names no person: not in the metrics, not in the ledger, not in the log', async () => {
  const metrics = await (await get('/metrics')).text();
  expect(engine.asked.length).toBeGreaterThan(0);
  expect(metrics).not.toContain(CANARY);
  for (const end of ['', '-wal']) expect(readFileSync(`${ledger}${end}`).includes(CANARY)).toBe(false);
  expect(JSON.stringify([running.log, running.errors])).not.toContain(CANARY);
  expect(JSON.stringify(meter('read', '--ledger', ledger).lines)).not.toContain(CANARY);
});
