import { execa } from 'execa';
import { openSession } from '../../modules/engine/index.ts';
import type { TestFederation } from '../e2e/federation.ts';
import { repeated, timed } from './command.ts';
import { median } from './figure.ts';
import { createFleet } from './fleet-federation.ts';
import { CHECKOUT, type Measure } from './measure.ts';
import { processorSeconds, watched } from './processes.ts';

const INSTANCES = 20;
/** Networks that Docker can make with its own address pools; each of our instances takes one, the edge and the platform a few. */
const POOLS = 31;
const RUNS = 5;

/** `chatiere up` of a fleet in which nothing changed, against plain `pulumi up` of each of its stacks. */
export const noOp: Measure = async (say) => {
  await refuseWithoutNetworks();
  const federation = await createFleet({ organizations: 1, instancesEach: INSTANCES, apps: ['feuille'] });
  try {
    say(`${INSTANCES} instances`);
    await federation.chatiere('up');
    // Once, not counted: what the first look leaves in the caches.
    await federation.chatiere('up');
    // Neither side looks at the containers without --refresh, and the health checks of forty of them would be measured.
    await stopContainers(federation.id);
    const before = processorSeconds();
    const ours = await repeated(RUNS, () => secondsOf(federation.chatiere('up')));
    const processor = (processorSeconds() - before) / RUNS;
    say(`chatiere up, nothing changed: ${ours.map((seconds) => seconds.toFixed(2)).join(' ')} s`);
    // Apart from what is timed: looking at /proc costs something.
    const { watch } = await watched(20, () => federation.chatiere('up'));
    const stacks = [...openSession(federation.directory).federation.instances.keys()];
    const plain = await plainPulumi(federation, stacks);
    const alone = await secondsOf(inParallel(1, stacks, plain));
    say(`plain pulumi up, one after the other: ${alone.toFixed(1)} s`);
    const inPairs = await secondsOf(inParallel(2, stacks, plain));
    say(`plain pulumi up, two at a time: ${inPairs.toFixed(1)} s`);
    return [
      { what: `\`chatiere up\` sans changement, par instance (${INSTANCES})`, unit: 'ms', samples: ours.map((seconds) => (seconds * 1000) / INSTANCES), bound: { atMost: 50 } },
      { what: 'temps de processeur que cela prend, par instance', unit: 'ms', samples: [(processor * 1000) / INSTANCES] },
      { what: 'processus Pulumi que cela lance', unit: '', samples: [watch.started], bound: { atMost: 0 } },
      { what: '`pulumi up` une pile après l’autre, par rapport à `chatiere up`', unit: '×', samples: ours.map((seconds) => alone / seconds), bound: { atLeast: 40 } },
      { what: '`pulumi up` deux piles à la fois, par rapport à `chatiere up`', unit: '×', samples: [inPairs / median(ours)] },
    ];
  } finally {
    await federation.dispose();
  }
};

async function refuseWithoutNetworks(): Promise<void> {
  const { stdout } = await execa('docker', ['network', 'ls', '--quiet', '--filter', 'driver=bridge']);
  const free = POOLS - stdout.split('\n').filter(Boolean).length;
  if (free < INSTANCES + 2) throw new Error(`no-op: the engine has room for about ${free} more networks, ${INSTANCES + 2} are needed; take other instances down first`);
}

async function stopContainers(federation: string): Promise<void> {
  const { stdout } = await execa('docker', ['ps', '--quiet', '--filter', `label=chatiere.federation=${federation}`]);
  await execa('docker', ['stop', '--time', '10', ...stdout.split('\n').filter(Boolean)]);
}

async function secondsOf(work: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work;
  return (performance.now() - started) / 1000;
}

/** `pulumi up` as a sysadmin runs it after `chatiere env`, but without the preview that would double its time. */
async function plainPulumi({ chatiere }: TestFederation, stacks: readonly string[]): Promise<(stack: string) => Promise<unknown>> {
  const exports = await chatiere('env', stacks[0] ?? '');
  const { stdout } = await execa('sh', ['-c', `${exports}\nunset PULUMI_STACK\nenv -0`], { cwd: CHECKOUT });
  const environment = Object.fromEntries(stdout.split('\0').filter(Boolean).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
  return (stack) => timed('pulumi', ['up', '--yes', '--skip-preview', '--non-interactive', '--stack', stack], environment);
}

async function inParallel(limit: number, stacks: readonly string[], run: (stack: string) => Promise<unknown>): Promise<void> {
  const queue = [...stacks];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await run(next);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
