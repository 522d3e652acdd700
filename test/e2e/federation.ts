import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parseDocument } from 'yaml';

const CHECKOUT = join(import.meta.dirname, '..', '..');

/** A federation of its own on this machine's engine: other id, domain and ports than the demo, so that both can run. */
export interface TestFederation {
  readonly id: string;
  readonly directory: string;
  readonly domain: string;
  readonly httpsPort: number;
  /** Runs the `chatiere` command on it; rejects on a non-zero exit. */
  chatiere(...args: readonly string[]): Promise<string>;
  /** Like `chatiere`, but gives the exit code and both streams. */
  attempt(...args: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  /** Plain `pulumi` with what `chatiere env <stack>` exports, in a shell as a sysadmin types it. */
  pulumi(stack: string, command: string): Promise<{ exitCode: number; output: string }>;
  /** `https://<label>.<domain>[:port]` */
  url(hostname: string): string;
  edit(file: string, path: readonly (string | number)[], value: unknown): Promise<void>;
  /** Removes everything that carries its label, its hosts lines and its directory. */
  dispose(): Promise<void>;
}

export async function createFederation(): Promise<TestFederation> {
  const id = `essai-${randomBytes(3).toString('hex').replace(/^\d/, 'a')}`;
  const domain = `${id}.test`;
  const directory = await mkdtemp(join(tmpdir(), `${id}-`));
  await cp(join(CHECKOUT, 'examples', 'demo'), directory, { recursive: true });
  const [httpPort, httpsPort, socketProxyPort, healthPort, meterPort, sleepPort] = await freePorts(6);

  const edit: TestFederation['edit'] = async (file, path, value) => {
    const document = parseDocument(await readFile(join(directory, file), 'utf8'));
    document.setIn(path, value);
    await writeFile(join(directory, file), document.toString());
  };
  await edit('federation.yaml', ['id'], id);
  await edit('federation.yaml', ['domain'], domain);
  await edit('federation.yaml', ['identity', 'hostname'], `connexion.${domain}`);
  for (const [key, port] of Object.entries({ httpPort, httpsPort, socketProxyPort, healthPort, meterPort, sleepPort })) {
    await edit('hosts/serveur-1.yaml', ['edge', key], port);
  }
  for (const organization of ['mrc-demo', 'village-demo']) {
    await edit(`instances/${organization}.miniflux.yaml`, ['hostname'], `lecture.${organization}.${domain}`);
  }

  const command = join(CHECKOUT, 'scripts', 'chatiere');
  const attempt: TestFederation['attempt'] = async (...args) => {
    const { exitCode, stdout, stderr } = await execa(command, ['-C', directory, '--lang', 'fr', ...args], { reject: false, stdin: 'ignore' });
    return { exitCode: exitCode ?? -1, stdout, stderr };
  };
  return {
    id,
    directory,
    domain,
    httpsPort: httpsPort as number,
    attempt,
    async chatiere(...args) {
      const { exitCode, stdout, stderr } = await attempt(...args);
      if (exitCode !== 0) throw new Error(`chatiere ${args.join(' ')} exited ${exitCode}\n${stdout}\n${stderr}`);
      return stdout;
    },
    async pulumi(stack, line) {
      const exports = (await attempt('env', stack)).stdout;
      const { exitCode, all } = await execa('sh', ['-c', `${exports}\n${line}`], { reject: false, all: true, stdin: 'ignore', cwd: CHECKOUT });
      return { exitCode: exitCode ?? -1, output: all };
    },
    url: (hostname) => `https://${hostname}:${httpsPort}`,
    edit,
    async dispose() {
      await attempt('down', '--purge', '--confirm', id);
      await sweep(id);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Whatever of a federation is still on the engine: one `kind name` a line. */
export async function leftovers(id: string): Promise<string[]> {
  const filter = `label=chatiere.federation=${id}`;
  const lists = await Promise.all([
    execa('docker', ['ps', '--all', '--filter', filter, '--format', 'container {{.Names}}']),
    execa('docker', ['network', 'ls', '--filter', filter, '--format', 'network {{.Name}}']),
    execa('docker', ['volume', 'ls', '--filter', filter, '--format', 'volume {{.Name}}']),
  ]);
  const hosts = (await readFile('/etc/hosts', 'utf8')).split('\n').filter((line) => line.includes(id)).map((line) => `hosts ${line}`);
  return [...lists.flatMap(({ stdout }) => stdout.split('\n').filter(Boolean)), ...hosts];
}

/** Last resort after a failed test: by label only. */
async function sweep(id: string): Promise<void> {
  const names = async (kind: string) => (await leftovers(id)).filter((line) => line.startsWith(`${kind} `)).map((line) => line.slice(kind.length + 1));
  for (const [kind, remove] of [['container', ['rm', '--force', '--volumes']], ['network', ['network', 'rm']], ['volume', ['volume', 'rm', '--force']]] as const) {
    const found = await names(kind);
    if (found.length > 0) await execa('docker', [...remove, ...found], { reject: false });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve) => {
      const server = createServer().listen(0, '0.0.0.0', () => resolve(server));
    })),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
