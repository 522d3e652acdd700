import { type AppSheet, splitVariables, type TextVariable, variableName } from '../catalog/index.ts';
import { concat, fact, literal, type Part, secret, secretPurpose, type Template } from '../kernel/index.ts';
import type { Instance, Platform } from '../placement/index.ts';

/** Variable -> its value with holes. */
export type Bindings = ReadonlyMap<string, Template>;

const TIMEZONE = 'America/Toronto';
const SCHEME = 'unix://';

export function instanceBindings(instance: Instance): Bindings {
  const { federation, organizationSheet, plan } = instance;
  const { brand } = organizationSheet;
  return bind(instance.release.sheet, instance.planId, instance.name, instance.secretGenerations, {
    FEDERATION: federation.id,
    HOST: instance.host,
    WORKLOAD: instance.workload,
    ...localeOf(organizationSheet.locale),
    TIMEZONE,
    HOSTNAME: instance.hostname,
    URL: instance.url,
    ORGANIZATION: instance.organization,
    ORGANIZATION_NAME: organizationSheet.name,
    ADMINS_GROUP: `/${instance.organization}/admins`,
    BRAND_NAME: brand.name ?? '',
    BRAND_SLOGAN: brand.slogan ?? '',
    BRAND_COLOUR: brand.colour ?? '',
    BRAND_LEGAL: brand.legal ?? '',
    BRAND_PRIVACY: brand.privacy ?? '',
    BRAND_SUPPORT: brand.support ?? '',
    OIDC_CLIENT_ID: instance.workload,
    MEMBERS: String(plan.members),
    STORAGE_GIB: String(plan.storageGiB),
    UPLOAD_MIB: String(plan.uploadMiB),
    REGISTRATION: instance.registration,
    SSO_ONLY: instance.breakGlass ? '0' : '1',
    BREAK_GLASS: instance.breakGlass ? '1' : '0',
    ...mailOf(federation.mail),
  }, { MAIL_PASSWORD: federation.mail?.username === undefined ? [] : [fact('mail.password')] });
}

/** Empty without a relay, which only an app gets that can do without. */
const mailOf = (mail: Instance['federation']['mail']) => ({
  MAIL_HOST: mail?.host ?? '',
  MAIL_PORT: mail === undefined ? '' : String(mail.port),
  MAIL_FROM: mail?.from ?? '',
  MAIL_USERNAME: mail?.username ?? '',
  MAIL_SECURITY: mail?.security ?? '',
});

export function platformBindings(platform: Platform): Bindings {
  const { edge, engine } = platform.hostSheet;
  return bind(platform.release.sheet, 'platform', platform.name, {}, {
    FEDERATION: platform.federation.id,
    HOST: platform.host,
    WORKLOAD: platform.workload,
    ...localeOf('fr-CA'),
    TIMEZONE,
    ...(platform.hostname === undefined || platform.url === undefined ? {} : { HOSTNAME: platform.hostname, URL: platform.url }),
    EDGE_ADDRESS: edge.address.includes(':') ? `[${edge.address}]` : edge.address,
    EDGE_HTTP_PORT: String(edge.httpPort),
    EDGE_HTTPS_PORT: String(edge.httpsPort),
    EDGE_HEALTH_PORT: String(edge.healthPort),
    SOCKET_PROXY_PORT: String(edge.socketProxyPort),
    METER_PORT: String(edge.meterPort),
    SLEEP_PORT: String(edge.sleepPort),
    // Of an engine reached by SSH or TCP, the socket on its own machine.
    DOCKER_SOCKET: engine.startsWith(SCHEME) ? engine.slice(SCHEME.length) : '/var/run/docker.sock',
  }, { EDGE_TLS: [fact('edge.tls')] });
}

/** `fr-CA` -> `fr_CA` and `fr`. */
const localeOf = (locale: string) => ({ LOCALE: locale.replace('-', '_'), LANGUAGE: locale.slice(0, 2) });

function bind(sheet: AppSheet, plan: string, part: string, generations: Readonly<Record<string, number>>, texts: Partial<Record<TextVariable, string>>, others: Readonly<Record<string, Template>>): Bindings {
  const bindings = new Map<string, Template>([...Object.entries(texts).map(([name, value]) => [name, literal(value)] as const), ...Object.entries(others)]);
  bindings.set('AUTHORITY', [fact('authority')]);
  bindings.set('OIDC_ISSUER', [fact('identity.issuer')]);
  for (const [service, { memoryMiB, cpus }] of Object.entries(sheet.sizing[plan] ?? {})) {
    bindings.set(variableName('MEMORY', service), literal(`${memoryMiB}m`));
    bindings.set(variableName('CPUS', service), literal(String(cpus)));
  }
  // Those without a template first: the others are made of them.
  for (const [name, { template }] of Object.entries(sheet.secrets).sort(([, a], [, b]) => Number(a.template !== undefined) - Number(b.template !== undefined))) {
    const derived: Part = secret(secretPurpose(part, name), Object.hasOwn(generations, name) ? generations[name] : 1);
    bindings.set(variableName('SECRET', name), template === undefined ? [derived] : fill(template, bindings, false));
  }
  return bindings;
}

/** Text with its variables replaced. `strict` as in `splitVariables`: true for compose.yaml. A variable without a value is a defect: the catalog's loader refuses it. */
export function fill(content: string, bindings: Bindings, strict = true): Template {
  return concat(
    ...splitVariables(content, strict).pieces.map((piece) => {
      if ('text' in piece) return literal(piece.text);
      const value = bindings.get(piece.variable);
      if (!value) throw new Error(`variable without a value: ${piece.variable}`);
      return value;
    }),
  );
}
