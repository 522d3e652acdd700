import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChatiereError, type Problem, text } from '../../kernel/index.ts';
import { cacheFolder, withLock } from '../cache/index.ts';
import { capture, findOnPath, run } from './command.ts';
import { canInstallPackages, installPackages, missing, updateLists } from './debian.ts';
import { type ResolvedPart, step, type ToolchainProgress } from './part.ts';

const START_LIMIT = 90_000;

/** The Docker Engine that the `docker` command reaches, if one answers. */
export async function findDocker(): Promise<ResolvedPart | undefined> {
  const client = findOnPath('docker');
  const version = client && (await capture(client, ['version', '--format', '{{.Server.Version}}']));
  if (!version) return undefined;
  return { part: 'docker', version, origin: existsSync(originFile()) ? 'debian' : 'path', path: process.env['DOCKER_HOST'] ?? '/var/run/docker.sock' };
}

/** As `findDocker`; else installs Debian's packages (as root) and starts the engine, which goes on after this process. */
export async function resolveDocker(progress: ToolchainProgress): Promise<ResolvedPart> {
  return (await findDocker()) ?? withLock('docker', async () => {
    const found = await findDocker();
    if (found) return found;
    if (process.env['DOCKER_HOST']) throw unreachable(`DOCKER_HOST=${process.env['DOCKER_HOST']}`);
    if (process.platform !== 'linux') throw unreachable(process.platform);
    if (!findOnPath('dockerd') || !findOnPath('docker')) await installEngine(progress);
    return (await findDocker()) ?? startEngine(progress);
  });
}

async function installEngine(progress: ToolchainProgress): Promise<void> {
  if (!canInstallPackages()) throw missing(text('aucun moteur Docker ne répond', 'no Docker Engine answers'), ['docker.io']);
  await updateLists();
  // From Debian 13 on, the client is a package of its own; before, there is none by that name.
  const separateClient = (await capture('apt-cache', ['show', 'docker-cli'])) !== undefined;
  await installPackages('docker', ['docker.io', 'iptables', ...(separateClient ? ['docker-cli'] : [])], progress);
  await mkdir(cacheFolder(), { recursive: true });
  await (await open(originFile(), 'w')).close();
}

async function startEngine(progress: ToolchainProgress): Promise<ResolvedPart> {
  const log = join(cacheFolder(), 'dockerd.log');
  return step(progress, 'docker', text(`démarrage du moteur Docker (journal : ${log})`, `starting the Docker Engine (log: ${log})`), async (line) => {
    if (existsSync('/run/systemd/system')) await run('systemctl', ['start', 'docker'], { line });
    else {
      await mountControlGroups(progress);
      await startDetached(log);
    }
    const deadline = Date.now() + START_LIMIT;
    for (let found = await findDocker(); ; found = await findDocker()) {
      if (found) return found;
      if (Date.now() > deadline) throw unreachable(log);
      await delay(500);
    }
  });
}

/** A session of its own: neither a closed terminal nor Ctrl-C ends it. Its pid is in /run/docker.pid. */
async function startDetached(log: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const output = await open(log, 'a');
  spawn('dockerd', [], { detached: true, stdio: ['ignore', output.fd, output.fd] }).unref();
  await output.close();
}

/** A machine without an init system may have mounted none, and the engine needs them. */
async function mountControlGroups(progress: ToolchainProgress): Promise<void> {
  const mounted = (await readdir('/sys/fs/cgroup').catch(() => [])).length > 0;
  if (mounted || !canInstallPackages()) return;
  await installPackages('docker', ['cgroupfs-mount'], progress);
  await run('cgroupfs-mount', []);
}

/** Says that the engine was installed here by this set-up. */
const originFile = () => join(cacheFolder(), 'docker-from-debian');

function unreachable(given: string): ChatiereError {
  const problem: Problem = {
    code: 'docker-unreachable',
    what: text('aucun moteur Docker ne répond', 'no Docker Engine answers'),
    given,
    next: text('démarrer Docker, ou lire son journal, puis recommencer', 'start Docker, or read its log, then try again'),
  };
  return new ChatiereError(problem);
}
