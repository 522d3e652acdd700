import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Cluster, clusterStatus, startCluster, stopCluster } from '../../modules/engine/cluster/index.ts';
import type { Progress } from '../../modules/engine/index.ts';
import { isRunning } from '../../modules/engine/process.ts';
import { CHECKOUT } from '../../modules/engine/toolchain/checkout.ts';
import { ExitCode } from '../../modules/kernel/index.ts';
import { chatiere } from '../scripts/command.ts';
import { eventually } from './eventually.ts';

const home = mkdtempSync(join(tmpdir(), 'chatiere-rig-'));
let cluster: Cluster;
beforeAll(async () => void (cluster = await startCluster({ folder: join(home, 'cluster') })));
afterAll(async () => {
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

it('one that is there already is said so, and given as it is', async () => {
  const again = await startCluster({ folder: cluster.folder });
  expect([again.already, again.processes]).toEqual([true, cluster.processes]);
});

it('its state says the memory of each process', () => {
  const status = clusterStatus(cluster.folder);
  expect(status).toMatchObject({ state: 'up', nodes: 1, version: '1.35.3' });
  expect(status.processes.map(({ part }) => part).sort()).toEqual(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok']);
  for (const { bytes = 0, peakBytes = 0 } of status.processes) expect(bytes > 10e6 && bytes <= peakBytes).toBe(true);
  console.log(`ready in ${cluster.seconds.toFixed(1)} s; ${status.processes.map(({ part, bytes = 0 }) => `${part} ${Math.round(bytes / 1e6)} MB`).join(', ')}`);
});

it('what is left of one that lost a process is ended by the next start, which begins anew', async () => {
  const { processes } = cluster;
  process.kill(processes.find(({ part }) => part === 'kwok')?.pid ?? 0, 'SIGKILL');
  await eventually(async () => clusterStatus(cluster.folder).state === 'partial');
  cluster = await startCluster({ folder: cluster.folder });
  expect(cluster.already).toBe(false);
  expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
});

it('its end leaves no process and no folder', async () => {
  await cluster.stop();
  expect(cluster.processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
  expect(existsSync(cluster.folder)).toBe(false);
  expect(clusterStatus(cluster.folder).state).toBe('down');
  expect(await stopCluster(cluster.folder)).toBe(false);
});

it('it ends with the process that started it, however that ends', async () => {
  const folder = join(home, 'orphan');
  const script = `const { startCluster } = await import(${JSON.stringify(join(CHECKOUT, 'modules', 'engine', 'cluster', 'index.ts'))});
    await startCluster({ folder: ${JSON.stringify(folder)} }); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script], { stdio: 'inherit' });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const pids = await eventually(async () => {
    const { state, processes } = clusterStatus(folder);
    return state === 'up' && processes.map(({ pid }) => pid);
  });
  parent.kill('SIGKILL');
  await eventually(async () => pids.every((pid) => !isRunning(pid)) && !existsSync(folder));
});

it('the command starts one that stays, says its state, and ends it', async () => {
  const folder = join(home, 'by-command');
  const command = async (verb: string) => {
    const { exitCode, stdout, stderr } = await chatiere(['cluster', verb, '--folder', folder, '--json']);
    return { exitCode, stderr, ...(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { already?: boolean; state?: string; ended?: boolean; kubeconfig?: string }) };
  };
  expect(await command('up')).toMatchObject({ exitCode: 0, already: false, kubeconfig: join(folder, 'kubeconfig') });
  expect(await command('up')).toMatchObject({ exitCode: 0, already: true });
  expect(await command('status')).toMatchObject({ exitCode: 0, state: 'up' });
  expect(await command('down')).toMatchObject({ exitCode: 0, ended: true });
  expect(await command('status')).toMatchObject({ exitCode: 1, state: 'down' });
  expect(await command('down')).toMatchObject({ exitCode: 0, ended: false });
});

it('a start that is stopped leaves nothing', async () => {
  const folder = join(home, 'stopped');
  const abort = new AbortController();
  const listen = (progress: Progress) => void (progress.kind === 'task-started' && setImmediate(() => abort.abort()));
  await expect(startCluster({ folder, listen, signal: abort.signal })).rejects.toMatchObject({ exitCode: ExitCode.cancelled });
  expect(existsSync(folder)).toBe(false);
});

it('a folder that is not a cluster’s is left alone', async () => {
  await expect(startCluster({ folder: CHECKOUT })).rejects.toThrow(/not that of a trial cluster/);
  expect(existsSync(join(CHECKOUT, 'package.json'))).toBe(true);
});
