/**
 * Which calls of the Docker Engine's API change something that a stack holds. Numbered: every POST, PUT and DELETE on containers,
 * networks and volumes but those that only wait, read or show. Left out on purpose: `wait`, `attach`, `resize`, `exec` and what
 * follows it, `POST /auth`, `/session`, `/build` and everything about images, which belong to no stack.
 */
const MUTATING: readonly (readonly [method: string, path: RegExp, kind: string])[] = [
  ['POST', /^\/containers\/create$/, 'container-create'],
  ['POST', /^\/containers\/(?<container>[^/]+)\/(?<verb>start|stop|restart|kill|pause|unpause|rename|update)$/, 'container'],
  ['DELETE', /^\/containers\/(?<container>[^/]+)$/, 'container-delete'],
  ['PUT', /^\/containers\/(?<container>[^/]+)\/archive$/, 'archive-put'],
  ['POST', /^\/networks\/create$/, 'network-create'],
  ['POST', /^\/networks\/(?<network>[^/]+)\/(?<verb>connect|disconnect)$/, 'network'],
  ['DELETE', /^\/networks\/(?<network>[^/]+)$/, 'network-delete'],
  ['POST', /^\/volumes\/create$/, 'volume-create'],
  ['DELETE', /^\/volumes\/(?<volume>[^/]+)$/, 'volume-delete'],
];

/** What a call changes, by the identifiers that its address holds; undefined where it changes nothing of a stack. */
export interface EngineCall {
  readonly kind: string;
  readonly container?: string | undefined;
  readonly network?: string | undefined;
  readonly volume?: string | undefined;
  /** Given in the query of a creation. */
  readonly name?: string | undefined;
}

export function engineCall(method: string, url: string): EngineCall | undefined {
  const { pathname, searchParams } = new URL(url, 'http://engine');
  const path = pathname.replace(/^\/v1\.\d+(?=\/)/, '');
  for (const [verb, pattern, kind] of MUTATING) {
    const groups = method === verb ? pattern.exec(path) : null;
    if (groups === null) continue;
    const { container, network, volume, verb: action } = groups.groups ?? {};
    return { kind: action === undefined ? kind : `${kind}-${action}`, container, network, volume: volume && decodeURIComponent(volume), name: searchParams.get('name') ?? undefined };
  }
  return undefined;
}
