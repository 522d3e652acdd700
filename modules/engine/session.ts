import { join } from 'node:path';
import { type Catalog, imagesOf as namesOf, loadCatalog } from '../catalog/index.ts';
import { ensureCertificates, hostnamesOf } from '../edge/index.ts';
import { type Federation, loadFederation } from '../federation/index.ts';
import { ChatiereError, text } from '../kernel/index.ts';
import { resolveInstance, resolvePlatform, type StackPlan, stacksOf } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { kubeconfigsOf } from './kubernetes/access.ts';
import type { Engine } from './environment.ts';
import { canWriteHosts, type HostsEntry, missingNames, readHosts, writeHostsBlock } from './hosts-file.ts';
import { CHECKOUT, type Layout, layoutOf, prepareLayout } from './layout.ts';
import { refuseWrongPassphrase } from './passphrase.ts';
import { type Listener, task } from './progress.ts';
import { ensureStacks } from './stack.ts';
import { prepareImages, prepareToolchain } from './tools.ts';

/** A federation that passed validation, and where its things are. Nothing has been written yet. */
export interface Session {
  readonly federation: Federation;
  readonly catalog: Catalog;
  readonly layout: Layout;
  /** Every stack, each after what it depends on. */
  readonly plans: readonly StackPlan[];
}

/** `https://…` of an instance. */
export const addressOf = ({ federation, catalog }: Session, instance: string): string => resolveInstance(federation, catalog, instance, localImageTag).url;

/** The checkout's catalog, and what a federation adds to it in its own `catalog/`. */
export const openCatalog = (directory?: string): Catalog => loadCatalog(join(CHECKOUT, 'catalog'), ...(directory === undefined ? [] : [join(directory, 'catalog')]));

export function openSession(directory: string): Session {
  const catalog = openCatalog(directory);
  const federation = loadFederation(directory, catalog);
  return { federation, catalog, layout: layoutOf(directory), plans: stacksOf(federation) };
}

/** Folders, passphrase and certificates: what stacks are made from beside the sheets. */
export async function prepareFolders({ federation, layout }: Session): Promise<void> {
  await prepareLayout(layout);
  await ensureCertificates(federation, new Date());
}

/** The toolchain, which any Pulumi operation needs, and the passphrase, which must be the stacks' own: its key takes half a second of another core. */
export async function prepareEngine({ federation, layout, plans }: Session, listen: Listener): Promise<Engine> {
  const [toolchain] = await Promise.all([prepareToolchain(federation, listen), refuseWrongPassphrase(layout)]);
  return { layout, toolchain, kubeconfigs: kubeconfigsOf(federation, plans.map(({ name }) => name)) };
}

/** Images of the stacks that will run, where this machine builds them itself. */
export async function prepareStackImages(session: Session, stacks: readonly string[], listen: Listener): Promise<void> {
  if (session.federation.sheet.images !== 'local') return;
  const recipes = imagesOf(session, stacks).flatMap((name) => session.catalog.images[name]?.build ?? []);
  await prepareImages(recipes, listen);
}

/** Names in images.lock.yaml that these stacks use, sorted. */
export function imagesOf({ federation, catalog }: Session, stacks: readonly string[]): string[] {
  const names = stacks.flatMap((stack) => {
    if (stack.startsWith('host.')) return resolvePlatform(federation, catalog, stack.slice('host.'.length), localImageTag).flatMap(({ release }) => namesOf(release));
    if (!federation.instances.has(stack)) return [];
    const { release, edition } = resolveInstance(federation, catalog, stack, localImageTag);
    return namesOf(release, edition);
  });
  return [...new Set(names)].toSorted();
}

/** Creates the missing stacks, empty but seeded. */
export async function prepareStacks(engine: Engine, stacks: readonly string[], listen: Listener): Promise<void> {
  await task(listen, 'stacks', text('piles prêtes', 'stacks ready'), () => ensureStacks(engine, stacks));
}

/** Public names and the addresses of their edges, where public DNS does not know them. */
export function hostsEntries({ federation }: Session): HostsEntry[] {
  if (federation.sheet.publicDns) return [];
  return [...federation.hosts].flatMap(([name, { edge }]) => (edge.address === undefined ? [] : [{ address: reachable(edge.address), names: hostnamesOf(federation, name) }]));
}

/** An edge that listens on every address is reached on loopback from its own machine. */
const reachable = (address: string): string => (address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address);

/** Takes this federation's names out of the hosts file, where we may write it. */
export async function removeNames({ federation }: Session): Promise<void> {
  if (await canWriteHosts()) await writeHostsBlock(federation.sheet.id, []);
}

/** Makes this machine know the public names; refuses where it may not and they are missing, since the identity provider is called by name. */
export async function prepareNames(session: Session, listen: Listener): Promise<void> {
  const entries = hostsEntries(session);
  if (entries.length === 0) return;
  if (await canWriteHosts()) {
    if (await writeHostsBlock(session.federation.sheet.id, entries)) {
      listen({ kind: 'note', text: text('noms de la fédération inscrits dans /etc/hosts', 'names of the federation written to /etc/hosts') });
    }
    return;
  }
  const missing = missingNames(await readHosts(), entries);
  if (missing.length === 0) return;
  const lines = entries.flatMap(({ address, names }) => names.filter((name) => missing.includes(name)).map((name) => `${address} ${name}`)).join('\n    ');
  throw new ChatiereError({
    code: 'names-unknown',
    what: text('cette machine ne connaît pas les noms de la fédération, et /etc/hosts n’est pas à vous', 'this machine does not know the federation’s names, and /etc/hosts is not yours to write'),
    given: missing.join(', '),
    next: text(`ajouter ces lignes à /etc/hosts (ou relancer en root) :\n    ${lines}`, `add these lines to /etc/hosts (or run again as root):\n    ${lines}`),
  });
}
