import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { freePort } from '../metering/free-port.ts';
import { Container, createVolume, HARDENED, removeAll } from './container.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'chatiere-meter-image-'));
const federation = `essai-${randomUUID().slice(0, 8)}`;
let [engine, asleep, port] = [0, 0, 0];
let meter: Container;
let busy: Container;

const catalog = loadCatalog(join(CHECKOUT, 'catalog'));
const latest = (entry: string) => [...(catalog.apps.get(entry)?.values() ?? [])].at(-1);
const service = (entry: string, name: string) => latest(entry)?.compose.services.get(name);
const filled = (words: string): string => words.replaceAll('${METER_PORT}', `${port}`).replaceAll('${SOCKET_PROXY_PORT}', `${engine}`).replaceAll('${SLEEP_PORT}', `${asleep}`).replaceAll('${HOST}', 'serveur-1').replaceAll('${FEDERATION}', federation).replaceAll('${WORKLOAD}', 'essai').replaceAll('$$', '$');
const labels = (values: Record<string, string>): string[] => Object.entries({ 'chatiere.federation': federation, ...values }).flatMap(([name, value]) => ['--label', `${name}=${value}`]);
const probe = (entry: string, name: string): string[] => (service(entry, name)?.healthcheck?.test.slice(1) ?? []).map(filled);

/** The read-only window with the very rules of the catalog, the meter as its entry says, and an instance that computes all the time. */
beforeAll(async () => {
  await ensureImages(['busybox', 'meter', 'socket-proxy']);
  [engine, asleep, port] = [await freePort(), await freePort(), await freePort()];
  const configs = latest('socket-proxy')?.compose.configs;
  const files = (service('socket-proxy', 'proxy')?.configs ?? []).map(({ source, target }) => {
    const config = configs?.get(source);
    writeFileSync(join(folder, source), filled(config && 'content' in config ? config.content : ''));
    return `--volume=${folder}/${source}:${target}:ro`;
  });
  chmodSync(folder, 0o755);
  const proxy = await Container.start('socket-proxy', [...HARDENED, ...labels({ 'app.kubernetes.io/name': 'socket-proxy' }), '--user=0:0', '--network=host', '--volume=/var/run/docker.sock:/var/run/docker.sock:ro', ...files]);
  // Before the meter: of whom it cannot ask at its first sample, it learns only a minute later.
  await proxy.until(60, ...probe('socket-proxy', 'proxy'));
  busy = await Container.start('busybox', [...HARDENED, ...labels({ 'chatiere.organization': 'mrc-demo', 'app.kubernetes.io/instance': 'mrc-demo.lecteur', 'app.kubernetes.io/name': 'lecteur' }), '--cpus=0.05', '--memory=32m'], ['sh', '-c', 'while :; do :; done']);
  const entry = service('meter', 'meter');
  const binds = (entry?.binds ?? []).map(({ source, target }) => `--mount=type=bind,source=${source},target=${target},readonly`);
  meter = await Container.start('meter', [
    ...HARDENED, ...labels({ 'app.kubernetes.io/name': 'meter', 'chatiere.provides': 'meter' }), ...(entry?.capAdd ?? []).map((name) => `--cap-add=${name}`), `--user=${entry?.user}`, '--network=host', '--memory=192m', ...binds, `--volume=${await createVolume()}:/var/lib/meter`,
  ], (entry?.command ?? []).map(filled));
  await meter.until(60, ...probe('meter', 'meter'));
});
afterAll(async () => {
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

it('has given up root and every capability', async () => {
  const { output } = await meter.run('cat', '/proc/1/status');
  expect(output).toMatch(/^Uid:\t65532\t65532\t65532\t65532$/m);
  expect(output).toMatch(/^Gid:\t65532\t65532\t65532\t65532$/m);
  expect(output).toMatch(/^Groups:\t *$/m);
  for (const set of ['CapInh', 'CapPrm', 'CapEff']) expect(output).toMatch(new RegExp(`^${set}:\t0+$`, 'm'));
});

it('knows whose containers are by the window’s rules, and its own network from the host’s', async () => {
  const { output } = await meter.run('bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`);
  expect(output).toContain(`container_id="${busy.id}",host="serveur-1",kind="instance",service_instance="mrc-demo.lecteur",organization="mrc-demo",app="lecteur",part=""} 1`);
  expect(output).toContain(`container_id="${meter.id}",host="serveur-1",kind="meter"`);
  expect(output).toMatch(new RegExp(`sobriety_container_cpu_request_cores\\{container_id="${busy.id}",host="serveur-1"\\} 0\\.05\\n`));
});

it('reads a window, also as whoever runs a command inside', async () => {
  // A minute between two samples: the window is there once the metrics count it.
  await meter.until(90, 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^sobriety_meter_windows_total.* [1-9]' <&3`);
  const { exitCode, output } = await meter.run('meter', 'read');
  expect(exitCode).toBe(0);
  const window = JSON.parse(output.split('\n')[0] ?? '') as { containers: { id: string; cpuSeconds: number; memoryBytes: number }[]; node: { cpuSeconds: number } };
  const used = window.containers.find(({ id }) => id === busy.id);
  expect(used?.cpuSeconds).toBeGreaterThan(1);
  expect(used?.cpuSeconds).toBeLessThan(4);
  expect(window.node.cpuSeconds).toBeGreaterThan(used?.cpuSeconds ?? Number.NaN);
});

it('ends at once when it is told to', async () => {
  expect(await meter.stop()).toBe(0);
  expect(await meter.log()).not.toMatch(/Error|Warning/);
});
