import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposeService, loadCatalog, type Release, splitVariables, variablesOf } from '../../modules/catalog/index.ts';
import { Duration } from '../../modules/kernel/index.ts';
import { extensionCommand, resolveExtension } from '../../modules/engine/toolchain/index.ts';
import { CHECKOUT } from './folder.ts';

/** Compose itself reads every entry, with a value for each variable, and must find in it what our loader found. */
const catalogs = [loadCatalog(join(CHECKOUT, 'catalog'), join(CHECKOUT, 'test', 'e2e', 'catalog')), loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'))];
const releases = catalogs.flatMap(({ apps }) => [...apps.values()].flatMap((byName) => [...byName.values()]));

let compose: [string, ...string[]];
let secrets: string;
beforeAll(async () => {
  compose = extensionCommand(await resolveExtension('compose', () => {}));
  secrets = await mkdtemp(join(tmpdir(), 'chatiere-secrets-'));
}, 600_000);
afterAll(async () => {
  await rm(secrets, { recursive: true, force: true });
});

describe.each(releases.map((release) => ({ name: `${release.app}/${release.release}`, release })))('$name', ({ release }) => {
  it('means the same to Compose', { timeout: 60_000 }, async () => {
    const values = valuesOf(release);
    for (const name of release.compose.secrets) await writeFile(join(secrets, name), 'x');
    const [command, ...first] = compose;
    const { stdout } = await execa(command, [...first, '--project-name', 'essai', '--file', join(release.folder, 'compose.yaml'), 'config', '--format', 'json'], { env: values });
    const config = unescape(JSON.parse(stdout)) as Config;

    const fill = (content: string): string => splitVariables(content, true).pieces.map((piece) => ('text' in piece ? piece.text : values[piece.variable])).join('');
    expect(Object.keys(config.services).sort()).toEqual([...release.compose.services.keys()].sort());
    for (const [name, service] of release.compose.services) expect(asWeRead(config.services[name] as ConfigService), name).toEqual(asWeSay(service, fill, values));
    expect(Object.keys(config.volumes ?? {}).sort()).toEqual([...release.compose.volumes].sort());
    expect(Object.keys(config.secrets ?? {}).sort()).toEqual([...release.compose.secrets].sort());
    expect(contents(config)).toEqual(Object.fromEntries([...release.compose.configs].map(([name, one]) => [name, 'content' in one ? fill(one.content) : 'picture' in one ? values[`BRAND_${one.picture.toUpperCase()}`] : join(release.folder, one.file)])));
  });
});

/** A value for each variable: awkward ones, so that a difference in quoting would show. */
function valuesOf(release: Release): Record<string, string> {
  const services = [...release.compose.services.keys()];
  const named = [...variablesOf(release.sheet, services)].map(([name, kind]): [string, string] => [name, name.startsWith('MEMORY_') ? '64m' : name.startsWith('CPUS_') ? '0.5' : name.endsWith('_PORT') ? '2375' : name === 'EDGE_ADDRESS' ? '0.0.0.0' : name === 'DOCKER_SOCKET' ? '/var/run/docker.sock' : kind === 'picture' ? `/marque/${name} "é" $x.png` : `${name}: "é" $x\n'#'`]);
  const images = [...release.compose.services.values()].map(({ image }): [string, string] => [image.slice(2, -1), `registry.test/${image.slice(8, -1).toLowerCase()}:1.0`]);
  return { ...Object.fromEntries(named), ...Object.fromEntries(images), SECRETS: secrets };
}

/** `config` doubles every dollar of what it prints. */
function unescape(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescape);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescape(inner)])) : value;
}

interface Mount { readonly source: string; readonly target: string }
interface ConfigService {
  readonly image: string;
  readonly command: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly Mount[];
  readonly configs?: readonly Mount[];
  readonly volumes?: readonly (Mount & { readonly type: string; readonly read_only?: boolean })[];
  readonly tmpfs?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval?: string; readonly timeout?: string; readonly retries?: number; readonly start_period?: string };
  readonly expose?: readonly string[];
  readonly ports?: readonly { readonly host_ip: string; readonly published: string; readonly target: number }[];
  readonly network_mode?: string;
  readonly read_only?: boolean;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
  readonly restart?: string;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string; readonly cpus: number | string } } };
}
interface Config {
  readonly services: Readonly<Record<string, ConfigService>>;
  readonly volumes?: object;
  readonly secrets?: object;
  readonly configs?: Readonly<Record<string, { readonly content?: string; readonly file?: string }>>;
}

