import type Docker from 'dockerode';
import { type DockerHostSheet, EDGE_PORTS } from '../federation/index.ts';
import { label, type Problem, type Text, text } from '../kernel/index.ts';
import { collides, type Holder, holdersOf, listening, type Listening, tryListen } from './sockets.ts';

type Edge = DockerHostSheet['edge'];
type PortName = (typeof EDGE_PORTS)[number];

/** Each port of a host's edge, and the address on which it is taken: people reach two of them, the others are on loopback. */
export const portsOf = (edge: Edge): [name: PortName, address: string][] =>
  EDGE_PORTS.map((name) => [name, name === 'httpPort' || name === 'httpsPort' ? edge.address : '127.0.0.1']);

/** A container that runs in the machine's own network, by its first process, or that the engine publishes ports for. */
interface Neighbour {
  readonly name: string;
  readonly own: boolean;
  readonly pid: number | undefined;
  readonly published: ReadonlySet<number>;
}

/**
 * Ports of a host's edge that somebody else holds, each with who does; those that our own containers hold are as they should be.
 * Only for an engine of this machine: of another we see no process.
 */
export async function takenPorts(docker: Docker, federation: string, host: string, edge: Edge): Promise<Problem[]> {
  if (process.platform !== 'linux') return [];
  const outcomes = await Promise.all(portsOf(edge).map(async ([name, address]) => ({ name, address, port: edge[name], outcome: await tryListen(address, edge[name]) })));
  if (outcomes.every(({ outcome }) => outcome === 'free')) return [];
  const [sockets, neighbours] = await Promise.all([listening(), neighboursOf(docker, federation)]);
  const problems = await Promise.all(outcomes.map(async ({ name, address, port, outcome }) => {
    const place = { where: { file: `hosts/${host}.yaml`, field: `edge.${name}` }, given: address.includes(':') ? `[${address}]:${port}` : `${address}:${port}` };
    if (outcome === 'EADDRNOTAVAIL') return { ...place, ...notHere };
    const holder = outcome === 'free' ? undefined : sockets.find((socket) => collides({ address, port }, socket));
    return holder && taken(place, name, port, holder, await holdersOf(holder.inode), neighbours);
  }));
  return problems.filter((problem) => problem !== undefined);
}

async function neighboursOf(docker: Docker, federation: string): Promise<Neighbour[]> {
  const containers = await docker.listContainers();
  return Promise.all(containers.map(async ({ Id, Names: [name = Id], Labels, HostConfig, Ports }) => ({
    name: name.replace(/^\//, ''),
    own: Labels[label.federation] === federation,
    pid: HostConfig.NetworkMode === 'host' ? await pidOf(docker, Id) : undefined,
    published: new Set(Ports.map(({ PublicPort }) => PublicPort)),
  })));
}

/** None of a container that has just ended. */
const pidOf = (docker: Docker, id: string): Promise<number | undefined> => docker.getContainer(id).inspect().then(({ State }) => State.Pid || undefined, () => undefined);

function taken(place: Pick<Problem, 'where' | 'given'>, name: PortName, port: number, { uid }: Listening, holders: readonly Holder[], neighbours: readonly Neighbour[]): Problem | undefined {
  const inside = neighbours.find(({ pid, published }) => published.has(port) || (pid !== undefined && holders.some(({ lineage }) => lineage.includes(pid))));
  // Whose files we may not see cannot be told apart from our own, where some of ours run in the same network.
  const ours = inside?.own ?? (holders.length === 0 && neighbours.some(({ own, pid }) => own && pid !== undefined));
  if (ours) return undefined;
  const who = whoHolds(inside?.name, holders[0], uid);
  return {
    ...place,
    code: 'port-taken',
    what: text(`le port ${port} est pris par ${who.fr} : rien n’est commencé`, `port ${port} is taken by ${who.en}: nothing is begun`),
    next: text(`l’arrêter, ou donner un autre port à edge.${name}`, `stop it, or give edge.${name} another port`),
  };
}

export function whoHolds(container: string | undefined, holder: Holder | undefined, uid: number): Text {
  const running = holder && `${holder.command}, pid ${holder.pid}`;
  if (container !== undefined) return text(`le conteneur « ${container} »${running ? ` (${running})` : ''}`, `the container "${container}"${running ? ` (${running})` : ''}`);
  if (running !== undefined) return text(`un processus (${running})`, `a process (${running})`);
  return text(`un processus de l’utilisateur ${uid}, qu’il faut être root pour voir`, `a process of user ${uid}, which only root may see`);
}

const notHere = {
  code: 'address-absent',
  what: text('cette machine n’a pas cette adresse : rien n’est commencé', 'this machine does not have this address: nothing is begun'),
  next: text('donner à edge.address une adresse de cette machine, ou 0.0.0.0', 'give edge.address an address of this machine, or 0.0.0.0'),
} satisfies Partial<Problem>;
