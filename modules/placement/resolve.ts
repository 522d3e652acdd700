import { type Catalog, type Edition, editionOf, imageNames, imageReference, type LocalImageTag, PICTURE_KEYS, type Release } from '../catalog/index.ts';
import { type Federation, instanceName, type OrganizationSheet } from '../federation/index.ts';
import { ChatiereError, joinName, nearest, text } from '../kernel/index.ts';
import type { Instance, Platform } from './instance.ts';

/** The instance `<organization>.<name>`, with nothing left to look up. Throws a `ChatiereError` when there is none of that name. */
export function resolveInstance(federation: Federation, catalog: Catalog, id: string, localImageTag: LocalImageTag): Instance {
  const file = known(federation.instances, id, text('instance inconnue', 'unknown instance'));
  const order = must(federation.orders, file.order);
  const name = instanceName(order);
  const hostSheet = must(federation.hosts, file.host);
  const release = releaseOf(catalog, order.app, file.release);
  const organizationSheet = must(federation.organizations, order.organization);
  const edition = editionOf(release.sheet.editions, file.edition);
  return {
    id,
    federation: federation.sheet,
    organization: order.organization,
    organizationSheet,
    pictures: picturesOf(federation, organizationSheet),
    name,
    workload: joinName(federation.sheet.id, order.organization, name),
    release,
    edition,
    planId: order.plan,
    plan: own(catalog.plans, order.plan),
    operator: order.operator,
    host: file.host,
    hostSheet,
    hostname: file.hostname,
    url: urlOf(file.hostname, hostSheet.edge.httpsPort),
    access: [...new Set([order.organization, ...file.access.organizations])],
    registration: file.access.registration,
    breakGlass: file.breakGlass,
    secretGenerations: file.secretGenerations,
    images: imageReferences(federation, catalog, release, edition, localImageTag),
  };
}

/** The platform entries of a host, in the order of its file; a cluster has none. Throws a `ChatiereError` when there is no such host. */
export function resolvePlatform(federation: Federation, catalog: Catalog, host: string, localImageTag: LocalImageTag): Platform[] {
  const hostSheet = known(federation.hosts, host, text('serveur inconnu', 'unknown host'));
  if (hostSheet.target !== 'docker') return [];
  return Object.entries(hostSheet.platform).map(([name, version]) => {
    const release = releaseOf(catalog, name, version);
    const hostname = release.sheet.route ? federation.sheet.identity.hostname : undefined;
    return {
      federation: federation.sheet,
      host,
      hostSheet,
      name,
      workload: joinName(federation.sheet.id, host, name),
      release,
      hostname,
      url: hostname === undefined ? undefined : urlOf(hostname, hostSheet.edge.httpsPort),
      told: release.sheet.provides === 'identity' ? toldOfSignOut(federation, catalog, host) : [],
      images: imageReferences(federation, catalog, release, undefined, localImageTag),
    };
  });
}

function toldOfSignOut({ instances, orders }: Federation, catalog: Catalog, host: string): string[] {
  const listens = (file: { readonly order: string; readonly release: string }): boolean =>
    releaseOf(catalog, must(orders, file.order).app, file.release).sheet.oidc?.backchannelLogoutPath !== undefined;
  return [...instances.values()].filter((file) => file.host === host && listens(file)).map(({ hostname }) => hostname).sort();
}

/** `https://<hostname>`, with the port where it is not 443. */
export const urlOf = (hostname: string, httpsPort: number): string => `https://${hostname}${httpsPort === 443 ? '' : `:${httpsPort}`}`;

/** Address of the identity server, without a path. */
export function identityUrl(federation: Federation): string {
  const { host, hostname } = federation.sheet.identity;
  return urlOf(hostname, must(federation.hosts, host).edge.httpsPort);
}

function picturesOf({ pictures }: Federation, { brand }: OrganizationSheet): Instance['pictures'] {
  return Object.fromEntries(PICTURE_KEYS.flatMap((key) => (brand[key] === undefined ? [] : [[key, must(pictures, brand[key])]])));
}

function imageReferences(federation: Federation, catalog: Catalog, release: Release, edition: Edition | undefined, localImageTag: LocalImageTag): Readonly<Record<string, string>> {
  const reference = (name: string): string => imageReference(own(catalog.images, name), name, federation.sheet.images, localImageTag);
  return Object.fromEntries(Object.entries(imageNames(release, edition)).map(([name, taken]) => [name, reference(taken)]));
}

function releaseOf(catalog: Catalog, app: string, release: string): Release {
  return must(must(catalog.apps, app), release);
}

/** The sheet of a name that somebody gave. */
export function known<T>(map: ReadonlyMap<string, T>, id: string, what: ReturnType<typeof text>): T {
  const value = map.get(id);
  if (value !== undefined) return value;
  const names = [...map.keys()].join(', ');
  const meant = nearest(id, map.keys());
  throw new ChatiereError({ code: 'unknown-name', what, given: id, allowed: text(names, names), ...(meant ? { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) } : {}) });
}

/** What validation has made sure of: its absence is a defect. */
function must<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`not validated: ${key}`);
  return value;
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T {
  if (!Object.hasOwn(record, key)) throw new Error(`not validated: ${key}`);
  return record[key] as T;
}
