import type { Subject } from './call.ts';

/** What is known of the objects behind Keycloak's identifiers: from the answers that passed. */
export interface Known {
  /** Name of what has this UUID; empty where nothing told it. */
  name(id: string): string;
}

interface Rule {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: RegExp;
  readonly kind: string;
  /** From the address's groups and the body. */
  name(groups: Record<string, string>, body: Body, known: Known): string;
}

type Body = Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];

const field = (body: Body, name: string): string => (Array.isArray(body) ? body.map((each) => field(each, name)).join('+') : String((body as Record<string, unknown>)[name] ?? ''));
const byId: Rule['name'] = ({ id = '' }, _body, known) => known.name(id);
const rule = (method: Rule['method'], path: RegExp, kind: string, name: Rule['name']): Rule => ({ method, path, kind, name });

/** Every POST, PUT and DELETE under a realm; what no line names is `other`, and numbered all the same. */
const RULES: readonly Rule[] = [
  rule('POST', /^clients$/, 'client-create', (_, body) => field(body, 'clientId')),
  rule('PUT', /^clients\/(?<id>[^/]+)$/, 'client-update', (_, body) => field(body, 'clientId')),
  rule('DELETE', /^clients\/(?<id>[^/]+)$/, 'client-delete', byId),
  rule('POST', /^clients\/(?<id>[^/]+)\/protocol-mappers\/models$/, 'mapper-create', (_, body) => field(body, 'name')),
  rule('PUT', /^clients\/[^/]+\/protocol-mappers\/models\/(?<id>[^/]+)$/, 'mapper-update', (_, body) => field(body, 'name')),
  rule('DELETE', /^clients\/[^/]+\/protocol-mappers\/models\/(?<id>[^/]+)$/, 'mapper-delete', byId),
  rule('POST', /^clients\/(?<id>[^/]+)\/roles$/, 'role-create', (_, body) => field(body, 'name')),
  rule('PUT', /^roles-by-id\/(?<id>[^/]+)$/, 'role-update', (_, body) => field(body, 'name')),
  rule('DELETE', /^roles-by-id\/(?<id>[^/]+)$/, 'role-delete', byId),
  rule('POST', /^groups\/(?<id>[^/]+)\/role-mappings\/clients\/[^/]+$/, 'role-mapping-create', ({ id = '' }, body, known) => `${known.name(id)}:${field(body, 'name')}`),
  rule('DELETE', /^groups\/(?<id>[^/]+)\/role-mappings\/clients\/[^/]+$/, 'role-mapping-delete', ({ id = '' }, body, known) => `${known.name(id)}:${field(body, 'name')}`),
  rule('POST', /^authentication\/flows$/, 'flow-create', (_, body) => field(body, 'alias')),
  rule('PUT', /^authentication\/flows\/(?<id>[^/]+)$/, 'flow-update', (_, body) => field(body, 'alias')),
  rule('DELETE', /^authentication\/flows\/(?<id>[^/]+)$/, 'flow-delete', byId),
  rule('POST', /^authentication\/flows\/[^/]+\/executions\/flow$/, 'subflow-create', (_, body) => field(body, 'alias')),
  rule('POST', /^authentication\/flows\/(?<flow>[^/]+)\/executions\/execution$/, 'execution-create', ({ flow = '' }, body) => `${flow}:${field(body, 'provider')}`),
  // A step's place: the steps of one flow are written in turn.
  rule('PUT', /^authentication\/flows\/(?<flow>[^/]+)\/executions$/, 'execution-update', ({ flow = '' }) => flow),
  rule('DELETE', /^authentication\/executions\/(?<id>[^/]+)$/, 'execution-delete', byId),
  rule('POST', /^authentication\/executions\/[^/]+\/config$/, 'execution-config-create', (_, body) => field(body, 'alias')),
  rule('PUT', /^authentication\/config\/(?<id>[^/]+)$/, 'execution-config-update', (_, body) => field(body, 'alias')),
  rule('DELETE', /^authentication\/config\/(?<id>[^/]+)$/, 'execution-config-delete', byId),
  rule('POST', /^organizations$/, 'organization-create', (_, body) => field(body, 'alias')),
  rule('PUT', /^organizations\/(?<id>[^/]+)$/, 'organization-update', (_, body) => field(body, 'alias')),
  rule('DELETE', /^organizations\/(?<id>[^/]+)$/, 'organization-delete', byId),
  rule('POST', /^groups$/, 'group-create', (_, body) => field(body, 'name')),
  rule('POST', /^groups\/(?<id>[^/]+)\/children$/, 'group-create', ({ id = '' }, body, known) => `${known.name(id)}/${field(body, 'name')}`),
  rule('PUT', /^groups\/(?<id>[^/]+)$/, 'group-update', (_, body) => field(body, 'name')),
  rule('DELETE', /^groups\/(?<id>[^/]+)$/, 'group-delete', byId),
];

/** What a call changes; undefined for one that only reads, or that stands outside the realms (tokens, the server itself). */
export function identityCall(method: string, url: string, body: Buffer, known: Known): Subject | undefined {
  const path = /^\/admin\/realms\/[^/]+\/(?<rest>[^?]+?)\/?(?:\?.*)?$/.exec(url)?.groups?.['rest'];
  if (path === undefined || !['POST', 'PUT', 'DELETE'].includes(method)) return undefined;
  for (const { method: verb, path: pattern, kind, name } of RULES) {
    const found = verb === method ? pattern.exec(path) : null;
    if (found !== null) return { kind, name: name(decoded(found.groups ?? {}), parsed(body), known) };
  }
  return { kind: 'other', name: path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…') };
}

const decoded = (groups: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));

function parsed(body: Buffer): Body {
  try {
    return (JSON.parse(body.toString('utf8')) as Body | null) ?? {};
  } catch {
    return {};
  }
}
