import type Docker from 'dockerode';
import { label } from '../../kernel/index.ts';
import { withDocker } from '../docker.ts';
import type { Checkpoint, StoredResource } from '../state/store.ts';

/** What was removed, by name. */
export interface Swept {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Removes containers of a stack that its state does not know, then networks that it does not know and nothing is on: what an
 * interrupted creation leaves. They hold nothing: data lie in volumes, and a volume is found again by its name when it is made.
 * `since`, in seconds since 1970: what was there before is not touched. Undefined where the state is read again after this: then
 * containers go too that it knows as half made, since once read they would look whole, without their networks or files.
 */
export function sweepEngine(address: string, federation: string, stack: string, { resources }: Checkpoint, since: number | undefined): Promise<Swept> {
  const known = new Set(resources.filter((one) => since !== undefined || !isHalfMade(one)).map(({ id }) => id));
  const touched = since ?? 0;
  const filters = { label: [`${label.federation}=${federation}`, `${label.stack}=${stack}`] };
  return withDocker(address, async (docker) => {
    const containers = (await docker.listContainers({ all: true, filters })).filter(({ Id, Created }) => !known.has(Id) && Created >= touched);
    await Promise.all(containers.map(({ Id }) => unlessGone(docker.getContainer(Id).remove({ force: true, v: true }))));
    const networks = (await docker.listNetworks({ filters })).filter(({ Id, Created }) => !known.has(Id) && Date.parse(Created) / 1000 >= touched);
    const free = await Promise.all(networks.map(async (network) => ({ network, free: await isFree(docker, network.Id) })));
    const removed = free.filter((one) => one.free).map(({ network }) => network);
    await Promise.all(removed.map(({ Id }) => unlessGone(docker.getNetwork(Id).remove())));
    return { containers: containers.map(({ Names: [name] }) => (name ?? '').slice(1)), networks: removed.map(({ Name }) => Name) };
  });
}

/** A container whose making failed after its first call was never read, so no network is told of it; one that failed to be changed was. */
function isHalfMade({ type, initErrors = [], outputs }: StoredResource): boolean {
  const networks = outputs?.['networkDatas'];
  return type === 'docker:index/container:Container' && initErrors.length > 0 && !(Array.isArray(networks) && networks.length > 0);
}

async function isFree(docker: Docker, id: string): Promise<boolean> {
  const found = (await docker.getNetwork(id).inspect()) as { Containers?: Record<string, unknown> | null };
  return Object.keys(found.Containers ?? {}).length === 0;
}

/** What somebody else removed meanwhile is as gone as it should be; so is what is being removed already. */
export async function unlessGone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 404 && error.statusCode !== 409) throw error;
  });
}
