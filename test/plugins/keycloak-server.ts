import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { execa } from 'execa';
import { localImageTag } from '../../tools/images/index.ts';

/** Milliseconds: a minute on an idle machine of two cores. */
const START_LIMIT = 600_000;

export interface KeycloakServer {
  /** `http://127.0.0.1:<port>`, no final slash. */
  url: string;
  username: string;
  password: string;
  stop(): Promise<void>;
}

/** Starts the local Keycloak image in development mode with a database in memory, on a free port of the loopback; ready when it returns. */
export async function startKeycloak(): Promise<KeycloakServer> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const name = `chatiere-test-keycloak-${randomBytes(4).toString('hex')}`;
  const account = { username: 'admin', password: randomUUID() };
  await execa('docker', [
    'run', '--detach', '--name', name, '--label', 'chatiere.test=keycloak', '--network', 'host', '--memory', '1g',
    '--env', 'JAVA_OPTS_KC_HEAP', '--env', 'KC_BOOTSTRAP_ADMIN_USERNAME', '--env', 'KC_BOOTSTRAP_ADMIN_PASSWORD',
    localImageTag('keycloak'), 'start-dev', `--http-port=${port}`, '--http-host=127.0.0.1', `--http-management-port=${managementPort}`, '--cache=local', '--db=dev-mem',
  ], { env: { JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m', KC_BOOTSTRAP_ADMIN_USERNAME: account.username, KC_BOOTSTRAP_ADMIN_PASSWORD: account.password } });
  const stop = async () => void (await execa('docker', ['rm', '--force', '--volumes', name]));
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(`${url}/realms/master`, name);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, ...account, stop };
}

async function ready(url: string, name: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    const { stdout: running } = await execa('docker', ['inspect', '--format', '{{.State.Running}}', name]);
    if (running !== 'true') throw new Error(`Keycloak ended\n${await lastLines(name)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Keycloak is not ready after ${START_LIMIT} ms: ${url}\n${await lastLines(name)}`);
}

const lastLines = async (name: string): Promise<string> => (await execa('docker', ['logs', '--tail', '20', name], { all: true })).all;

/** A port that nobody listens on, now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
