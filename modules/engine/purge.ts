import { rm } from 'node:fs/promises';
import type Docker from 'dockerode';
import { ChatiereError, label, text } from '../kernel/index.ts';
import { accessOf } from './kubernetes/access.ts';
import { withDocker } from './docker.ts';
import { layoutOf } from './layout.ts';
import { withLocks } from './locks.ts';
import { type Listener, task } from './progress.ts';
import { unlessGone } from './recovery/sweep-engine.ts';
import { removeNames, type Session } from './session.ts';
import { listStacks } from './stack.ts';

export interface Purged {
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  /** Of clusters, with all that was in them. */
  readonly namespaces: number;
}

/**
 * Removes everything of a federation, data included: its objects on each engine and cluster, found by label; then its state, stacks, keys,
 * certificates, logs and names in /etc/hosts. The files that people write stay.
 */
export async function purge(session: Session, listen: Listener): Promise<Purged> {
  const { federation, layout } = session;
  const { id } = federation.sheet;
  const total = { containers: 0, networks: 0, volumes: 0, namespaces: 0 };
  const stacks = await listStacks(layout);
  // Without a state nothing was ever brought up from here: what carries the label belongs to another directory of the same name.
  if (stacks.length === 0) throw nothingHere(layout.state);
  await withLocks(layout, stacks, listen, async () => {
    for (const [name, { engine }] of federation.hosts) {
      const cluster = accessOf(federation, name);
      if (cluster) total.namespaces += await task(listen, `purge.${name}`, text(`serveur ${name} : espaces de noms`, `host ${name}: namespaces`), async () => (await import('./kubernetes/purge.ts')).purgeCluster(cluster, id));
      if (engine === undefined) continue;
      const purged = await task(listen, `purge.${name}`, text(`serveur ${name} : conteneurs, réseaux, volumes`, `host ${name}: containers, networks, volumes`), () => withDocker(engine, (docker) => purgeEngine(docker, id)));
      for (const kind of ['containers', 'networks', 'volumes'] as const) total[kind] += purged[kind];
    }
    await removeNames(session);
  });
  await forget(federation.directory);
  return total;
}

const nothingHere = (given: string): ChatiereError =>
  new ChatiereError({
    code: 'nothing-to-purge',
    what: text('rien n’a été mis en place à partir de ce dossier : rien n’est retiré', 'nothing was brought up from this directory: nothing is removed'),
    given,
    next: text('lancer la commande dans le dossier qui a l’état de la fédération', 'run the command in the directory that has the federation’s state'),
  });

/** Containers first, since they hold the rest. */
async function purgeEngine(docker: Docker, id: string): Promise<Omit<Purged, 'namespaces'>> {
  const filters = { label: [`${label.federation}=${id}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => unlessGone(docker.getContainer(Id).remove({ force: true, v: true }))));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => unlessGone(docker.getNetwork(Id).remove())));
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  await Promise.all(volumes.map(({ Name }) => unlessGone(docker.getVolume(Name).remove())));
  return { containers: containers.length, networks: networks.length, volumes: volumes.length };
}

async function forget(directory: string): Promise<void> {
  const { state, stacks, private: secret, certificates, logs, locks } = layoutOf(directory);
  for (const folder of [state, stacks, secret, certificates, logs, locks]) await rm(folder, { recursive: true, force: true });
}
