import type Docker from 'dockerode';
import { unserved, type Values } from '../server/index.ts';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** A Docker engine, connected on first use: the library takes longer to load than the plugin to start. */
export interface Engine {
  /** @throws Error when the engine does not answer its ping */
  docker(): Promise<Docker>;
}

/** @throws Error on a setting that the stand-in does not serve, or a host it cannot reach by its scheme */
export function connect(config: Values, environment: NodeJS.ProcessEnv): Engine {
  for (const name of ['caMaterial', 'certMaterial', 'certPath', 'context', 'keyMaterial', 'registryAuth', 'sshOpts']) {
    if (!isEmpty(config[name])) throw new Error(unserved('docker', name));
  }
  const host = String(config['host'] || environment['DOCKER_HOST'] || DEFAULT_HOST);
  const options = optionsFor(host);
  let docker: Promise<Docker> | undefined;
  return { docker: () => (docker ??= open(host, options, config['disableDockerDaemonCheck'] === true)) };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function optionsFor(host: string): Docker.DockerOptions {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  if (!/^(tcp|http):\/\//.test(host)) throw new Error(`docker host "${host}": this stand-in reaches unix:// and tcp:// hosts only`);
  const url = new URL(host.replace(/^tcp:/, 'http:'));
  return { protocol: 'http', host: url.hostname, port: url.port || '2375' };
}

async function open(host: string, options: Docker.DockerOptions, unchecked: boolean): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  const docker = new Client(options);
  if (unchecked) return docker;
  try {
    await docker.ping();
    return docker;
  } catch (error) {
    const told = `Error pinging Docker server, please make sure that ${host} is reachable and has a  '_ping' endpoint.`;
    throw new Error(`${told} Error: ${engineWords(error)}`);
  }
}

interface EngineError extends Error {
  statusCode?: number;
  json?: { message?: string };
}

/** The engine's own words, as its command line shows them. */
export function engineWords(error: unknown): string {
  const { json, message } = error as EngineError;
  return json?.message === undefined ? message : `Error response from daemon: ${json.message}`;
}

export const isNotFound = (error: unknown): boolean => (error as EngineError).statusCode === 404;

/** The answer to stopping what is stopped. */
export const isUnchanged = (error: unknown): boolean => (error as EngineError).statusCode === 304;
