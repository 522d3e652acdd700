import { type Catalog, choices, problemAt, type Release, type Sheet, unknownName } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import { checkHostname, type Taken } from './check-hostnames.ts';
import { checkPolicy } from './check-policy.ts';
import { checkResidency } from './check-residency.ts';
import { refers } from './checks.ts';
import { instanceId } from './digest.ts';
import type { Draft } from './load.ts';
import type { InstanceSheet, OrderSheet } from './schema.ts';
import { checkSleep } from './sleep.ts';

/** Each instance: an approved order of its own, a release and a host that go with it, a host name that is nobody else's. */
export function checkInstances(draft: Draft, catalog: Catalog): void {
  const hostnames: Taken[] = [];
  for (const [id, sheet] of draft.instances) {
    if (refers(draft, 'orders', sheet.value.order, sheet, ['order'])) {
      const order = draft.orders.get(sheet.value.order);
      if (order) checkOrder(draft, catalog, id, sheet, order);
    }
    refers(draft, 'hosts', sheet.value.host, sheet, ['host']);
    checkHostname(draft, id, sheet, hostnames);
    checkAccess(draft, id, sheet);
    checkSleep(draft, sheet);
    checkClusterSleep(draft, sheet);
  }
}

function refuse({ problems }: Draft, sheet: Sheet<InstanceSheet>, field: string, code: string, what: Text, more: Parameters<typeof problemAt>[4] = {}): void {
  problems.push(problemAt(sheet, [field], code, what, more));
}

function checkOrder(draft: Draft, catalog: Catalog, id: string, sheet: Sheet<InstanceSheet>, order: Sheet<OrderSheet>): void {
  const { order: orderId, release, host } = sheet.value;
  const expected = instanceId(order.value);
  if (id !== expected) refuse(draft, sheet, 'order', 'wrong-file-name', text('cette commande est celle d’une autre instance', 'this order is for another instance'), { given: orderId, allowed: text(`instances/${expected}.yaml`, `instances/${expected}.yaml`) });
  if (!order.value.approval) refuse(draft, sheet, 'order', 'not-approved', text('commande qui n’est pas approuvée', 'order that is not approved'), { given: orderId, next: text(`chatiere order approve ${orderId}`, `chatiere order approve ${orderId}`) });
  const operator = draft.hosts.get(host)?.value.operator;
  if (operator !== undefined && draft.ids.operators.includes(operator) && operator !== order.value.operator) {
    const own = [...draft.hosts].filter(([, other]) => other.value.operator === order.value.operator).map(([name]) => name);
    refuse(draft, sheet, 'host', 'wrong-operator', text(`serveur de ${operator}, commande faite à ${order.value.operator}`, `host of ${operator}, order made to ${order.value.operator}`), { given: host, ...choices(host, own) });
  }
  checkRelease(draft, catalog, sheet, order.value, release);
}

function checkRelease(draft: Draft, catalog: Catalog, sheet: Sheet<InstanceSheet>, { app, plan }: OrderSheet, version: string): void {
  const releases = catalog.apps.get(app);
  // An app that the catalog does not have is said of the order.
  if (!releases) return;
  const release = releases.get(version);
  if (!release) {
    draft.problems.push(unknownName(sheet, ['release'], 'unknown-release', text('version absente du catalogue', 'release that is not in the catalog'), version, releases.keys()));
    return;
  }
  const plans = Object.keys(release.sheet.sizing);
  // A plan that no release offers is said of the order.
  const offered = [...releases.values()].some(({ sheet: other }) => Object.hasOwn(other.sizing, plan));
  if (offered && !plans.includes(plan)) refuse(draft, sheet, 'release', 'plan-not-offered', text(`cette version n’offre pas le forfait ${plan}`, `this release does not offer the plan ${plan}`), { given: version, allowed: text(plans.join(', '), plans.join(', ')) });
  if (!release.sheet.route) refuse(draft, sheet, 'release', 'no-route', text('ce logiciel n’a pas d’adresse publique', 'this app has no public address'), { given: version });
  checkPolicy(draft, catalog, sheet, release, plan);
  checkGenerations(draft, sheet, release);
  checkReach(draft, sheet, release);
  checkResidency(draft, sheet, release);
}

function checkGenerations(draft: Draft, sheet: Sheet<InstanceSheet>, release: Release): void {
  const secrets = Object.entries(release.sheet.secrets).filter(([, { template }]) => template === undefined).map(([name]) => name);
  for (const name of Object.keys(sheet.value.secretGenerations)) {
    if (!secrets.includes(name)) draft.problems.push(unknownName(sheet, ['secretGenerations', name], 'unknown-secret', text('secret que cette version ne tire pas de la graine', 'secret that this release does not derive'), name, secrets, 'key'));
  }
}

/** Without public DNS a container finds the identity server at its own host's edge alone. */
function checkReach(draft: Draft, sheet: Sheet<InstanceSheet>, release: Release): void {
  const federation = draft.sheet?.value;
  if (!federation || federation.publicDns || !release.sheet.oidc || federation.identity.host === sheet.value.host) return;
  if (![federation.identity.host, sheet.value.host].every((host) => draft.ids.hosts.includes(host))) return;
  refuse(draft, sheet, 'host', 'identity-unreachable', text('sans DNS public, ce serveur ne trouve pas le serveur d’identité', 'without public DNS this host does not find the identity server'), { given: sheet.value.host, allowed: text(federation.identity.host, federation.identity.host), next: text('ou publicDns: true dans federation.yaml', 'or publicDns: true in federation.yaml') });
}

function checkAccess(draft: Draft, id: string, sheet: Sheet<InstanceSheet>): void {
  const own = id.split('.')[0];
  sheet.value.access.organizations.forEach((organization, index, all) => {
    const path = ['access', 'organizations', index];
    const say = (code: string, fr: string, en: string): void => void draft.problems.push(problemAt(sheet, path, code, text(fr, en), { given: organization, next: text('la retirer de la liste', 'remove it from the list') }));
    if (organization === own) say('own-access', 'ses propres membres ont toujours accès', 'its own members always have access');
    else if (all.indexOf(organization) !== index) say('access-twice', 'organisation donnée deux fois', 'organization given twice');
    else refers(draft, 'organizations', organization, sheet, path);
  });
}

/** Nothing stops and starts deployments of a cluster yet. */
function checkClusterSleep(draft: Draft, sheet: Sheet<InstanceSheet>): void {
  const { host, sleep } = sheet.value;
  if (!sleep || draft.hosts.get(host)?.value.target !== 'kubernetes') return;
  draft.problems.push(problemAt(sheet, ['sleep'], 'sleep-on-cluster', text('le sommeil n’existe pas encore sur Kubernetes', 'sleep does not exist on Kubernetes yet'), { part: 'key', given: host, next: text('retirer « sleep: », ou prendre un serveur de target: docker', 'remove “sleep:”, or take a host of target: docker') }));
}
