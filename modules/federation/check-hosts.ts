import { type Catalog, choices, problemAt, type Release, type Sheet, unknownName } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import { checkHardware } from './check-hardware.ts';
import { refers } from './checks.ts';
import type { Draft } from './load.ts';
import { type DockerHostSheet, EDGE_PORTS, type HostSheet } from './host.ts';

/** Each host: its operator, its platform entries, its ports; the identity server on one of them. */
export function checkHosts(draft: Draft, catalog: Catalog): void {
  for (const [id, sheet] of draft.hosts) {
    refers(draft, 'operators', sheet.value.operator, sheet, ['operator']);
    checkHardware(sheet, draft.problems);
    if (!isDocker(sheet)) continue;
    checkPorts(draft, sheet);
    checkPlatform(draft, catalog, id, sheet);
  }
  checkIdentityHost(draft);
}

const isDocker = (sheet: Sheet<HostSheet>): sheet is Sheet<DockerHostSheet> => sheet.value.target === 'docker';

function checkIdentityHost(draft: Draft): void {
  const { sheet, hosts } = draft;
  if (!sheet) return;
  const { host } = sheet.value.identity;
  const path = ['identity', 'host'];
  if (!refers(draft, 'hosts', host, sheet, path) || hosts.get(host)?.value.target !== 'kubernetes') return;
  const docker = [...hosts].filter(([, other]) => isDocker(other)).map(([name]) => name);
  draft.problems.push(problemAt(sheet, path, 'identity-on-cluster', text('le serveur d’identité ne se tient pas sur une grappe', 'the identity server does not stand on a cluster'), { given: host, ...choices(host, docker), next: text('nommer un serveur de target: docker', 'name a host of target: docker') }));
}

function checkPorts({ problems }: Draft, sheet: Sheet<DockerHostSheet>): void {
  const seen = new Map<number, string>();
  for (const key of EDGE_PORTS) {
    const port = sheet.value.edge[key];
    const other = seen.get(port);
    if (other !== undefined) problems.push(problemAt(sheet, ['edge', key], 'port-twice', text('deux ports égaux sur un serveur', 'two equal ports on one host'), { given: `${port}`, allowed: text(`un port autre que celui de edge.${other}`, `a port other than that of edge.${other}`) }));
    seen.set(port, key);
  }
}

function checkPlatform(draft: Draft, catalog: Catalog, id: string, sheet: Sheet<DockerHostSheet>): void {
  const releases = Object.entries(sheet.value.platform).map(([name, version]) => platformRelease(draft, catalog, sheet, name, version));
  if (releases.includes(undefined)) return;
  const provided = releases.map((release) => release?.sheet.provides);
  const count = (what: string): number => provided.filter((one) => one === what).length;
  const refuse = (code: string, what: Text, more: object): void => void draft.problems.push(problemAt(sheet, ['platform'], code, what, { part: 'key', given: id, ...more }));
  if (count('edge') !== 1) refuse('edge-count', text('chaque serveur a une porte d’entrée (provides: edge), et une seule', 'each host has one edge (provides: edge), and only one'), offers(catalog, 'edge'));
  const identityHost = draft.sheet?.value.identity.host;
  if (identityHost === undefined || !draft.ids.hosts.includes(identityHost)) return;
  if (identityHost === id && count('identity') !== 1) {
    refuse('identity-count', text('le serveur nommé par identity.host porte le serveur d’identité (provides: identity), une fois', 'the host that identity.host names carries the identity server (provides: identity), once'), offers(catalog, 'identity'));
  }
  if (identityHost !== id && count('identity') > 0) {
    refuse('identity-elsewhere', text('le serveur d’identité se tient sur le serveur nommé par identity.host, et nulle part ailleurs', 'the identity server stands on the host that identity.host names, and nowhere else'), { next: text('le retirer de ce serveur', 'remove it from this host') });
  }
}

function offers(catalog: Catalog, what: 'edge' | 'identity') {
  const names = [...catalog.apps].filter(([, releases]) => [...releases.values()].some(({ sheet }) => sheet.provides === what)).map(([name]) => name);
  return choices('', names);
}

function platformRelease({ problems }: Draft, catalog: Catalog, sheet: Sheet<HostSheet>, name: string, version: string): Release | undefined {
  const path = ['platform', name];
  const platformNames = [...catalog.apps].filter(([, releases]) => [...releases.values()].some((one) => one.sheet.kind === 'platform')).map(([app]) => app);
  const releases = catalog.apps.get(name);
  if (!releases) {
    problems.push(unknownName(sheet, path, 'unknown-app', text('pièce de plateforme absente du catalogue', 'platform entry that is not in the catalog'), name, platformNames, 'key'));
    return undefined;
  }
  const release = releases.get(version);
  if (!release) {
    problems.push(unknownName(sheet, path, 'unknown-release', text('version absente du catalogue', 'release that is not in the catalog'), version, releases.keys()));
    return undefined;
  }
  if (release.sheet.kind === 'platform') return release;
  problems.push(problemAt(sheet, path, 'not-platform', text('ce logiciel n’est pas une pièce de plateforme : il se commande', 'this app is not a platform entry: it is ordered'), { part: 'key', given: name, allowed: text(platformNames.join(', '), platformNames.join(', ')) }));
  return undefined;
}
