import { type Document, isMap, parseDocument, stringify } from 'yaml';
import { type Catalog, choices, type Files, latestRelease, upgradeProblem } from '../catalog/index.ts';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { instanceId, instanceName, orderDigest } from './digest.ts';
import { readFederation } from './load.ts';
import type { Federation, OrderSheet } from './schema.ts';
import { refuseTaken, refuseTwice } from './own-instance.ts';
import { checkChanges, type FileChange } from './write.ts';

/** What is chosen for one order. Of an order that amends a running instance, the edition alone is looked at. */
export interface OrderChoices {
  /** `<name>.<organization>.<domain>`, unless given. */
  readonly hostname?: string;
  /** The newest, unless given. */
  readonly release?: string;
  /** Where the app has several; the first unless given, or the running one of an order that amends. */
  readonly edition?: string;
}

export interface ApprovalRequest {
  /** Orders in the order in which they are written. */
  readonly orders: ReadonlyMap<string, OrderChoices>;
  /** Operator that approves: the one that each order was made to, unless given. Never a person's name. */
  readonly operator?: string;
  /** Where the instances will run: the only host of the operator, unless given. */
  readonly host?: string;
  readonly now: Date;
}

/** Where an instance runs, and what it runs. */
export interface Place {
  readonly release: string;
  readonly edition?: string | undefined;
  readonly host: string;
  readonly hostname: string;
}

export interface ApprovedOrder {
  readonly id: string;
  /** `<organization>.<name>`. */
  readonly instance: string;
  readonly sha256: string;
  readonly place: Place;
  /** To write, in this order; none where an earlier approval has done everything. */
  readonly changes: readonly FileChange[];
}

/**
 * What records who approved orders, when, and their SHA-256, and makes the instance files; of an order that amends another, what points
 * the instance to it. Comments stay. All or none: the directory that would result is checked as a whole, and nothing is written yet
 * (`writeChanges` does). After an interruption the same request goes on with what is left.
 */
export function approveOrders(federation: Federation, catalog: Catalog, request: ApprovalRequest): ApprovedOrder[] {
  const { files } = readFederation(federation.directory);
  const [asked, known] = [[...request.orders.keys()], [...federation.orders.keys()]];
  refuse(asked.filter((id) => !known.includes(id)).map((id) => ({ code: 'unknown-order', what: text('commande inconnue', 'unknown order'), given: id, ...choices(id, known) })));
  const done = asked.filter((id) => isDone(federation, id));
  if (done.length === asked.length) refuse(done.map((id) => ({ code: 'already-approved', what: text('commande déjà approuvée', 'order already approved'), given: id })));
  refuseTwice(asked.map((id) => federation.orders.get(id) as OrderSheet), () => text('n’en approuver qu’une', 'approve only one of them'));
  const approved = asked.map((id) => approvalOf(federation, catalog, files, id, request));
  checkChanges(federation.directory, catalog, approved.flatMap(({ changes }) => changes));
  return approved;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ChatiereError(problems);
}

/** Approved, and the instance's own. */
function isDone({ orders, instances }: Federation, id: string): boolean {
  const order = orders.get(id);
  return order?.approval !== undefined && instances.get(instanceId(order))?.order === id;
}

function approvalOf(federation: Federation, catalog: Catalog, files: Files, id: string, request: ApprovalRequest): ApprovedOrder {
  const order = federation.orders.get(id) as OrderSheet;
  const [instance, sha256, running] = [instanceId(order), orderDigest(order), federation.instances.get(instanceId(order))];
  const place = running ? placeOfRunning(running, request.orders.get(id)?.edition) : newPlace(federation, catalog, id, order, request);
  const [source, current] = [files.get(`orders/${id}.yaml`) as string, files.get(`instances/${instance}.yaml`)];
  const approval: FileChange = { file: `orders/${id}.yaml`, text: withApproval(source, { by: request.operator ?? order.operator, at: instant(request.now), sha256 }), mode: 'replace' };
  const placing = (): FileChange => (current === undefined
    ? { file: `instances/${instance}.yaml`, text: newInstance(id, place), mode: 'create' }
    : amended(federation, id, order, request.orders.get(id)?.edition, { file: `instances/${instance}.yaml`, text: current, mode: 'replace' }));
  // Approved without an instance is what an interruption between the two leaves: only the instance is still to write.
  const changes = isDone(federation, id) ? [] : order.approval ? [placing()] : [approval, placing()];
  return { id, instance, sha256, place, changes };
}

const placeOfRunning = ({ release, edition, host, hostname }: Place, chosen: string | undefined): Place => ({ release, edition: chosen ?? edition, host, hostname });

function newPlace(federation: Federation, catalog: Catalog, id: string, order: OrderSheet, { orders, host, now }: ApprovalRequest): Place {
  const { hostname, release, edition } = orders.get(id) ?? {};
  return {
    release: maintained(catalog, order.app, release, now),
    edition,
    host: host ?? onlyHost(federation, order.operator),
    hostname: hostname ?? `${instanceName(order)}.${order.organization}.${federation.sheet.domain}`,
  };
}

function onlyHost({ hosts }: Federation, operator: string): string {
  const own = [...hosts].filter(([, sheet]) => sheet.operator === operator).map(([name]) => name);
  const [host] = own;
  if (host !== undefined && own.length === 1) return host;
  throw new ChatiereError({ code: 'missing', what: text('sur quel serveur ?', 'on which host?'), where: { field: 'host' }, ...choices('', own), next: text('donner --host', 'give --host') });
}

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

function newInstance(orderId: string, { host, hostname, release, edition }: Place): string {
  const value = (content: unknown): string => stringify(content, { lineWidth: 0 }).trimEnd();
  return `# Choix d’exploitation de l’instance. La commande dit ce qui a été demandé, et à quel prix.
order: ${value(orderId)}
release: ${value(release)}${edition === undefined ? '' : `\nedition: ${value(edition)}`}
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
  refuseTaken(federation, [order]);
  const document = parseDocument(current.text);
  document.set('order', orderId);
  if (edition !== undefined) document.set('edition', edition);
  return { ...current, text: edited(document, current.text) };
}
