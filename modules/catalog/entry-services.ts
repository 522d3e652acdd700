import { posix } from 'node:path';
import { type Text, text } from '../kernel/index.ts';
import type { Entry } from './checks.ts';
import type { ComposeService } from './compose.ts';
import { variableName } from './interpolation.ts';
import { unknownName } from './refusal.ts';
import { imageName } from './releases.ts';
import { type Path, problemAt } from './sheet.ts';

/** What each service of compose.yaml must hold to beyond its own form. */
export function checkServices(entry: Entry): void {
  for (const service of entry.compose.services.values()) {
    checkImage(entry, service);
    checkDependencies(entry, service);
    checkPaths(entry, service);
    checkWords(entry, service);
    if (service.oneShot && service.healthcheck) refuse(entry, service, ['healthcheck'], 'one-shot-health', text('un service qui se termine n’a pas de vérification de santé', 'a service that ends has no health check'), { part: 'key' });
  }
  checkCycles(entry);
  checkUnused(entry);
}

function refuse({ raw, problems }: Entry, { name }: ComposeService, path: Path, code: string, what: Text, more: Parameters<typeof problemAt>[4] = {}): void {
  problems.push(problemAt(raw, ['services', name, ...path], code, what, more));
}

function checkImage(entry: Entry, service: ComposeService): void {
  if (!entry.images) return;
  const names = Object.keys(entry.images);
  if (names.includes(imageName(service.image))) return;
  const variables = names.map((name) => `\${${variableName('IMAGE', name)}}`);
  entry.problems.push(unknownName(entry.raw, ['services', service.name, 'image'], 'unknown-image', text('image absente de images.lock.yaml', 'image that is not in images.lock.yaml'), service.image, variables));
}

function checkDependencies(entry: Entry, service: ComposeService): void {
  for (const [name, condition] of service.dependsOn) {
    const path = ['depends_on', name];
    const needed = entry.compose.services.get(name);
    if (!needed) {
      entry.problems.push(unknownName(entry.raw, ['services', service.name, ...path], 'unknown-service', text('service inconnu', 'unknown service'), name, entry.compose.services.keys(), 'key'));
    } else if (condition === 'service_healthy' && !needed.healthcheck) {
      refuse(entry, service, path, 'no-healthcheck', text('on attend la santé d’un service qui ne la dit pas', 'waits for the health of a service that does not tell it'), { given: name, next: text(`donner un healthcheck à ${name}`, `give ${name} a healthcheck`) });
    } else if (needed.oneShot !== (condition === 'service_completed_successfully')) {
      const allowed = needed.oneShot ? 'service_completed_successfully' : 'service_started, service_healthy';
      refuse(entry, service, path, 'wrong-condition', needed.oneShot ? text('ce service se termine : on attend sa fin', 'this service ends: one waits for its end') : text('ce service ne se termine pas', 'this service does not end'), { given: condition, allowed: text(allowed, allowed) });
    }
  }
}

/** Volumes, files and tmpfs each have a directory of their own. */
function checkPaths(entry: Entry, service: ComposeService): void {
  const taken = new Set<string>();
  const take = (target: string, path: Path): void => {
    if (!target.startsWith('/') || posix.normalize(target) !== target) refuse(entry, service, path, 'mount-path', text('chemin mal formé', 'malformed path'), { given: target, allowed: text('un chemin absolu, sans « .. »', 'an absolute path without “..”') });
    else if (taken.has(target)) refuse(entry, service, path, 'mount-twice', text('deux montages au même endroit', 'two mounts at the same place'), { given: target });
    taken.add(target);
  };
  service.volumes.forEach(({ target }) => take(target, ['volumes']));
  service.tmpfs.forEach((value) => take(value.split(':')[0] ?? '', ['tmpfs']));
  for (const kind of ['secrets', 'configs'] as const) {
    const first = service[kind][0];
    // A malformed path was already said of the file itself.
    if (first && posix.normalize(first.target) === first.target) take(posix.dirname(first.target), [kind]);
  }
}

/** Nothing, or variables that an organization or a federation may leave empty. */
const MAY_BE_EMPTY = /^(\$\{(BRAND_\w+|MAIL_\w+|AUTHORITY)\})*$/;

/** Docker's plugin takes an empty word only beside a program of our own. */
function checkWords(entry: Entry, service: ComposeService): void {
  if (service.entrypoint) return;
  service.command?.forEach((word, index) => {
    if (MAY_BE_EMPTY.test(word)) refuse(entry, service, ['command', index], 'empty-word', text('mot qui peut être vide, dans la commande d’une image qui a son propre programme', 'word that may be empty, in the command of an image that has a program of its own'), { given: word, next: text('nommer le programme par entrypoint', 'name the program by entrypoint') });
  });
}

function checkCycles(entry: Entry): void {
  const { services } = entry.compose;
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): void => {
    const service = services.get(name);
    if (!service || done.has(name)) return;
    if (trail.includes(name)) {
      const circle = [...trail.slice(trail.indexOf(name)), name].join(' -> ');
      refuse(entry, service, ['depends_on'], 'cycle', text('services qui s’attendent en rond', 'services that wait for each other in a circle'), { given: circle, part: 'key' });
      done.add(name);
      return;
    }
    for (const next of service.dependsOn.keys()) walk(next, [...trail, name]);
    done.add(name);
  };
  for (const name of services.keys()) walk(name, []);
}

/** What is declared at the end of the file and used by no service would vanish in silence. */
function checkUnused({ raw, compose, problems }: Entry): void {
  const services = [...compose.services.values()];
  const used = {
    volumes: services.flatMap(({ volumes }) => volumes.map(({ source }) => source)),
    secrets: services.flatMap(({ secrets }) => secrets.map(({ source }) => source)),
    configs: services.flatMap(({ configs }) => configs.map(({ source }) => source)),
  };
  const declared = { volumes: compose.volumes, secrets: compose.secrets, configs: [...compose.configs.keys()] };
  for (const kind of ['volumes', 'secrets', 'configs'] as const) {
    for (const name of declared[kind]) {
      if (!used[kind].includes(name)) problems.push(problemAt(raw, [kind, name], 'unused', text('déclaré ici, utilisé par aucun service', 'declared here, used by no service'), { part: 'key', given: name, next: text('le retirer', 'remove it') }));
    }
  }
}
