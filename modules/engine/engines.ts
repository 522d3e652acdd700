import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { accessOf } from './kubernetes/access.ts';
import { withDocker } from './docker.ts';
import type { Session } from './session.ts';
import { replaceFile } from './state/copies.ts';

/** Host -> the engine, or the cluster, that its stacks were made on. */
type Recorded = Readonly<Record<string, { readonly id: string; readonly engine: string }>>;

/**
 * Refuses engines and clusters other than those that the state speaks of: on a strange one everything would look gone, and be made again.
 * The first time, and for the hosts named in `accepted`, the engine is recorded instead. `state/engines.json`.
 * @returns host -> how many processors its engine has; nothing of a cluster, whose nodes come and go.
 */
export async function checkEngines({ federation, layout }: Session, hosts: readonly string[], accepted: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const file = join(layout.state, 'engines.json');
  const recorded = (await readFile(file, 'utf8').then((content) => JSON.parse(content) as Recorded, () => ({}))) as Recorded;
  const found: Record<string, Recorded[string]> = {};
  const processors = new Map<string, number>();
  for (const host of hosts) {
    const [engine, cluster] = [federation.hosts.get(host)?.engine, accessOf(federation, host)];
    if (cluster) found[host] = await (await import('./kubernetes/identity.ts')).identifyCluster(cluster);
    if (engine === undefined) continue;
    const { ID: id, NCPU } = (await withDocker(engine, (docker) => docker.info())) as { ID: string; NCPU: number };
    found[host] = { engine, id };
    processors.set(host, NCPU);
  }
  const problems = Object.entries(found).flatMap(([host, { id, engine }]): Problem[] => {
    const before = recorded[host];
    return before === undefined || before.id === id || accepted.includes(host) ? [] : [(federation.hosts.get(host)?.target === 'kubernetes' ? anotherCluster : another)(host, engine, before.id, id)];
  });
  if (problems.length > 0) throw new ChatiereError(problems);
  const all = { ...recorded, ...found };
  if (JSON.stringify(all) !== JSON.stringify(recorded)) replaceFile(file, Buffer.from(`${JSON.stringify(all, null, 2)}\n`));
  return processors;
}

const another = (host: string, given: string, before: string, now: string): Problem => ({
  code: 'another-engine',
  what: text(
    `serveur ${host} : ce moteur Docker (${now}) n’est pas celui que l’état connaît (${before}) : rien n’est commencé`,
    `host ${host}: this Docker engine (${now}) is not the one that the state knows (${before}): nothing is begun`,
  ),
  given,
  next: text(
    `rétablir l’adresse du moteur dans hosts/${host}.yaml ; s’il a vraiment été réinstallé : chatiere up --refresh --accept-engine ${host}`,
    `put the engine’s address right in hosts/${host}.yaml; if it was really installed anew: chatiere up --refresh --accept-engine ${host}`,
  ),
});

const anotherCluster = (host: string, given: string, before: string, now: string): Problem => ({
  code: 'another-cluster',
  what: text(
    `serveur ${host} : cette grappe (${now}) n’est pas celle que l’état connaît (${before}) : rien n’est commencé`,
    `host ${host}: this cluster (${now}) is not the one that the state knows (${before}): nothing is begun`,
  ),
  given,
  next: text(
    `rétablir le kubeconfig ou le contexte de hosts/${host}.yaml ; si la grappe a vraiment été réinstallée : chatiere up --refresh --accept-engine ${host}`,
    `put the kubeconfig or the context of hosts/${host}.yaml right; if the cluster was really installed anew: chatiere up --refresh --accept-engine ${host}`,
  ),
});
