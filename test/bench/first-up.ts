import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { openSession } from '../../modules/engine/index.ts';
import { label } from '../../modules/kernel/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { ownRelease } from '../e2e/own-release.ts';
import { repeated } from './command.ts';
import { composeSide } from './compose-side.ts';
import { type Figure, median } from './figure.ts';
import type { Measure } from './measure.ts';
import { type Phases, phasesOf, type StepSpan, type Told } from './phases.ts';
import { stackSizes } from './stack-size.ts';

const INSTANCE = 'mrc-demo.miniflux';

/** First `chatiere up` of an instance against `docker compose up --wait` of the same services, in turns, each from nothing. */
export const firstUp: Measure = async (say, { pairs }) => {
  const federation = await createFederation();
  try {
    await probeEachSecond(federation);
    say('platform, identity and organization');
    await federation.chatiere('up', '--alone', 'mrc-demo');
    await rehearse(federation);
    const compose = await composeSide(openSession(federation.directory), INSTANCE);
    try {
      await compose.up();
      await compose.remove();
      const runs = await repeated(pairs, async (index) => {
        const [ours, theirs] = await inTurn(index, () => ourUp(federation), () => compose.up(), async () => {
          await forget(federation);
          await compose.remove();
        });
        say(`pair ${index + 1}/${pairs}: chatiere ${ours.seconds.toFixed(1)} s, compose ${theirs.toFixed(1)} s`);
        return { ours, theirs };
      });
      say(breakdown(runs.map(({ ours }) => ours)));
      await ourUp(federation);
      return [...figuresOf(runs), ...(await stackSizes(federation))];
    } finally {
      await compose.dispose();
    }
  } finally {
    await federation.dispose();
  }
};

/** Both sides, the one that begins changing with each pair, and everything removed after each. */
async function inTurn<A, B>(index: number, ours: () => Promise<A>, theirs: () => Promise<B>, remove: () => Promise<void>): Promise<[A, B]> {
  const run = async <T>(act: () => Promise<T>) => {
    const result = await act();
    await remove();
    return result;
  };
  if (index % 2 === 0) return [await run(ours), await run(theirs)];
  const second = await run(theirs);
  return [await run(ours), second];
}

/**
 * A health probe at each second on both sides, so that what is compared is not how long each waits for the next probe:
 * a release of the federation's own, which both read, since the published one is not edited.
 */
async function probeEachSecond(federation: TestFederation): Promise<void> {
  const release = await ownRelease(federation.directory, 'miniflux', 'compose.yaml', (published) => {
    const probed = published.replaceAll(/interval: \d+s/g, 'interval: 1s');
    if (probed === published) throw new Error('miniflux has no health probe to change');
    return probed;
  });
  await federation.edit(`instances/${INSTANCE}.yaml`, ['release'], release);
}

/** Once, not counted: the compile cache of the programs is warm, and images have been read from the disk. */
async function rehearse(federation: TestFederation): Promise<void> {
  await ourUp(federation);
  await forget(federation);
}

interface Up {
  readonly seconds: number;
  readonly phases: Phases;
  readonly spans: readonly StepSpan[];
}

async function ourUp(federation: TestFederation): Promise<Up> {
  const began = Date.now();
  const started = performance.now();
  const output = await federation.chatiere('--json', 'up', INSTANCE);
  const seconds = (performance.now() - started) / 1000;
  const told = output.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Told);
  return { seconds, ...phasesOf(told, INSTANCE, began, Date.now()) };
}

/** Back to before the first `up`: no container, network, volume, client, state or settings of the instance. */
async function forget({ chatiere, directory, id }: TestFederation): Promise<void> {
  if ((await readdir(join(directory, 'stacks'))).includes(`Pulumi.${INSTANCE}.yaml`)) await chatiere('down', INSTANCE);
  const { stdout } = await execa('docker', ['volume', 'ls', '--quiet', '--filter', `label=${label.federation}=${id}`, '--filter', `label=${label.stack}=${INSTANCE}`]);
  const volumes = stdout.split('\n').filter(Boolean);
  if (volumes.length > 0) await execa('docker', ['volume', 'rm', ...volumes]);
  const below = await readdir(directory, { recursive: true });
  for (const path of below.filter((one) => /^(state|stacks)\//.test(one) && one.includes(INSTANCE))) await rm(join(directory, path), { recursive: true, force: true });
}

function figuresOf(runs: readonly { readonly ours: Up; readonly theirs: number }[]): Figure[] {
  const ours = runs.map((run) => run.ours.seconds);
  const theirs = runs.map((run) => run.theirs);
  return [
    { what: 'premier `chatiere up` d’une instance', unit: 's', samples: ours, bound: { atMost: 1.15 * median(theirs) + 6 } },
    { what: '`docker compose up --wait` des mêmes services', unit: 's', samples: theirs },
  ];
}

/** Medians of the phases, then the steps of the last run. */
function breakdown(ups: readonly Up[]): string {
  const of = (phase: keyof Phases) => `${phase} ${median(ups.map(({ phases }) => phases[phase])).toFixed(1)} s`;
  const spans = ups.at(-1)?.spans ?? [];
  return [
    `where the time goes: ${(['command', 'stack', 'dependencies', 'start', 'steps', 'end'] as const).map(of).join(', ')}`,
    ...spans.map(({ name, type, from, to }) => `  ${from.toFixed(1).padStart(5)}–${to.toFixed(1).padEnd(5)} ${name} (${type})`),
  ].join('\n');
}
