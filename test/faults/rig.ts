import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { certificateFiles, edgeName } from '../../modules/edge/index.ts';
import { writeHostsBlock } from '../../modules/engine/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import type { Call, Fault } from './call.ts';
import { type EngineProxy, openEngineProxy } from './engine-proxy.ts';
import { DOOR, type IdentityProxy, openIdentityProxy } from './identity-proxy.ts';
import { killGroup, killTree, workersOf } from './tree.ts';

export const PROXIES = ['engine', 'identity'] as const;
export type ProxyName = (typeof PROXIES)[number];

/** Which call of a run suffers what. */
export interface Aim {
  readonly proxy: ProxyName;
  /** The call's `keyOf`. */
  readonly key: string;
  readonly fault: Fault;
}

export interface Ran {
  /** Undefined where it was killed. */
  readonly exitCode: number | undefined;
  readonly seconds: number;
  /** The fault met its call. */
  readonly struck: boolean;
  readonly calls: Readonly<Record<ProxyName, readonly Call[]>>;
  /** End of what it said. */
  readonly said: string;
}

/** What may end a run at any moment. */
export interface Running {
  /** All of it, Pulumi included. */
  killTree(): Promise<void>;
  /** `chatiere` alone: Pulumi is left an orphan. */
  killOwn(): Promise<void>;
  watch(watcher: (call: Call) => void): void;
}

/** A federation of its own with both proxies in their places, its platform and its organizations up. */
export interface Rig {
  readonly federation: TestFederation;
  readonly proxies: Readonly<Record<ProxyName, EngineProxy | IdentityProxy>>;
  run(args: readonly string[], aim?: Aim, meanwhile?: (running: Running) => void): Promise<Ran>;
  /** Plain `pulumi` on a stack. */
  pulumi(stack: string, line: string): Promise<{ exitCode: number; output: string }>;
  /** Keeps a copy of state, settings and files under a name. */
  save(name: string): Promise<void>;
  /** Puts a copy back. */
  restore(name: string): Promise<void>;
  dispose(): Promise<void>;
  /** Being taken away, or taken away: what ran meanwhile says nothing. */
  gone(): boolean;
}

/** Milliseconds after which a run is given up: only a defect takes so long. */
const PATIENCE = 600_000;
const KEPT = ['state', 'stacks', 'orders', 'instances', 'organizations'];
const COMMAND = join(import.meta.dirname, '..', '..', 'scripts', 'chatiere');

