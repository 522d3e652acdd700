import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { DockerHostSheet } from '../federation/index.ts';
import { ChatiereError, label, text } from '../kernel/index.ts';
import { hostStack } from '../placement/index.ts';
import type { Check } from './doctor.ts';
import { withDocker } from './docker.ts';
import { portsOf } from './ports.ts';

/** An engine that has not answered by then is as good as away. */
const PATIENCE_MS = 5000;
const silence = text('le moteur Docker ne répond pas', 'the Docker engine does not answer');

/** Whether a host's engine answers, and, where it is this machine's, whether the ports of its edge are free or ours. */
export async function hostChecks(federation: string, name: string, host: DockerHostSheet): Promise<Check[]> {
  const title = text(`serveur ${name}`, `host ${name}`);
  const seen = await look(federation, name, host.engine);
  if (seen instanceof ChatiereError) {
    return [{ check: `engine ${name}`, title, state: 'wrong', found: seen.problems[0]?.what ?? silence, next: text(`démarrer le moteur de ${host.engine}, ou corriger hosts/${name}.yaml`, `start the engine of ${host.engine}, or correct hosts/${name}.yaml`) }];
  }
  const engine: Check = { check: `engine ${name}`, title, state: 'ok', found: text(`Docker ${seen.version}`, `Docker ${seen.version}`) };
  if (!host.engine.startsWith('unix:') || seen.edge) return [engine];
  const taken = await takenPorts(host);
  if (taken.length === 0) return [engine, { check: `ports ${name}`, title, state: 'ok', found: text('ports de la bordure libres', 'ports of the edge free') }];
  const ports = taken.join(', ');
  return [engine, {
    check: `ports ${name}`,
    title,
    state: 'wrong',
    found: text(`${taken.length > 1 ? 'ports pris' : 'port pris'} par autre chose : ${ports}`, `${taken.length > 1 ? 'ports' : 'port'} taken by something else: ${ports}`),
    next: text(`arrêter ce qui tient ${ports} (« ss -ltnp » dit quoi), ou choisir d’autres ports sous edge: dans hosts/${name}.yaml`, `stop what holds ${ports} ("ss -ltnp" says what), or choose other ports under edge: in hosts/${name}.yaml`),
  }];
}

async function look(federation: string, name: string, engine: string): Promise<{ version: string; edge: boolean } | ChatiereError> {
  const late = new AbortController();
  const silent = new ChatiereError({ code: 'engine-silent', what: silence, given: engine });
  try {
    return await Promise.race([
      withDocker(engine, (docker) => askEngine(docker, federation, name)),
      pause(PATIENCE_MS, undefined, { signal: late.signal }).then(() => silent),
    ]);
  } catch (error) {
    if (error instanceof ChatiereError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    return new ChatiereError({ code: 'engine-refused', what: text(`le moteur Docker refuse : ${reason}`, `the Docker engine refuses: ${reason}`), given: engine });
  } finally {
    late.abort();
  }
}

/** Its version, and whether services of this host already run there: the ports are theirs then. */
async function askEngine(docker: Docker, federation: string, host: string): Promise<{ version: string; edge: boolean }> {
  const { Version } = await docker.version();
  const ours = await docker.listContainers({ filters: { label: [`${label.federation}=${federation}`, `${label.stack}=${hostStack(host)}`] } });
  return { version: Version, edge: ours.length > 0 };
}

/** Ports of the edge on which something listens. */
async function takenPorts({ edge }: DockerHostSheet): Promise<number[]> {
  const address = edge.address === '0.0.0.0' ? '127.0.0.1' : edge.address === '::' ? '::1' : edge.address;
  const ports = portsOf({ ...edge, address }).map(([name, at]): [number, string] => [edge[name], at]);
  const listening = await Promise.all(ports.map(([port, at]) => listens(port, at)));
  return ports.filter((_, index) => listening[index]).map(([port]) => port);
}

function listens(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
}
