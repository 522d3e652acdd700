import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const VERSION = '26.7.4';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:zip`;

/** Milliseconds: a quarter of a minute on an idle machine. */
const START_LIMIT = 600_000;

export interface KeycloakServer {
  /** `http://127.0.0.1:<port>`, no final slash. */
  url: string;
  username: string;
  password: string;
  stop(): Promise<void>;
}

/** Starts a Keycloak in development mode with a database in memory, on a free port of the loopback; ready when it returns. */
export async function startKeycloak(): Promise<KeycloakServer> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const home = await mkdtemp(join(tmpdir(), 'chatiere-keycloak-'));
  // A copy: starting rewrites lib/quarkus, and two servers must not share data/.
  await cp(await keycloakDist(), home, { recursive: true });
  const account = { username: 'admin', password: crypto.randomUUID() };
  const server = launch(home, port, managementPort, account);
  const stop = async () => {
    await ended(server);
    await rm(home, { recursive: true, force: true });
  };
  try {
    await ready(`http://127.0.0.1:${port}/realms/master`, server, join(home, 'server.log'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, ...account, stop };
}

/** The unpacked distribution in the cache, fetched with Maven if it is not there. */
export async function keycloakDist(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'chatiere');
  const folder = join(cache, `keycloak-dist-${VERSION}`);
  if (await stat(folder).catch(() => undefined)) return folder;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'keycloak-dist-partial-'));
  try {
    await execa('mvn', ['--batch-mode', '--quiet', 'dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`]);
    await execa('unzip', ['-q', `keycloak-quarkus-dist-${VERSION}.zip`], { cwd: work });
    // Whoever was quicker has put the same files there.
    await rename(join(work, `keycloak-${VERSION}`), folder).catch(() => stat(folder));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

interface Account {
  username: string;
  password: string;
}

function launch(home: string, port: number, managementPort: number, account: Account): ChildProcess {
  const options = [
    `--http-port=${port}`, '--http-host=127.0.0.1', `--http-management-port=${managementPort}`,
    '--cache=local', '--db=dev-mem',
  ];
  const server = spawn(join(home, 'bin', 'kc.sh'), ['start-dev', ...options], {
    env: {
      ...process.env,
      JAVA_OPTS_KC_HEAP: '-Xms128m -Xmx512m',
      KC_BOOTSTRAP_ADMIN_USERNAME: account.username,
      KC_BOOTSTRAP_ADMIN_PASSWORD: account.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(join(home, 'server.log'));
  server.stdout?.pipe(log, { end: false });
  server.stderr?.pipe(log, { end: false });
  return server;
}

async function ready(url: string, server: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`Keycloak ended with ${server.exitCode}\n${await tail(log)}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Keycloak is not ready after ${START_LIMIT} ms: ${url}\n${await tail(log)}`);
}

const tail = async (log: string): Promise<string> => (await readFile(log, 'utf8')).slice(-2000);

/** Java is a child of the script: the whole group is ended. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid, 'SIGTERM');
  await exit;
}

/** A port that nobody listens on, now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
