import { Hostname } from '../federation/index.ts';
import { ChatiereError, type Labels, MAX_NAME, text } from '../kernel/index.ts';
import type { Route } from '../workload/index.ts';
import { transportFor } from './configuration.ts';

const NAME = /^[a-z0-9][a-z0-9-]*$/;
const YEAR_SECONDS = 31_536_000;
const MIB = 1024 ** 2;

/**
 * Docker labels from which Traefik serves a route: one host name over TLS, to one port on one network.
 * @param name of the router, the service and their middlewares; a workload's name
 * @param network on the engine, in which the edge reaches the container
 */
export function routeLabels(name: string, route: Route, network: string): Labels {
  const router = `traefik.http.routers.${checked(name, 'name')}`;
  const service = `traefik.http.services.${name}.loadbalancer`;
  return {
    'traefik.enable': 'true',
    'traefik.docker.network': checked(network, 'network'),
    [`${router}.rule`]: `Host(\`${hostname(route.hostname)}\`)`,
    [`${router}.entrypoints`]: 'websecure',
    [`${router}.tls`]: 'true',
    [`${router}.service`]: name,
    [`${router}.middlewares`]: [`${name}-headers`, ...(route.maxBodyMiB > 0 ? [`${name}-body`] : [])].join(','),
    [`${service}.server.port`]: String(whole(route.port, 'port', 65_535)),
    [`${service}.serverstransport`]: `${transportFor(route.timeoutSeconds)}@file`,
    ...headers(`traefik.http.middlewares.${name}-headers.headers`),
    ...(route.maxBodyMiB > 0 && bodyLimit(`traefik.http.middlewares.${name}-body.buffering`, route.maxBodyMiB)),
  };
}

/** Only what holds for any app: the others (framing, content policy) are the app's own. */
const headers = (middleware: string): Labels => ({
  [`${middleware}.stsseconds`]: String(YEAR_SECONDS),
  [`${middleware}.contenttypenosniff`]: 'true',
});

/** Larger requests get 413. Traefik has no other means than to buffer: beyond 1 MiB on disk, in its /tmp. */
const bodyLimit = (middleware: string, mebibytes: number): Labels => ({
  [`${middleware}.maxrequestbodybytes`]: String(whole(mebibytes, 'maxBodyMiB', 2 ** 20) * MIB),
});

function hostname(value: string): string {
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
