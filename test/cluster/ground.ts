import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { type Api, type Cluster, GATEWAY_CLASS, LOCAL_CLASS, openApi } from '../../modules/engine/cluster/index.ts';
import { openSession, type Session, up } from '../../modules/engine/index.ts';
import type { Engine } from '../../modules/engine/environment.ts';
import type { Changes, Listener, Operation } from '../../modules/engine/progress.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { prepareEngine, prepareFolders } from '../../modules/engine/session.ts';
import { ensureStacks } from '../../modules/engine/stack.ts';
import { parseCheckpoint, readContent, type StoredResource } from '../../modules/engine/state/store.ts';

/** The cluster among a federation's hosts. */
export const HOST = 'grappe';
/** Value of the residency label where everything of ours must be. */
export const REGION = 'ca-qc';
const GATEWAY = { namespace: 'entree', name: 'publique' };

/**
 * Makes a trial cluster a host of a federation beside those it has; names are those of a public DNS, and images those built here unless said.
 * What its administrator would have made is made: the Gateway.
 */
export async function joinCluster(directory: string, cluster: Pick<Cluster, 'kubeconfig' | 'context'>, registries: readonly string[] = ['chatiere']): Promise<Api> {
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(directory, file)), { recursive: true, mode: 0o700 });
    writeFileSync(join(directory, file), content, { mode: 0o600 });
  };
  write(`hosts/${HOST}.yaml`, `operator: coop-des-rives\ntarget: kubernetes\ncluster: { kubeconfig: ${HOST}.yaml }\nsite: { name: Salle B, region: qc }\ngateway: ${JSON.stringify(GATEWAY)}\nstorageClass: ${LOCAL_CLASS}\nregistries: ${JSON.stringify(registries)}\n`);
  write(`private/${HOST}.yaml`, readFileSync(cluster.kubeconfig, 'utf8'));
  const sheet = parseDocument(readFileSync(join(directory, 'federation.yaml'), 'utf8'));
  sheet.set('publicDns', true);
  write('federation.yaml', sheet.toString());
  const api = await openApi(cluster.kubeconfig, cluster.context);
  await createGateway(api);
  return api;
}

async function createGateway({ library, config }: Api): Promise<void> {
  const objects = library.KubernetesObjectApi.makeApiClient(config);
  await objects.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: GATEWAY.namespace } });
  const listeners = [{ name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'certificate' }] }, allowedRoutes: { namespaces: { from: 'All' } } }];
  await objects.create({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: GATEWAY, spec: { gatewayClassName: GATEWAY_CLASS, listeners } } as object);
}

/** The target's part of instances, each in its stack, without an identity server: its client is left out, and its facts are given. */
export interface Ground {
  readonly session: Session;
  /** One operation of the engine on a stack of its own. Rejects with the words that people read. */
  run(operation: Operation, stack: string, more?: { readonly refresh?: boolean; readonly signal?: AbortSignal; readonly listen?: Listener }): Promise<Changes>;
}

/** The host's own stack is brought up, by the engine and as it is; those of the instances are made, and hold nothing yet. */
export async function openGround(directory: string): Promise<Ground> {
  const session = openSession(directory);
  const signal = new AbortController().signal;
  await up(session, [`host.${HOST}`], { listen: ignore, signal, refresh: false });
  await prepareFolders(session);
  const engine = await prepareEngine(session, ignore);
  await ensureStacks(engine, [...session.federation.instances.keys()]);
  const own = await withProgram(engine, join(directory, 'targets'));
  return { session, run: (operation, stack, more) => runPulumi(own, { operation, stack, listen: ignore, ...more }) };
}

const ignore: Listener = () => undefined;

/** The same stacks, of a program that makes their target's part alone. */
async function withProgram(engine: Engine, folder: string): Promise<Engine> {
  await cp(engine.layout.stacks, folder, { recursive: true });
  const project = parseDocument(readFileSync(join(folder, 'Pulumi.yaml'), 'utf8'));
  project.set('main', join(import.meta.dirname, 'target-program.ts'));
  await writeFile(join(folder, 'Pulumi.yaml'), project.toString());
  return { ...engine, layout: { ...engine.layout, stacks: folder } };
}

/** What a stack holds, the stack itself included. */
export function resourcesOf({ layout }: Session, stack: string): readonly StoredResource[] {
  const content = readContent(layout, stack);
  return (content && parseCheckpoint(content)?.resources) ?? [];
}
