import { type ComposeConfig, type ComposeMount, type ComposeService, imageName, type PictureKey, type Release, variableName } from '../catalog/index.ts';
import { Duration, literal, literalOf, Size, type Template } from '../kernel/index.ts';
import { type Bindings, fill } from './bindings.ts';
import { changeTrigger } from './digest.ts';
import type { FileMount, PictureFile, Service } from './workload.ts';

/** Compose's default time between SIGTERM and SIGKILL. */
const STOP_GRACE = Duration.seconds(10);
/** Time limit of a one-shot service: Compose has no word for one, this is the default of app.yaml's jobs. */
const ONE_SHOT_LIMIT = Duration.seconds(300);

/** Everything that the services of a release are made from. */
export interface Source {
  readonly release: Release;
  readonly plan: string;
  /** Of the plan; 0 is no limit. */
  readonly uploadMiB: number;
  readonly bindings: Bindings;
  readonly images: Readonly<Record<string, string>>;
  /** Of the organization; none on a platform. */
  readonly pictures: Readonly<Partial<Record<PictureKey, PictureFile>>>;
}

/** The services and one-shot jobs of the Compose file, each after what it depends on. */
export function composeServices(source: Source): Service[] {
  return inOrder(source.release.compose.services).map((service) => toService(source, service));
}

function toService(source: Source, compose: ComposeService): Service {
  const { release, bindings } = source;
  const size = release.sheet.sizing[source.plan]?.[compose.name];
  const image = source.images[imageName(compose.image)];
  if (!size || image === undefined) throw new Error(`not validated: ${release.app}/${release.release} ${compose.name}`);
  const words = (list: readonly string[] | undefined): readonly Template[] | undefined => list?.map((word) => fill(word, bindings));
  const service: Service = {
    name: compose.name,
    kind: compose.oneShot ? 'job' : 'service',
    when: compose.oneShot ? 'change' : undefined,
    timeLimit: compose.oneShot ? ONE_SHOT_LIMIT : undefined,
    trigger: undefined,
    image,
    command: words(compose.command),
    entrypoint: words(compose.entrypoint),
    user: compose.user === undefined ? undefined : plain(compose.user, bindings),
    environment: Object.fromEntries([...compose.environment].map(([name, value]) => [name, fill(value, bindings)])),
    secrets: compose.secrets.map((mount) => fileMount(release, mount, bindings.get(variableName('SECRET', mount.source)))),
    configs: compose.configs.map((mount) => fileMount(release, mount, configContent(release.compose.configs.get(mount.source), source))),
    mounts: compose.volumes.map(({ source: volume, target, readOnly }) => ({ volume, target, readOnly })),
    binds: compose.binds.map(({ source: path, target }) => ({ source: plain(path, bindings), target })),
    tmpfs: compose.tmpfs.map((value) => plain(value, bindings)),
    dependsOn: [...compose.dependsOn].map(([name, condition]) => ({ service: name, condition: conditions[condition] })),
    healthcheck: compose.healthcheck && { ...compose.healthcheck, test: compose.healthcheck.test.map((word) => plain(word, bindings)) },
    ports: compose.ports.map((port) => plain(port, bindings)),
    hostNetwork: compose.hostNetwork,
    egress: release.sheet.egress[compose.name] ?? 'none',
    readOnly: compose.readOnly,
    capAdd: compose.capAdd,
    stopGracePeriod: compose.stopGracePeriod ?? STOP_GRACE,
    memory: Size.mebibytes(size.memoryMiB),
    cpus: size.cpus,
  };
  return compose.oneShot ? { ...service, trigger: changeTrigger(service) } : service;
}

const conditions = { service_started: 'started', service_healthy: 'healthy', service_completed_successfully: 'completed' } as const;

/** Text of a place that only literals may fill. */
function plain(content: string, bindings: Bindings): string {
  const value = literalOf(fill(content, bindings));
  if (value === undefined) throw new Error(`not validated: ${content}`);
  return value;
}

function fileMount<Content>(release: Release, { source, target }: ComposeMount, content: Content | undefined): FileMount<Content> {
  if (!content) throw new Error(`not validated: ${release.app}/${release.release} ${source}`);
  return { name: source, target, content, watched: release.sheet.watched.includes(source) };
}

function configContent(config: ComposeConfig | undefined, { bindings, pictures }: Source): FileMount['content'] | undefined {
  if (!config) return undefined;
  if ('picture' in config) {
    const picture = pictures[config.picture];
    return picture ? { path: picture.path, sha256: picture.sha256 } : literal('');
  }
  return 'content' in config ? fill(config.content, bindings) : literal(config.text);
}

/** Each after what it depends on; otherwise as written. The loader has refused cycles. */
function inOrder(services: ReadonlyMap<string, ComposeService>): ComposeService[] {
  const done = new Set<ComposeService>();
  const add = (service: ComposeService): void => {
    if (done.has(service)) return;
    for (const name of service.dependsOn.keys()) {
      const needed = services.get(name);
      if (needed) add(needed);
    }
    done.add(service);
  };
  for (const service of services.values()) add(service);
  return [...done];
}
