import { type Document, isMap, parseDocument, stringify } from 'yaml';
import { type Catalog, choices, latestRelease, upgradeProblem } from '../catalog/index.ts';
import { ChatiereError, type Text, text } from '../kernel/index.ts';
import { instanceId, orderDigest } from './digest.ts';
import { readFederation } from './load.ts';
import type { Federation, OrderSheet } from './schema.ts';
import { checkChanges, type FileChange, writeChanges } from './write.ts';

export interface ApprovalRequest {
  /** Operator that approves: the one that the order was made to. Never a person's name. */
  readonly operator: string;
  /** Where the instance will run, and under which name. Not asked of an order that amends a running instance. */
  readonly host?: string;
  readonly hostname?: string;
  /** The newest, unless given. */
  readonly release?: string;
  /** Where the app has several; the first unless given, or the running one of an order that amends. */
  readonly edition?: string;
  readonly now: Date;
}

export interface ApprovedOrder {
  /** `<organization>.<name>`. */
  readonly instance: string;
  readonly sha256: string;
  /** What was written, in this order. */
  readonly changes: readonly FileChange[];
}

/**
 * Records who approved an order, when, and its SHA-256, and writes the instance file; of an order that amends another, points the
 * instance to it. Comments stay. The directory that would result is checked first: a `ChatiereError` means that nothing was written.
 */
export function approveOrder(federation: Federation, catalog: Catalog, orderId: string, request: ApprovalRequest): ApprovedOrder {
  const { files } = readFederation(federation.directory);
  const order = federation.orders.get(orderId);
  const source = files.get(`orders/${orderId}.yaml`);
  if (!order || source === undefined) throw refused('unknown-order', text('commande inconnue', 'unknown order'), orderId, choices(orderId, [...federation.orders.keys()]));
  const instance = instanceId(order);
  const instanceFile = `instances/${instance}.yaml`;
  if (order.approval && federation.instances.get(instance)?.order === orderId) throw refused('already-approved', text('commande déjà approuvée', 'order already approved'), orderId);

  const sha256 = orderDigest(order);
  const approval: FileChange = { file: `orders/${orderId}.yaml`, text: withApproval(source, { by: request.operator, at: instant(request.now), sha256 }), mode: 'replace' };
  const current = files.get(instanceFile);
  const placed: FileChange = current === undefined ? { file: instanceFile, text: newInstance(catalog, orderId, order, request), mode: 'create' } : amended(federation, orderId, order, request.edition, { file: instanceFile, text: current, mode: 'replace' });
  // Approved without an instance is what an interruption between the two leaves: only the instance is still to write.
  const changes = order.approval ? [placed] : [approval, placed];
  checkChanges(federation.directory, catalog, changes);
  writeChanges(federation.directory, changes);
  return { instance, sha256, changes };
}

const refused = (code: string, what: Text, given: string, more: object = {}): ChatiereError => new ChatiereError({ code, what, given, ...more });

/** To the second, in UTC. */
const instant = (now: Date): string => now.toISOString().replace(/\.\d{3}Z$/, 'Z');

function withApproval(source: string, approval: NonNullable<OrderSheet['approval']>): string {
  const document = parseDocument(source);
  document.set('approval', approval);
  return edited(document, source);
}

/** As it was, with our change: long lines stay whole. */
function edited(document: Document.Parsed, source: string): string {
  if (isMap(document.contents)) document.contents.flow = false;
  return document.toString({ lineWidth: 0, flowCollectionPadding: /\{ /.test(source) });
}

function newInstance(catalog: Catalog, orderId: string, order: OrderSheet, { host, hostname, release, edition, now }: ApprovalRequest): string {
  const missing = [host === undefined ? 'host' : '', hostname === undefined ? 'hostname' : ''].filter(Boolean);
  if (missing.length > 0) {
    throw new ChatiereError(missing.map((field) => ({ code: 'missing', what: field === 'host' ? text('sur quel serveur ?', 'on which host?') : text('sous quel nom de domaine ?', 'under which host name?'), where: { field }, next: text(`donner --${field}`, `give --${field}`) })));
  }
  const value = (content: unknown): string => stringify(content, { lineWidth: 0 }).trimEnd();
  return `# Choix d’exploitation de l’instance. La commande dit ce qui a été demandé, et à quel prix.
order: ${value(orderId)}
release: ${value(maintained(catalog, order.app, release, now))}${edition === undefined ? '' : `\nedition: ${value(edition)}`}
host: ${value(host)}
hostname: ${value(hostname)}
access:
  # Organisations dont les membres peuvent entrer, en plus de la sienne.
  organizations: []
  registration: closed
`;
}

/** The release asked for, or the newest; none that upstream has given up. One that does not exist is said of the file. */
function maintained(catalog: Catalog, app: string, asked: string | undefined, now: Date): string {
  const releases = catalog.apps.get(app);
  const release = asked === undefined ? latestRelease(catalog, app) : releases?.get(asked);
  const ended = release && upgradeProblem(undefined, release, releases?.values() ?? [], instant(now).slice(0, 10));
  if (release && ended) throw new ChatiereError({ code: ended.code, what: ended.what, where: { field: 'release' }, given: release.release, ...(ended.next && { next: ended.next }) });
  return release?.release ?? (asked as string);
}

/** The instance file of an order that amends the one it points to. */
function amended(federation: Federation, orderId: string, order: OrderSheet, edition: string | undefined, current: FileChange): FileChange {
  const running = federation.instances.get(instanceId(order));
  if (running && order.amends !== running.order) {
    throw new ChatiereError({ code: 'instance-exists', what: text('cette instance existe déjà, pour une autre commande', 'this instance already exists, for another order'), where: { file: current.file }, given: running.order, next: text(`écrire amends: ${running.order} dans la commande, ou lui donner un autre name:`, `write amends: ${running.order} in the order, or give it another name:`) });
  }
  const document = parseDocument(current.text);
  document.set('order', orderId);
  if (edition !== undefined) document.set('edition', edition);
  return { ...current, text: edited(document, current.text) };
}
