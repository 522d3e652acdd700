import type Docker from 'dockerode';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { plain } from './event.ts';

/** Client of an engine by its address in the host's file: `unix:///…`, `tcp://…` or `ssh://…`. */
export async function dockerAt(address: string): Promise<Docker> {
  // With SSH and gRPC inside; most commands call no engine.
  const { default: Client } = await import('dockerode');
  const url = new URL(address);
  if (url.protocol === 'unix:') return new Client({ socketPath: url.pathname });
  const port = url.port === '' ? undefined : Number(url.port);
  if (url.protocol === 'ssh:') return new Client({ protocol: 'ssh', host: url.hostname, ...(port === undefined ? {} : { port }), username: url.username || undefined, sshOptions: { agent: process.env['SSH_AUTH_SOCK'] } } as Docker.DockerOptions);
  return new Client({ protocol: 'http', host: url.hostname, port: port ?? 2375 });
}

/** Does something with an engine; one that cannot be reached, or that refuses, becomes an error for people. What is not there (404) is for `act` to see to. */
export async function withDocker<T>(address: string, act: (docker: Docker) => Promise<T>): Promise<T> {
  try {
    return await act(await dockerAt(address));
  } catch (error) {
    throw unreachable(address, error as DockerError) ?? refusing(address, error as DockerError) ?? error;
  }
}

interface DockerError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly json?: { readonly message?: string };
}

function unreachable(given: string, { code }: DockerError): ChatiereError | undefined {
  // What HPE_ begins is the parser's: something else than HTTP answers there.
  if (code === undefined || !/^(ENOENT|ENOTSOCK|ECONNREFUSED|EACCES|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT|EPIPE|ECONNRESET|HPE_.*)$/.test(code)) return undefined;
  return new ChatiereError({
    code: 'engine-unreachable',
    what: text(`le moteur Docker ne répond pas (${code})`, `the Docker engine does not answer (${code})`),
    given,
    next: code === 'EACCES'
      ? text('se joindre au groupe docker, ou relancer en root', 'join the docker group, or run again as root')
      : text('le démarrer, ou voir « chatiere doctor »', 'start it, or see "chatiere doctor"'),
  }, ExitCode.failure);
}

function refusing(given: string, { statusCode, json, message }: DockerError): ChatiereError | undefined {
  if (statusCode === undefined || statusCode === 404) return undefined;
  const words = plain(json?.message ?? message).slice(0, 500);
  return new ChatiereError({
    code: 'engine-refused',
    what: text(`le moteur Docker a refusé (${statusCode}) :\n  > ${words}`, `the Docker engine refused (${statusCode}):\n  > ${words}`),
    given,
    next: text('voir le journal du moteur (journalctl -u docker), puis relancer la même commande', 'see the engine’s log (journalctl -u docker), then run the same command again'),
  }, ExitCode.failure);
}
