import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { withLock } from '../cache/index.ts';
import { type Listener, task } from '../progress.ts';
import { told } from '../told.ts';
import { type ClusterPart, type ResolvedPart, resolveToolchain } from '../toolchain/index.ts';
import { create, openApi, usable } from './api.ts';
import { componentsOf, type Ports, serverOf } from './components.ts';
import { type Files, filesOf, usualFolder } from './files.ts';
import { type Guard, guard } from './guard.ts';
import { writeKeys } from './keys.ts';
import { CONTEXT } from './kubeconfig.ts';
import { launch } from './launch.ts';
import { type NodeGroup, nodesOf, ONE_NODE } from './nodes.ts';
import { definitions, objects } from './objects.ts';
import { everyLog, logLines, USUAL_LOGS } from './pod-stages.ts';
import { publishes } from './published.ts';
import { freePorts, reader, serves } from './ready.ts';
import { isWhole, readRecord, type Record, type Started, writeRecord } from './record.ts';
import { stages } from './stages.ts';
import { endCluster, refuseOthers } from './stop.ts';

export interface ClusterOptions {
  /** Folder of the cluster's own, made by its start and removed by its end. @default `usualFolder()` */
  readonly folder?: string;
  /** @default ONE_NODE */
  readonly nodes?: readonly NodeGroup[];
  /** Whether it goes on when this process ends. Otherwise it ends, and its folder goes, however this process ends. @default false */
  readonly lasting?: boolean;
  readonly listen?: Listener;
  /** Ends the start. */
  readonly signal?: AbortSignal;
}

/** A trial cluster that is ready. */
export interface Cluster {
  readonly folder: string;
  /** Path of a kubeconfig, mode 0600, whose user may do everything. */
  readonly kubeconfig: string;
  /** Its one context. */
  readonly context: string;
  /** Of Kubernetes, `1.35.3`. */
  readonly version: string;
  readonly processes: readonly Started[];
  /** Whether it was there before, as it was asked for then. */
  readonly already: boolean;
  /** From nothing to ready, without building the programs. */
  readonly seconds: number;
  /** Gives pods whose annotation `chatiere.rig/log` is `name` these lines. */
  writePodLog(name: string, lines: readonly string[]): Promise<void>;
  /** Ends its processes and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a real control plane on loopback, with fake nodes (see `stages` for what is played); of one that is there already, says so and gives it.
 * What is left of one that did not come to its end is ended first.
 * @throws ChatiereError with the last lines of the process that ended, after ending the others
 */
export async function startCluster({ folder = usualFolder(), nodes = ONE_NODE, lasting = false, listen = () => undefined, signal }: ClusterOptions = {}): Promise<Cluster> {
  const files = filesOf(resolve(folder));
  const present = readRecord(files);
  if (present && isWhole(present)) return clusterOf(files, present, true, () => undefined);
  refuseOthers(files);
  const { parts } = await resolveToolchain({ need: ['cluster'], progress: told(listen) });
  return withLock(`cluster-${files.folder.replaceAll('/', '-')}`, async () => {
    const record = readRecord(files);
    if (record && isWhole(record)) return clusterOf(files, record, true, () => undefined);
    await endCluster(files);
    await mkdir(files.folder, { recursive: true, mode: 0o700 });
    const watching = lasting ? undefined : guard(files);
    const processes: Started[] = [];
    try {
      const started = await task(listen, 'cluster', text('grappe d’essai', 'trial cluster'), () => start(files, parts, nodes, processes, watching, signal));
      return clusterOf(files, started, false, () => watching?.dismiss());
    } catch (error) {
      await endCluster(files, processes);
      watching?.dismiss();
      throw error;
    }
  });
}

async function start(files: Files, parts: readonly ResolvedPart[], nodes: readonly NodeGroup[], processes: Started[], watching: Guard | undefined, asked: AbortSignal | undefined): Promise<Record> {
  const began = performance.now();
  // Aborted when a process ends, or when it is asked to; and at the end, so that nobody listens any more.
  const starting = new AbortController();
  const { signal } = starting;
  const cancel = () => starting.abort(cancelled());
  asked?.addEventListener('abort', cancel);
  try {
    if (asked?.aborted) cancel();
    const ports = await freePorts();
    await prepare(files, serverOf(ports));
    const record = { startedAt: new Date().toISOString(), version: parts.find(({ part }) => part === 'kube-apiserver')?.version ?? '', nodes: nodesOf(nodes).length, processes };
    writeRecord(files, record);
    const components = componentsOf(files, ports);
    const begin = (part: ClusterPart): void => {
      signal.throwIfAborted();
      const process = launch(part, parts.find((one) => one.part === part)?.path ?? part, components[part], files, signal, (error) => starting.abort(error));
      watching?.watch(process);
      processes.push(process);
      writeRecord(files, record);
    };
    await bringUp(begin, files, ports, nodes, signal);
    const ready = { ...record, seconds: (performance.now() - began) / 1000 };
    writeRecord(files, ready);
    return ready;
  } finally {
    asked?.removeEventListener('abort', cancel);
    starting.abort();
  }
}

/** Each process as soon as it can find the one that it asks. */
async function bringUp(begin: (part: ClusterPart) => void, files: Files, ports: Ports, nodes: readonly NodeGroup[], signal: AbortSignal): Promise<void> {
  begin('etcd');
  await serves('etcd', files, ports, signal);
  begin('kube-apiserver');
  await serves('kube-apiserver', files, ports, signal);
  begin('kube-controller-manager');
  begin('kube-scheduler');
  const [api, kinds, manifests] = [await openApi(files.kubeconfig), await definitions(), objects(nodes)];
  await create(api, kinds);
  await publishes(kinds, serverOf(ports), await reader(files, 'admin'), signal);
  begin('kwok');
  await create(api, manifests);
  await serves('kwok', files, ports, signal);
  await usable(api, nodesOf(nodes).length, signal);
}

const cancelled = (): ChatiereError => new ChatiereError({ code: 'cancelled', what: text('annulé : ce qui était démarré est arrêté', 'cancelled: what was started has been ended') }, ExitCode.cancelled);

async function prepare(files: Files, server: string): Promise<void> {
  for (const folder of [files.logs, files.podLogs]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeKeys(files, server, new Date());
  await writeFile(files.stages, [...stages(files.podLogs), everyLog(files.podLogs)].map((manifest) => stringify(manifest)).join('---\n'));
  for (const [name, lines] of Object.entries(USUAL_LOGS)) await writePodLog(files, name, lines);
}

const writePodLog = (files: Files, name: string, lines: readonly string[]): Promise<void> => writeFile(join(files.podLogs, `${name}.log`), logLines(lines, new Date()));

const clusterOf = (files: Files, { version, processes, seconds = 0 }: Record, already: boolean, dismiss: () => void): Cluster => ({
  folder: files.folder,
  kubeconfig: files.kubeconfig,
  context: CONTEXT,
  version,
  processes,
  already,
  seconds,
  writePodLog: (name, lines) => writePodLog(files, name, lines),
  stop: async () => {
    await endCluster(files, processes);
    dismiss();
  },
});
