import { readFile } from 'node:fs/promises';
import { get, Agent } from 'node:https';
import { join } from 'node:path';
import { execa } from 'execa';
import { label } from '../../modules/kernel/index.ts';
import { type Attribution, energyOf, ownerKey, type Part, sumEnergy } from '../../modules/metering/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import type { Measure } from './measure.ts';
import { attributed, minutesIn } from './metered.ts';

const [BUSY, IDLE] = ['instance:mrc-demo.miniflux', 'instance:village-demo.miniflux'];
/** Requests under way at any time to the busy instance. */
const CONCURRENT = 2;

/** Two instances of the demonstration, one read without a pause and one left alone: how their energy is shared, and what the meter itself costs. */
export const meter: Measure = async (say, { minutes = 30 }) => {
  const federation = await createFederation();
  try {
    say('platform, meter and two instances');
    await federation.chatiere('up');
    const from = Math.ceil(Date.now() / 60_000) * 60;
    const requests = await readWithoutPause(federation, from + minutes * 60 + 5, say);
    const windows = await minutesIn(federation, { from, to: from + minutes * 60 + 1 });
    // The meter's minutes are its own: the first and the last of ours may lie in none of them whole.
    if (windows.length === 0) throw new Error(`the meter wrote no whole minute within ${minutes}: --minutes ${minutes + 2}`);
    const shared = windows.map((window) => attributed(federation, window));
    const dynamic = (key: string): number => sumEnergy(shared.flatMap(({ parts }) => parts.filter(({ owner }) => ownerKey(owner) === key).flatMap(({ cpu, memory }) => [cpu, memory]))).joules.value;
    say(`${requests} requests; ${windows.length} windows; dynamic energy: busy ${dynamic(BUSY).toFixed(0)} J, idle ${dynamic(IDLE).toFixed(1)} J`);
    const own = windows.flatMap(({ seconds, containers }) => containers.filter(({ owner }) => owner.kind === 'meter').map((use) => ({ ...use, seconds })));
    return [
      { what: 'part de l’instance occupée dans l’énergie dynamique des deux', unit: '%', samples: [(100 * dynamic(BUSY)) / (dynamic(BUSY) + dynamic(IDLE))], bound: { atLeast: 90 } },
      { what: 'plus grand écart entre la somme des parts et la machine, rapporté à elle, × 10⁹', unit: '', samples: [Math.max(...shared.map(residual)) * 1e9], bound: { atMost: 1 } },
      { what: `le compteur, pendant ${minutes} min : part d’un cœur`, unit: '%', samples: [(100 * sum(own.map(({ cpuSeconds }) => cpuSeconds))) / sum(own.map(({ seconds }) => seconds))], bound: { atMost: 0.3 } },
      { what: 'le compteur : mémoire de son conteneur', unit: 'MB', samples: own.map(({ memoryBytes }) => memoryBytes / 1e6) },
      { what: 'le compteur : mémoire résidente de son processus', unit: 'MB', samples: [(await residentBytes(federation.id)) / 1e6], bound: { atMost: 80 } },
    ];
  } finally {
    await federation.dispose();
  }
};

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

const residual = ({ node, parts, unallocated }: Attribution): number =>
  Math.abs(sum([...parts.map((part: Part) => energyOf(part).joules.value), unallocated.joules.value]) / node.joules.value - 1);

/** Reads the sign-in page of the busy instance until a moment, epoch seconds. @returns how often it answered. */
async function readWithoutPause(federation: TestFederation, until: number, say: (line: string) => void): Promise<number> {
  const ca = await readFile(join(federation.directory, 'certificates', 'authority.crt'), 'utf8');
  const agent = new Agent({ ca, keepAlive: true });
  const url = federation.url(`lecture.mrc-demo.${federation.domain}`);
  let answers = 0;
  const timer = setInterval(() => say(`${Math.max(0, until - Date.now() / 1000).toFixed(0)} s to go, ${answers} requests`), 300_000);
  const read = async (): Promise<void> => {
    while (Date.now() / 1000 < until) {
      await answered(url, agent);
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, read)).finally(() => {
    clearInterval(timer);
    agent.destroy();
  });
  return answers;
}

const answered = (url: string, agent: Agent): Promise<void> => new Promise((resolve, reject) => {
  get(url, { agent }, (answer) => {
    answer.resume().once('end', resolve).once('error', reject);
  }).once('error', reject);
});

/** As the system counts it, pages that it shares included. */
async function residentBytes(federation: string): Promise<number> {
  const { stdout: id } = await execa('docker', ['ps', '--quiet', '--filter', `label=${label.federation}=${federation}`, '--filter', `label=${label.provides}=meter`]);
  const { stdout: pid } = await execa('docker', ['inspect', '--format', '{{.State.Pid}}', id]);
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
