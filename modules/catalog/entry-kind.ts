import { text } from '../kernel/index.ts';
import type { AppSheet } from './app.ts';
import type { Entry } from './checks.ts';
import type { ComposeService } from './compose.ts';
import { unknownName } from './refusal.ts';
import { type Path, problemAt } from './sheet.ts';

/** What only a platform entry may do, what only an app may, and the route and sign-on of either. */
export function checkKind(entry: Entry): void {
  checkRoute(entry);
  const { sheet, raw, compose, problems } = entry;
  const { kind, provides, oidc, route } = sheet.value;
  const refuse = (path: Path, code: string, fr: string, en: string): number => problems.push(problemAt(sheet, path, code, text(fr, en), { part: 'key' }));
  if (kind === 'platform') {
    if (provides === undefined) refuse(['kind'], 'no-provides', 'une pièce de plateforme dit ce qu’elle fournit (provides)', 'a platform entry says what it provides');
    if (oidc) refuse(['oidc'], 'platform-oidc', 'une pièce de plateforme n’est pas un client du serveur d’identité', 'a platform entry is no client of the identity server');
    if (route && provides !== 'identity') refuse(['route'], 'platform-route', 'de la plateforme, seul le serveur d’identité a une adresse publique', 'of the platform, only the identity server has a public address');
    return;
  }
  if (provides !== undefined) refuse(['provides'], 'app-provides', 'seule une pièce de plateforme fournit cela', 'only a platform entry provides this');
  if (oidc && !route) refuse(['oidc'], 'oidc-without-route', 'une connexion suppose une adresse (route)', 'sign-on needs an address (route)');
  for (const service of compose.services.values()) {
    for (const key of platformKeys(service)) {
      problems.push(problemAt(raw, ['services', service.name, key], 'platform-only', text('réservé aux pièces de plateforme (kind: platform)', 'only for platform entries (kind: platform)'), { part: 'key', given: key }));
    }
  }
}

function platformKeys({ hostNetwork, ports, binds }: ComposeService): string[] {
  return [...(hostNetwork ? ['network_mode'] : []), ...(ports.length > 0 ? ['ports'] : []), ...(binds.length > 0 ? ['volumes'] : [])];
}

function checkRoute({ sheet, compose, problems }: Entry): void {
  const { route } = sheet.value;
  if (!route) return;
  const service = compose.services.get(route.service);
  const refuse = (key: string, code: string, fr: string, en: string, given: string): number => problems.push(problemAt(sheet, ['route', key], code, text(fr, en), { given }));
  if (!service) problems.push(unknownName(sheet, ['route', 'service'], 'unknown-service', text('service inconnu', 'unknown service'), route.service, compose.services.keys()));
  else if (service.oneShot) refuse('service', 'route-one-shot', 'ce service se termine : il ne peut répondre', 'this service ends: it cannot answer', route.service);
  else if (service.hostNetwork && sheet.value.kind === 'platform') refuse('service', 'route-host-network', 'ce service est dans le réseau du serveur', 'this service is in the host’s network', route.service);
  else {
    if (!service.healthcheck) refuse('service', 'no-healthcheck', 'le service qui répond au public dit sa santé (healthcheck)', 'the service that answers the public tells its health (healthcheck)', route.service);
    if (!service.expose.includes(route.port)) refuse('port', 'route-port', 'port que expose: de compose.yaml ne donne pas', 'port that expose: of compose.yaml does not give', String(route.port));
  }
}

/** A service that is less than hardened says why, in `relaxed`; one that is hardened does not. */
export function checkHardening({ sheet, raw, compose, problems }: Entry): void {
  const { relaxed, kind } = sheet.value;
  for (const service of compose.services.values()) {
    const reasons = relaxations(service, kind);
    const explained = Object.hasOwn(relaxed, service.name);
    if (reasons.length > 0 && !explained) {
      const list = reasons.join(', ');
      problems.push(problemAt(raw, ['services', service.name], 'unexplained', text('durcissement relâché sans raison donnée', 'hardening relaxed without a reason'), { part: 'key', given: list, next: text(`dire pourquoi dans relaxed.${service.name} de app.yaml`, `say why in relaxed.${service.name} of app.yaml`) }));
    }
    if (reasons.length === 0 && explained) problems.push(problemAt(sheet, ['relaxed', service.name], 'nothing-relaxed', text('ce service est durci : il n’y a rien à expliquer', 'this service is hardened: there is nothing to explain'), { part: 'key', next: text('retirer cette raison', 'remove this reason') }));
  }
}

/** What an app may not do at all is not asked for a reason. */
function relaxations({ user, readOnly, capAdd, hostNetwork, binds }: ComposeService, kind: AppSheet['kind']): string[] {
  const platform = kind === 'platform';
  return [
    ...(user === undefined ? ['user'] : /^(0|root)(:|$)/.test(user) ? [`user: ${user}`] : []),
    ...(readOnly ? [] : ['read_only: false']),
    ...(capAdd.length > 0 ? [`cap_add: ${capAdd.join(' ')}`] : []),
    ...(platform && hostNetwork ? ['network_mode: host'] : []),
    ...(platform && binds.length > 0 ? ['bind'] : []),
  ];
}
