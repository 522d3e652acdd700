import { Hostname } from '../federation/index.ts';
import { ChatiereError, type Labels, MAX_NAME, text } from '../kernel/index.ts';
import type { Route } from '../workload/index.ts';
import { transportFor } from './configuration.ts';

const NAME = /^[a-z0-9][a-z0-9-]*$/;
/** A year: how long a browser remembers that a name is served over TLS alone. */
export const STS_SECONDS = 31_536_000;
const MIB = 1024 ** 2;

/**
 * Docker labels from which Traefik serves a route: one host name over TLS, to one port on one network.
 * @param name of the router, the service and their middlewares; a workload's name
 * @param network on the engine, in which the edge reaches the container
 */
export function routeLabels(name: string, route: Route, network: string): Labels {
  const service = `traefik.http.services.${checked(name, 'name')}.loadbalancer`;
  const host = `Host(\`${routeHostname(route.hostname)}\`)`;
  return {
    'traefik.enable': 'true',
    'traefik.docker.network': checked(network, 'network'),
    [`${service}.server.port`]: String(whole(route.port, 'port', 65_535)),
    [`${service}.serverstransport`]: `${transportFor(route.timeoutSeconds)}@file`,
    ...headers(`${name}--headers`),
    ...router(name, host, name, [`${name}--headers`]),
    ...(route.maxBodyMiB > 0 && {
      ...bodyLimit(`${name}--body`, route.maxBodyMiB),
      ...router(`${name}--body`, `${host} && ${WITH_BODY}`, name, [`${name}--headers`, `${name}--body`]),
    }),
  };
}

/** Requests that carry something. The longer of two rules goes first. */
const WITH_BODY = '!Method(`GET`) && !Method(`HEAD`) && !Method(`OPTIONS`)';

const router = (name: string, rule: string, service: string, middlewares: readonly string[]): Labels => ({
  [`traefik.http.routers.${name}.rule`]: rule,
  [`traefik.http.routers.${name}.entrypoints`]: 'websecure',
  [`traefik.http.routers.${name}.tls`]: 'true',
  [`traefik.http.routers.${name}.service`]: service,
  [`traefik.http.routers.${name}.middlewares`]: middlewares.join(','),
});

/** Only what holds for any app: the others (framing, content policy) are the app's own. */
const headers = (name: string): Labels => ({
  [`traefik.http.middlewares.${name}.headers.stsseconds`]: String(STS_SECONDS),
  [`traefik.http.middlewares.${name}.headers.contenttypenosniff`]: 'true',
});

/**
 * Larger requests get 413. Traefik can only count what it buffers, answers included, beyond 1 MiB in its /tmp: so this stands on the
 * requests that carry something, and downloads and web sockets pass straight through.
 */
const bodyLimit = (name: string, mebibytes: number): Labels => ({
  [`traefik.http.middlewares.${name}.buffering.maxrequestbodybytes`]: String(whole(mebibytes, 'maxBodyMiB', 2 ** 20) * MIB),
});

/** The hostname of a route, which may stand in a rule of any edge. Throws a ChatiereError for anything else. */
export function routeHostname(value: string): string {
  if (Hostname.safeParse(value).success) return value;
  throw refusal('hostname', value, text('un nom DNS en minuscules, sans joker', 'a lower-case DNS name without wildcard'));
}

function checked(value: string, field: string): string {
  if (NAME.test(value) && value.length <= MAX_NAME + 3) return value;
  throw refusal(field, value, text('lettres minuscules, chiffres et traits d’union', 'lower-case letters, digits and hyphens'));
}

function whole(value: number, field: string, most: number): number {
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw refusal(field, String(value), text(`un entier de 1 à ${most}`, `an integer from 1 to ${most}`));
}

const refusal = (field: string, given: string, allowed: ReturnType<typeof text>): ChatiereError =>
  new ChatiereError({ code: 'route', what: text('route refusée', 'route refused'), where: { field }, given, allowed });
