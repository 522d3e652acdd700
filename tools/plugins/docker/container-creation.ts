import type Docker from 'dockerode';
import { isObject, type Inputs, type Values } from '../server/index.ts';
import { toHealth } from './health.ts';
import { labelsToMap } from './labels.ts';
import { toMounts } from './mounts.ts';
import { portKey, toBindings, toPort } from './ports.ts';

const MEGABYTE = 1024 * 1024;

type Creation = Docker.ContainerCreateOptions & { name: string };

/**
 * What the engine is asked for. Networks are joined afterwards, as the provider does.
 *
 * @param version API version of the engine
 * @throws Error on inputs that the provider refuses at this point
 */
export function creation(inputs: Inputs, version: string): Creation {
  const ports = objects(inputs['ports']).map(toPort);
  const volumes = objects(inputs['volumes']);
  if (texts(inputs['command']).includes('')) throw new Error('values for command may not be empty');
  return present({
    name: text(inputs['name']),
    Image: text(inputs['image']),
    Hostname: text(inputs['hostname']),
    Domainname: text(inputs['domainname']),
    Tty: inputs['tty'] === true,
    OpenStdin: inputs['stdinOpen'] === true,
    StopSignal: optional(inputs['stopSignal']),
    StopTimeout: optional(inputs['stopTimeout']),
    Env: filled([...new Set(texts(inputs['envs']))]),
    Cmd: filled(texts(inputs['command'])),
    Entrypoint: filled(texts(inputs['entrypoints'])),
    User: optional(inputs['user']),
    WorkingDir: optional(inputs['workingDir']),
    ExposedPorts: Object.fromEntries(ports.map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(volumes.map((volume) => [containerPath(volume), {}])),
    Labels: labelsToMap(inputs['labels']),
    Healthcheck: toHealth(inputs['healthcheck']),
    HostConfig: hostConfig(inputs, toBindings(ports), volumes, version),
  }) as unknown as Creation;
}

function hostConfig(inputs: Inputs, bindings: object, volumes: readonly Values[], version: string): Values {
  const capabilities = (inputs['capabilities'] ?? {}) as Values;
  const security = texts(inputs['securityOpts']);
  const unconfined = security.includes('systempaths=unconfined');
  return present({
    PortBindings: bindings,
    Binds: volumes.flatMap(bind),
    Mounts: toMounts(objects(inputs['mounts']), version),
    Tmpfs: optional(inputs['tmpfs']),
    Privileged: inputs['privileged'] === true,
    ReadonlyRootfs: inputs['readOnly'] === true,
    AutoRemove: inputs['rm'] === true,
    Init: inputs['init'] === true,
    RestartPolicy: restartPolicy(inputs),
    NetworkMode: optional(inputs['networkMode']),
    IpcMode: optional(inputs['ipcMode']),
    ExtraHosts: filled(objects(inputs['hosts']).map(({ host, ip }) => `${text(host)}:${text(ip)}`)),
    Dns: filled(texts(inputs['dns'])),
    DnsOptions: filled(texts(inputs['dnsOpts'])),
    DnsSearch: filled(texts(inputs['dnsSearches'])),
    GroupAdd: filled(texts(inputs['groupAdds'])),
    CapAdd: filled(texts(capabilities['adds'])),
    CapDrop: filled(texts(capabilities['drops'])),
    SecurityOpt: filled(security.filter((each) => each !== 'systempaths=unconfined')),
    ...(unconfined ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
    Sysctls: optional(inputs['sysctls']),
    Ulimits: filled(objects(inputs['ulimits']).map(({ name, soft, hard }) => ({ Name: name, Soft: Number(soft), Hard: Number(hard) }))),
    LogConfig: { Type: text(inputs['logDriver']), Config: inputs['logOpts'] ?? {} },
    ShmSize: bytes(inputs['shmSize']),
    NanoCpus: inputs['cpus'] ? nanoCpus(text(inputs['cpus'])) : undefined,
    ...resources(inputs),
  });
}

/** The limits that an update can change too. Swap of -1 is unlimited. */
export function resources(inputs: Inputs): Values {
  return present({
    CpuShares: optional(inputs['cpuShares']),
    CpusetCpus: optional(inputs['cpuSet']),
    Memory: bytes(inputs['memory']),
    MemoryReservation: bytes(inputs['memoryReservation']),
    MemorySwap: Number(inputs['memorySwap'] ?? 0) < 0 ? -1 : bytes(inputs['memorySwap']),
  });
}

export function restartPolicy(inputs: Inputs): { Name: string; MaximumRetryCount: number } {
  return { Name: text(inputs['restart']), MaximumRetryCount: Number(inputs['maxRetryCount'] ?? 0) };
}

function nanoCpus(cpus: string): number {
  const number = Number(cpus);
  if (!Number.isFinite(number)) throw new Error(`Error setting cpus: failed to parse ${cpus} as a rational number`);
  return Math.round(number * 1e9);
}

function containerPath(volume: Values): string {
  const path = text(volume['containerPath']);
  if (path === '') throw new Error('Unable to parse volumes: volume entry without container path or source container');
  return path;
}

function bind(volume: Values): string[] {
  const source = text(volume['hostPath']) || text(volume['volumeName']);
  return source === '' ? [] : [`${source}:${containerPath(volume)}:${volume['readOnly'] === true ? 'ro' : 'rw'}`];
}

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
const objects = (value: unknown): Values[] => (Array.isArray(value) ? value.filter(isObject) : []);
const filled = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
const optional = (value: unknown): unknown => value || undefined;
const bytes = (megabytes: unknown): number | undefined => (megabytes ? Number(megabytes) * MEGABYTE : undefined);
const present = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