export async function createRig(): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-faults-'));
  const federation = await createFederation();
  const { directory, id } = federation;
  const engine = await openEngineProxy(join(folder, 'engine.sock'), { prefix: `${id}--` });
  // The edge's window on the engine is root without capabilities.
  await chmod(engine.socket, 0o666);
  let identity: IdentityProxy | undefined;
  const exported = new Map<string, string>();

  let disposed: Promise<void> | undefined;
  const dispose = (): Promise<void> => (disposed ??= takeAway());
  const takeAway = async (): Promise<void> => {
    await killTree(0, directory);
    await rm(join(directory, 'locks'), { recursive: true, force: true });
    await federation.dispose();
    // Its own lines too, should the purge have been refused.
    for (const block of [id, blockOf(id)]) await writeHostsBlock(block, []);
    await identity?.close();
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await prepare(federation, engine);
    // Twice at most: on a machine that is busy elsewhere Keycloak's first start can outlast the engine's patience.
    await federation.chatiere('up', 'identity').catch(() => federation.chatiere('up', 'identity'));
    identity = await openDoor(federation);
    // Through it, which learns what their objects are called.
    await federation.chatiere('up', '--alone', 'mrc-demo', 'village-demo');
    const proxies = { engine, identity };
    const alive = <T>(act: () => Promise<T>): Promise<T> => (disposed === undefined ? act() : Promise.reject(new Error('the federation is being taken away')));
    return {
      federation: { ...federation, chatiere: (...args) => alive(() => federation.chatiere(...args)), attempt: (...args) => alive(() => federation.attempt(...args)) },
      proxies,
      dispose,
      gone: () => disposed !== undefined,
      run: (args, aim, meanwhile) => alive(() => run(federation, proxies, args, aim, meanwhile)),
      async pulumi(stack, line) {
        const variables = exported.get(stack) ?? (await federation.chatiere('env', stack));
        exported.set(stack, variables);
        const { exitCode, all } = await execa('sh', ['-c', `${variables}\n${line}`], { reject: false, all: true, stdin: 'ignore', cwd: directory });
        return { exitCode: exitCode ?? -1, output: all };
      },
      async save(name) {
        await rm(join(folder, name), { recursive: true, force: true });
        for (const part of KEPT) await cp(join(directory, part), join(folder, name, part), { recursive: true, preserveTimestamps: true });
      },
      async restore(name) {
        for (const part of ['locks', ...KEPT]) await rm(join(directory, part), { recursive: true, force: true });
        for (const part of KEPT) await cp(join(folder, name, part), join(directory, part), { recursive: true, preserveTimestamps: true });
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

const blockOf = (id: string): string => `${id}-faults`;

/** The engine behind its proxy, an organization that nobody brought up yet, and an order for the tests' own app. */
async function prepare(federation: TestFederation, { socket }: EngineProxy): Promise<void> {
  const { directory, domain } = federation;
  await federation.edit('hosts/serveur-1.yaml', ['engine'], `unix://${socket}`);
  // On one address, so that the proxy can have another: for 0.0.0.0 the edge takes those of IPv6 too. Nobody signs in here, so no container calls it.
  await federation.edit('hosts/serveur-1.yaml', ['edge', 'address'], '127.0.0.1');
  await cp(join(import.meta.dirname, 'catalog'), join(directory, 'catalog'), { recursive: true });
  await writeFile(join(directory, 'organizations', 'canton-demo.yaml'), 'name: Canton de démonstration\nkind: municipality\n');
  const order = ['organization: village-demo', 'operator: coop-des-rives', 'app: guichet', 'plan: base', 'pricePerMonth: 25', 'requestedOn: 2026-11-25', ''];
  await writeFile(join(directory, 'orders', 'cmd-guichet.yaml'), order.join('\n'));
  await federation.chatiere('order', 'approve', 'cmd-guichet', '--host', 'serveur-1', '--hostname', `guichet.village-demo.${domain}`);
}

/** Stands at the name's second address from now on. */
async function openDoor({ id, directory, domain, httpsPort }: TestFederation): Promise<IdentityProxy> {
  const hostname = `connexion.${domain}`;
  const edge = certificateFiles(directory, edgeName('serveur-1'));
  const [certificate, key, authority] = await Promise.all([edge.certificate, edge.key, join(directory, 'certificates', 'authority.crt')].map((file) => readFile(file, 'utf8'))) as [string, string, string];
  const proxy = await openIdentityProxy({ hostname, port: httpsPort, certificate, key, authority, prefix: `${id}--` });
  await writeHostsBlock(blockOf(id), [{ address: DOOR, names: [hostname] }]);
  return proxy;
}

async function run({ directory }: TestFederation, proxies: Rig['proxies'], args: readonly string[], aim?: Aim, meanwhile?: (running: Running) => void): Promise<Ran> {
  const started = performance.now();
  for (const name of PROXIES) proxies[name].injector.begin();
  // A process group of its own, as in a terminal.
  const child = execa(COMMAND, ['-C', directory, '--lang', 'fr', ...args], { detached: true, reject: false, stdin: 'ignore', all: true });
  const pid = child.pid as number;
  const running: Running = {
    killTree: () => killTree(pid, directory),
    killOwn: () => killGroup(pid),
    watch: (watcher) => PROXIES.forEach((name) => proxies[name].injector.watch(watcher)),
  };
  if (aim) proxies[aim.proxy].injector.begin({ key: aim.key, fault: aim.fault, kill: aim.fault === 'hang' ? running.killOwn : running.killTree });
  const late = setTimeout(() => void running.killTree(), PATIENCE);
  meanwhile?.(running);
  const { exitCode, all } = await child;
  clearTimeout(late);
  for (const name of PROXIES) proxies[name].injector.unwatch();
  return {
    exitCode,
    seconds: (performance.now() - started) / 1000,
    struck: aim !== undefined && proxies[aim.proxy].injector.struck,
    calls: { engine: proxies.engine.injector.calls, identity: proxies.identity.injector.calls },
    said: all.split('\n').slice(-12).join('\n'),
  };
}

export const orphansOf = ({ federation }: Rig): number[] => workersOf(federation.directory);
