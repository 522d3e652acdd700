import { type ComposeService, imageName, type Release } from '../../modules/catalog/index.ts';
import { callsOf, refusedCall } from './argv.ts';
import { strayColumns } from './columns.ts';
import type { Contract, Variable } from './contract.ts';
import { baseOf, takes } from './kit/environment.ts';

/** What an entry uses and its table does not list, one line each: nothing when it keeps to it. */
export function straysOf(contract: Contract, release: Release): string[] {
  const images = contract.images ?? [contract.app];
  const governed = [...release.compose.services.values()].filter(({ image }) => images.includes(imageName(image)));
  const names = new Set(governed.map(({ name }) => name));
  const calls = [...governed.flatMap(ownCalls), ...sheetCalls(release.sheet).filter(({ service }) => names.has(service))];
  return [
    ...governed.flatMap((service) => strayVariables(contract, service)),
    ...calls.flatMap((call) => strayCalls(contract, call)),
    ...calls.flatMap(({ place, argv }) => argv.flatMap(localPaths).filter((path) => !contract.endpoints.some((row) => same(row.path, path))).map((path) => `${place}: endpoint ${path}`)),
    ...strayPaths(contract, release),
    ...strayKeys(contract, release),
    ...release.sheet.usage.flatMap(({ id, argv }) => strayColumns(contract, argv).map((column) => `app.yaml.usage.${id}: ${column}`)),
  ];
}

interface Call {
  readonly service: string;
  readonly place: string;
  readonly argv: readonly string[];
}

const text = (word: string): string => word.replaceAll('$$', '$');

function ownCalls({ name, command, entrypoint, healthcheck }: ComposeService): Call[] {
  const [kind, ...rest] = healthcheck?.test ?? [];
  const check = kind === 'CMD' ? rest : kind === 'CMD-SHELL' ? ['sh', '-c', ...rest] : [];
  const lists = { command: [...entrypoint ?? [], ...command ?? []], healthcheck: check };
  return Object.entries(lists).filter(([, argv]) => argv.length > 0).map(([key, argv]) => ({ service: name, place: `compose.yaml services.${name}.${key}`, argv: argv.map(text) }));
}

/** Every `argv` and `check` of the sheet, wherever it stands, with the service that it names or that is named above it. */
function sheetCalls(value: unknown, service = '', place = 'app.yaml'): Call[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'service' in value && typeof value.service === 'string' ? value.service : service;
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const label = typeof inner === 'object' && inner !== null && 'id' in inner ? `${place}.${String(inner.id)}` : `${place}.${key}`;
    const call = (key === 'argv' || key === 'check') && Array.isArray(inner) && inner.every((word) => typeof word === 'string');
    return call ? [{ service: own, place: label, argv: inner as string[] }] : sheetCalls(inner, own, label);
  });
}

const strayCalls = (contract: Contract, { place, argv }: Call): string[] => callsOf(contract, argv).flatMap((call) => {
  const why = refusedCall(contract.commands, call);
  return why === undefined ? [] : [`${place}: ${call.slice(0, 6).join(' ')}: ${why}`];
});

function strayVariables({ environment }: Contract, { name: service, environment: given }: ComposeService): string[] {
  return [...given].flatMap(([name, value]) => {
    const base = baseOf(environment, name);
    const place = `compose.yaml services.${service}.environment.${name}`;
    if (base === undefined) return [`${place}: no such variable`];
    // What a file holds is not known here.
    return base !== name || value.includes('${') || takes(environment[name] as Variable, text(value)) ? [] : [`${place}: value ${value}`];
  });
}

/** Redirect, post-logout and back-channel addresses, and the paths of WebSockets. */
function strayPaths({ redirects, endpoints }: Contract, { sheet }: Release): string[] {
  const { oidc, route } = sheet;
  const kinds = { redirect: oidc?.redirectPaths ?? [], 'post-logout': oidc?.postLogoutPaths ?? [], backchannel: oidc?.backchannelLogoutPath === undefined ? [] : [oidc.backchannelLogoutPath] };
  return [
    ...Object.entries(kinds).flatMap(([kind, paths]) => paths.filter((path) => !redirects.some((row) => row.kind === kind && same(row.path, path))).map((path) => `app.yaml oidc: ${kind} ${path}`)),
    ...(route?.websocketPaths ?? []).filter((path) => !endpoints.some((row) => same(row.path, path))).map((path) => `app.yaml route: ${path}`),
  ];
}

function strayKeys({ documents }: Contract, { compose }: Release): string[] {
  return [...compose.configs].flatMap(([name, config]) => {
    const rows = documents[name];
    if (rows === undefined || 'picture' in config) return [];
    const document = JSON.parse('content' in config ? config.content.replaceAll(/\$\{\w+\}/g, '0') : config.text) as Record<string, Record<string, unknown>>;
    const keys = Object.entries(document).flatMap(([section, values]) => Object.keys(values).map((key) => `${section}.${key}`));
    return keys.filter((key) => !Object.hasOwn(rows, key)).map((key) => `compose.yaml configs.${name}: key ${key}`);
  });
}

/** Paths of the addresses on the container itself that a call names. */
const localPaths = (word: string): string[] => [...word.matchAll(/https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(\/[^\s"'?#]*)?/g)].map((found) => found[1] ?? '/');

const same = (template: string, path: string): boolean => {
  const [left, right] = [template.split('/'), path.split('/')];
  return left.length === right.length && left.every((part, index) => /^\{\w+\}$/.test(part) || part === right[index]);
};
