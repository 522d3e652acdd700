import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, type Cluster, type NodeGroup, ONE_NODE, startCluster, THREE_ZONES } from '../../modules/engine/cluster/index.ts';
import { type Changes, noChanges, type Operation } from '../../modules/engine/progress.ts';
import { runInOrder, throwIfAnyFailed, usualLimit } from '../../modules/engine/schedule.ts';
import { type Ground, HOST, joinCluster, openGround } from '../cluster/ground.ts';
import { abroadIn, servicesIn } from '../cluster/namespace.ts';
import type { Figure } from './figure.ts';
import { writeFleet } from './fleet-federation.ts';
import type { Measure } from './measure.ts';
import { processorSeconds, type Watch, watched } from './processes.ts';

const APPS = ['miniflux', 'mattermost', 'nextcloud'] as const;
/** Organizations that one node of the trial cluster has room for, whatever their plans. */
const ON_ONE_NODE = 5;
const FULL = 120;
const MEBIBYTE = 1024;

interface Shape {
  readonly what: string;
  readonly nodes: readonly NodeGroup[];
  readonly organizations: number;
  /** Stacks at a time; undefined: as `chatiere up` runs. */
  readonly parallel: number | undefined;
}

/**
 * A generated federation on a real API server whose nodes and pods are played: every instance previewed, then applied, as many at a time as
 * `chatiere up` runs. Each stack is the target's part of an instance, by the engine's own operation; its sign-in (client, roles and flow, some
 * 23 resources beside the 21 to 36) is left out, and the identity server's facts are given: no Keycloak runs.
 */
export const cluster: Measure = (say, { organizations = FULL, parallel }) => measure(say, { what: 'une grappe de 40 nœuds en trois zones', nodes: THREE_ZONES, organizations, parallel });

/** The same on a cooperative's one machine, as far as it has room. */
export const oneNode: Measure = (say, { organizations = ON_ONE_NODE, parallel }) => measure(say, { what: 'une grappe d’un nœud', nodes: ONE_NODE, organizations: Math.min(organizations, ON_ONE_NODE), parallel });

async function measure(say: (line: string) => void, { what, nodes, organizations, parallel = usualLimit() }: Shape): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-scale-'));
  let rig: Cluster | undefined;
  try {
    rig = await startCluster({ folder: join(folder, 'cluster'), nodes });
    const directory = join(folder, 'federation');
    await writeFleet(directory, { organizations, instancesEach: APPS.length, apps: APPS, host: HOST });
    const api = await joinCluster(directory, rig);
    const ground = await openGround(directory);
    say(`${what}: ${organizations} × ${APPS.length}`);
    const previewed = await throughout(say, ground, 'preview', parallel);
    const applied = await throughout(say, ground, 'up', parallel);
    const fleet = `${what}, ${organizations} organisations × ${APPS.length}, ${parallel} piles à la fois`;
    return [
      { what: `aperçu de toutes les instances, ${fleet}`, unit: 's', samples: [previewed.seconds] },
      { what: `mise en place de toutes les instances, ${fleet}`, unit: 's', samples: [applied.seconds] },
      { what: `temps de processeur de Pulumi par instance, ${fleet}`, unit: 's', samples: [applied.processor / (organizations * APPS.length)] },
      { what: `mémoire d’un Pulumi et de ses processus, au plus, ${fleet}`, unit: 'MiB', samples: [applied.watch.largestBytes / MEBIBYTE ** 2], bound: { atMost: 1024 } },
      ...(['kube-apiserver', 'etcd'] as const).map((part): Figure => ({ what: `mémoire de ${part}, au plus, ${fleet}`, unit: 'MiB', samples: [peakMebibytes(rig as Cluster, part)] })),
      ...(await placed(say, api, fleet)),
    ];
  } finally {
    await rig?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Passage {
  readonly seconds: number;
  readonly processor: number;
  readonly watch: Watch;
}

/** One operation on every stack; says how far it is ten times. Ctrl-C ends it, and the cluster with it. */
async function throughout(say: (line: string) => void, { session, run }: Ground, operation: Operation, limit: number): Promise<Passage> {
  const stacks = [...session.federation.instances.keys()];
  const [started, before] = [performance.now(), processorSeconds()];
  const seconds = () => (performance.now() - started) / 1000;
  const done: Changes[] = [];
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort());
  const { watch } = await watched(500, async () => {
    const { signal } = ended;
    throwIfAnyFailed(await runInOrder(stacks.map((name) => ({ name, dependsOn: [] })), {
      limit,
      signal,
      run: async (stack) => {
        done.push(await run(operation, stack, { signal }));
        if (done.length % Math.max(1, Math.floor(stacks.length / 10)) === 0) say(`${operation}: ${done.length} of ${stacks.length} after ${seconds().toFixed(0)} s`);
      },
    }), signal);
  });
  const created = done.reduce((sum, { create }) => sum + create, noChanges.create);
  say(`${operation}: ${created} resources, largest worker ${Object.entries(watch.parts).map(([name, bytes]) => `${name} ${(bytes / MEBIBYTE ** 2).toFixed(0)} MiB`).join(', ')}`);
  return { seconds: seconds(), processor: processorSeconds() - before, watch };
}

/** Where the pods are, and whether every service is ready. */
async function placed(say: (line: string) => void, api: Api, fleet: string): Promise<Figure[]> {
  const [abroad, services] = [await abroadIn(api), await servicesIn(api)];
  say(`${services.length} services, of which ready: ${services.filter(({ ready }) => ready).length}`);
  return [
    { what: `pods qui ne sont pas sur un nœud de la région, ${fleet}`, unit: '', samples: [abroad.length], bound: { atMost: 0 } },
    { what: `services qui ne sont pas prêts, ${fleet}`, unit: '', samples: [services.filter(({ ready }) => !ready).length], bound: { atMost: 0 } },
  ];
}

/** Most that a process of the cluster has held since its start, as the kernel counts. */
function peakMebibytes({ processes }: Cluster, part: string): number {
  const { pid } = processes.find((one) => one.part === part) ?? { pid: 0 };
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / MEBIBYTE;
}
