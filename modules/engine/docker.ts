import Docker from 'dockerode';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';

/** Client of an engine by its address in the host's file: `unix:///…`, `tcp://…` or `ssh://…`. */
export function dockerAt(address: string): Docker {
  const url = new URL(address);
  if (url.protocol === 'unix:') return new Docker({ socketPath: url.pathname });
  const port = url.port === '' ? undefined : Number(url.port);
  if (url.protocol === 'ssh:') return new Docker({ protocol: 'ssh', host: url.hostname, ...(port === undefined ? {} : { port }), username: url.username || undefined, sshOptions: { agent: process.env['SSH_AUTH_SOCK'] } } as Docker.DockerOptions);
  return new Docker({ protocol: 'http', host: url.hostname, port: port ?? 2375 });
}

/** Does something with an engine; an engine that cannot be reached becomes an error for people. */
export async function withDocker<T>(address: string, act: (docker: Docker) => Promise<T>): Promise<T> {
  try {
    return await act(dockerAt(address));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined || !['ENOENT', 'ECONNREFUSED', 'EACCES', 'EHOSTUNREACH', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'ECONNRESET'].includes(code)) throw error;
    throw new ChatiereError({
      code: 'engine-unreachable',
      what: text(`le moteur Docker ne répond pas (${code})`, `the Docker engine does not answer (${code})`),
      given: address,
      next: text('le démarrer, ou voir « chatiere doctor »', 'start it, or see "chatiere doctor"'),
    }, ExitCode.failure);
  }
}
