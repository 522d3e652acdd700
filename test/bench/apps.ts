import { execa } from 'execa';
import { imageRecipe } from '../../tools/images/index.ts';
import { imageName, latestRelease } from '../../modules/catalog/index.ts';
import { openCatalog } from '../../modules/engine/index.ts';
import { label } from '../../modules/kernel/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { openRelay } from '../apps/relay.ts';
import type { Figure } from './figure.ts';
import type { Measure } from './measure.ts';
import { stackSize } from './stack-size.ts';

const ORGANIZATION = 'mrc-demo';
const APPS = ['nextcloud', 'discourse', 'mattermost'] as const;

/** Three apps that an organization orders together and that one `up` brings: how long, and what each then holds in memory. Its platform and Miniflux run already. */
export const apps: Measure = async (say) => {
  const federation = await createFederation();
  const relay = await openRelay();
  try {
    say('platform, identity, organization and its first app');
    await federation.edit('federation.yaml', ['mail'], relay.settings);
    await federation.chatiere('up', ORGANIZATION);
    await order(federation);
    const started = performance.now();
    await federation.chatiere('up', ORGANIZATION);
    const seconds = (performance.now() - started) / 1000;
    say(`up of the three: ${seconds.toFixed(0)} s`);
    const figures: Figure[] = [{ what: `\`chatiere up\` de trois logiciels commandés ensemble : ${APPS.map(titled).join(', ')}`, unit: 's', samples: [seconds] }];
    for (const app of APPS) figures.push(...(await figuresOf(federation, app, say)));
    return figures;
  } finally {
    await federation.dispose();
    await relay.close();
  }
};

/** As the cooperative does: one order for the three, one approval. */
async function order(federation: TestFederation): Promise<void> {
  const told = await federation.chatiere('order', 'new', '--organization', ORGANIZATION, ...APPS.flatMap((app) => ['--app', app]), '--plan', 'base', '--json');
  const ids = told.trim().split('\n').flatMap((line) => idsIn(JSON.parse(line)));
  await federation.chatiere('order', 'approve', ...ids, '--host', 'serveur-1');
}

function idsIn(told: unknown): string[] {
  const { id, orders } = told as { id?: string; orders?: readonly { id: string }[] };
  return orders?.map((one) => one.id) ?? (id === undefined ? [] : [id]);
}

async function figuresOf(federation: TestFederation, app: string, say: (line: string) => void): Promise<Figure[]> {
  const memory = await memoryOf(`${federation.id}--${ORGANIZATION}--${app}`);
  const { resources, kilobytes } = await stackSize(federation.directory, `${ORGANIZATION}.${app}`);
  say(`${app}: ${memory.map(({ service, mebibytes }) => `${service} ${mebibytes.toFixed(0)} MiB`).join(', ')}; ${resources} resources, state ${kilobytes.toFixed(0)} kB`);
  return [
    { what: `mémoire au repos, ${titled(app)}`, unit: 'MiB', samples: [memory.reduce((sum, { mebibytes }) => sum + mebibytes, 0)] },
    { what: `ressources de la pile, ${app}`, unit: '', samples: [resources], bound: { atMost: 60 } },
    { what: `état de la pile, ${app}`, unit: 'kB', samples: [kilobytes], bound: { atMost: 300 } },
  ];
}

/** Of the services that run, as the engine counts it. */
async function memoryOf(workload: string): Promise<{ readonly service: string; readonly mebibytes: number }[]> {
  const { stdout: ids } = await execa('docker', ['ps', '--quiet', '--filter', `label=${label.workload}=${workload}`]);
  const { stdout } = await execa('docker', ['stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}', ...ids.split('\n')]);
  return stdout.split('\n').toSorted().map((line) => {
    const [name = '', used = ''] = line.split(' ');
    return { service: name.slice(workload.length + 2), mebibytes: inMebibytes(used) };
  });
}

const UNITS: Readonly<Record<string, number>> = { B: 2 ** -20, KiB: 2 ** -10, MiB: 1, GiB: 2 ** 10 };

function inMebibytes(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) throw new Error(`docker stats: ${text}`);
  return Number(number) * factor;
}

/** A double's memory is not the app's. */
function titled(app: string): string {
  const catalog = openCatalog();
  const { sheet, compose } = latestRelease(catalog, app);
  const service = compose.services.get(sheet.route!.service)!;
  const build = catalog.images[imageName(service.image)]?.build;
  return `${sheet.about.name}${build !== undefined && imageRecipe(build).double === true ? ' (double)' : ''}`;
}
