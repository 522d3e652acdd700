import { openSession } from '../../modules/engine/index.ts';
import { resolveInstance } from '../../modules/placement/index.ts';
import { toWorkload } from '../../modules/workload/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { leftovers } from '../e2e/federation.ts';
import { repeated } from './command.ts';
import type { Bound } from './figure.ts';
import { createFleet } from './fleet-federation.ts';
import type { Measure } from './measure.ts';
import { processorSeconds, watched } from './processes.ts';

const APPS_EACH = 3;
/** The fleet that the bounds are for. */
const FULL = 87;
const MEBIBYTE = 1024 ** 2;

/** `chatiere preview` of a whole new federation: nothing of it runs, every stack is created, seeded and previewed. */
export const preview: Measure = async (say, { organizations = FULL }) => {
  const federation = await createFleet({ organizations, instancesEach: APPS_EACH, apps: ['miniflux'] });
  try {
    const pure = await repeated(5, async () => readFleet(federation.directory));
    const { seconds, processor, watch } = await previewed(say, () => federation.chatiere('--json', 'preview'));
    const containers = (await leftovers(federation.id)).filter((line) => !line.startsWith('hosts '));
    if (containers.length > 0) throw new Error(`a preview made ${containers.join(', ')}`);
    const fleet = `${organizations} organisations × ${APPS_EACH}`;
    const full = <B extends Bound>(bound: B) => (organizations === FULL ? { bound } : {});
    return [
      { what: `\`chatiere preview\` d’une fédération neuve, ${fleet}`, unit: 's', samples: [seconds], ...full({ atMost: 900 }) },
      { what: `temps de processeur qu’il prend, ${fleet}`, unit: 's', samples: [processor] },
      { what: `mémoire d’un Pulumi et de ses processus, au plus, ${fleet}`, unit: 'MiB', samples: [watch.largestBytes / MEBIBYTE], bound: { atMost: 1024 } },
      { what: `lecture, validation et workloads de toute la fédération, ${fleet}`, unit: 'ms', samples: pure },
    ];
  } finally {
    await federation.dispose();
  }
};

async function previewed(say: (line: string) => void, act: () => Promise<string>) {
  const [started, before] = [performance.now(), processorSeconds()];
  const { result, watch } = await watched(250, act);
  const [seconds, processor] = [(performance.now() - started) / 1000, processorSeconds() - before];
  const told = result.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { kind: string; task?: string; seconds?: number });
  const creation = told.find(({ kind, task }) => kind === 'task-finished' && task === 'stacks')?.seconds ?? 0;
  const previews = told.filter(({ kind }) => kind === 'stack-finished').map((one) => one.seconds ?? 0);
  const memory = Object.entries(watch.parts).map(([name, bytes]) => `${name} ${(bytes / MEBIBYTE).toFixed(0)}`).join(', ');
  say(`preview of ${previews.length} stacks: ${seconds.toFixed(0)} s (processor ${processor.toFixed(0)} s), of which ${creation.toFixed(0)} s to create stacks; mean of a preview ${(previews.reduce((a, b) => a + b, 0) / previews.length).toFixed(2)} s`);
  say(`largest worker ${(watch.largestBytes / MEBIBYTE).toFixed(0)} MiB (${memory}), all workers ${(watch.togetherBytes / MEBIBYTE).toFixed(0)} MiB`);
  return { seconds, processor, watch };
}

/** Files to workloads, in this process; milliseconds. */
function readFleet(directory: string): number {
  const started = performance.now();
  const { federation, catalog } = openSession(directory);
  for (const id of federation.instances.keys()) toWorkload(resolveInstance(federation, catalog, id, localImageTag));
  return performance.now() - started;
}