const contents = ({ configs = {} }: Config) => Object.fromEntries(Object.entries(configs).map(([name, { content, file }]) => [name, content ?? file]));
const milliseconds = (value: string | undefined): number => Duration.parse(value ?? '0s')?.milliseconds ?? Number.NaN;

function asWeRead(service: ConfigService) {
  const { healthcheck, volumes = [] } = service;
  return {
    image: service.image,
    command: service.command ?? undefined,
    entrypoint: service.entrypoint ?? undefined,
    user: service.user,
    environment: service.environment ?? {},
    secrets: (service.secrets ?? []).map(({ source, target }) => [source, target.startsWith('/') ? target : `/run/secrets/${target}`]),
    configs: (service.configs ?? []).map(({ source, target }) => [source, target]),
    volumes: volumes.map(({ type, source, target, read_only = false }) => [type, source, target, read_only]).sort(),
    tmpfs: service.tmpfs ?? [],
    dependsOn: Object.fromEntries(Object.entries(service.depends_on ?? {}).map(([name, { condition }]) => [name, condition])),
    healthcheck: healthcheck && { test: healthcheck.test, interval: milliseconds(healthcheck.interval ?? '30s'), timeout: milliseconds(healthcheck.timeout ?? '30s'), retries: healthcheck.retries ?? 3, startPeriod: milliseconds(healthcheck.start_period) },
    expose: (service.expose ?? []).map(Number),
    ports: (service.ports ?? []).map(({ host_ip, published, target }) => `${host_ip}:${published}:${target}`),
    hostNetwork: service.network_mode === 'host',
    readOnly: service.read_only ?? false,
    capAdd: service.cap_add ?? [],
    capDrop: service.cap_drop,
    stopGracePeriod: service.stop_grace_period === undefined ? undefined : milliseconds(service.stop_grace_period),
    restart: service.restart,
    limits: [Number(service.deploy.resources.limits.memory), Number(service.deploy.resources.limits.cpus)],
  };
}

function asWeSay(service: ComposeService, fill: (content: string) => string, values: Readonly<Record<string, string>>): ReturnType<typeof asWeRead> {
  const { healthcheck } = service;
  const volumes = service.volumes.map(({ source, target, readOnly }) => ['volume', source, target, readOnly] as (string | boolean)[]);
  const binds = service.binds.map(({ source, target }) => ['bind', fill(source), target, true]);
  return {
    image: values[service.image.slice(2, -1)] as string,
    command: service.command?.map(fill),
    entrypoint: service.entrypoint?.map(fill),
    user: service.user,
    environment: Object.fromEntries([...service.environment].map(([name, value]) => [name, fill(value)])),
    secrets: service.secrets.map(({ source, target }) => [source, target]),
    configs: service.configs.map(({ source, target }) => [source, target]),
    volumes: [...volumes, ...binds].sort(),
    tmpfs: [...service.tmpfs],
    dependsOn: Object.fromEntries(service.dependsOn),
    healthcheck: healthcheck && { test: healthcheck.test.map(fill), interval: healthcheck.interval.milliseconds, timeout: healthcheck.timeout.milliseconds, retries: healthcheck.retries, startPeriod: healthcheck.startPeriod.milliseconds },
    expose: [...service.expose],
    ports: service.ports.map(fill),
    hostNetwork: service.hostNetwork,
    readOnly: service.readOnly,
    capAdd: [...service.capAdd],
    capDrop: ['ALL'],
    stopGracePeriod: service.stopGracePeriod?.milliseconds,
    restart: service.oneShot ? 'no' : 'unless-stopped',
    limits: [64 * 1024 ** 2, 0.5],
  } as ReturnType<typeof asWeRead>;
}
