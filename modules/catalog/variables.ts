import type { AppSheet } from './app.ts';
import type { PictureKey } from './brand.ts';
import { variableName } from './interpolation.ts';

/** What a variable stands for: text known before anything runs, an output of another stack, a secret, or a file. */
export type VariableKind = 'text' | 'fact' | 'secret' | 'secret-fact' | 'socket' | 'picture';

const ALWAYS = ['FEDERATION', 'HOST', 'WORKLOAD', 'LOCALE', 'LANGUAGE', 'TIMEZONE'] as const;
const ROUTE = ['HOSTNAME', 'URL'] as const;
const APP = ['ORGANIZATION', 'ORGANIZATION_NAME', 'ADMINS_GROUP', 'BRAND_NAME', 'BRAND_SLOGAN', 'BRAND_COLOUR', 'BRAND_LEGAL', 'BRAND_PRIVACY', 'BRAND_SUPPORT', 'MEMBERS', 'STORAGE_GIB', 'UPLOAD_MIB', 'REGISTRATION', 'SSO_ONLY', 'BREAK_GLASS'] as const;
/** Each is a whole config, never a part of one. */
export const PICTURES: ReadonlyMap<string, PictureKey> = new Map([['BRAND_LOGO', 'logo'], ['BRAND_FAVICON', 'favicon']]);
const MAIL = ['MAIL_HOST', 'MAIL_PORT', 'MAIL_FROM', 'MAIL_USERNAME', 'MAIL_SECURITY'] as const;
const PLATFORM = ['EDGE_ADDRESS', 'EDGE_HTTP_PORT', 'EDGE_HTTPS_PORT', 'EDGE_HEALTH_PORT', 'SOCKET_PROXY_PORT', 'METER_PORT', 'SLEEP_PORT'] as const;

/** Names of the variables whose value is text, for what provides them: each is bound exactly once. */
export type TextVariable = (typeof ALWAYS)[number] | (typeof ROUTE)[number] | (typeof APP)[number] | (typeof MAIL)[number] | (typeof PLATFORM)[number] | 'OIDC_CLIENT_ID' | 'DOCKER_SOCKET';

/** The closed set of an entry. `SECRETS` and `IMAGE_…` are not in it: they have their own places and may stand nowhere else. */
export function variablesOf(sheet: AppSheet, services: Iterable<string>): ReadonlyMap<string, VariableKind> {
  const set = new Map<string, VariableKind>();
  const add = (kind: VariableKind, names: readonly string[]): void => names.forEach((name) => set.set(name, kind));
  add('text', ALWAYS);
  add('fact', ['AUTHORITY']);
  if (sheet.route) add('text', ROUTE);
  if (sheet.kind === 'app') {
    add('text', APP);
    add('picture', [...PICTURES.keys()]);
  }
  if (sheet.oidc) {
    add('text', ['OIDC_CLIENT_ID']);
    add('fact', ['OIDC_ISSUER']);
  }
  if (sheet.mail) {
    add('text', MAIL);
    add('secret', ['MAIL_PASSWORD']);
  }
  if (sheet.kind === 'platform') {
    add('text', PLATFORM);
    add('socket', ['DOCKER_SOCKET']);
    add('secret-fact', ['EDGE_TLS']);
  }
  for (const service of services) add('text', [variableName('MEMORY', service), variableName('CPUS', service)]);
  for (const secret of Object.keys(sheet.secrets)) add('secret', [variableName('SECRET', secret)]);
  return set;
}

/** Where text stands decides what may be in it: a command line and a config are readable by others, a secret file is not. */
export type Use = 'plain' | 'public' | 'environment' | 'secret-file' | 'bind' | 'picture';

const kindsOf: Readonly<Record<Use, readonly VariableKind[]>> = {
  plain: ['text'],
  public: ['text', 'fact'],
  environment: ['text', 'fact', 'secret'],
  'secret-file': ['text', 'fact', 'secret', 'secret-fact'],
  bind: ['socket'],
  picture: ['picture'],
};

export const mayStand = (kind: VariableKind, use: Use): boolean => kindsOf[use].includes(kind);

/** The variables of a set that may stand somewhere, sorted. */
export const namesFor = (set: ReadonlyMap<string, VariableKind>, use: Use): string[] => [...set].filter(([, kind]) => mayStand(kind, use)).map(([name]) => name).sort();
