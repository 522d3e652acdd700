import type Docker from 'dockerode';
import type { State, Values } from '../server/index.ts';
import { fromHealth, type EngineHealth } from './health.ts';
import { fromMounts } from './mounts.ts';
import { fromBindings, type EngineBinding } from './ports.ts';

const MEGABYTE = 1024 * 1024;

/**
 * The state of a container as read: what the engine tells replaces what was known, the rest stays. Not read, as the provider
 * does not read them: variables, labels, volumes, joined networks, uploads, and the settings of the plugin's own conduct.
 */
export function stateOf(known: State, found: Docker.ContainerInspectInfo): State {
  return {
    ...known,
    ...identity(known, found),
    ...process(found),
    ...host(known, found.HostConfig as unknown as HostConfig),
    ...network(known, found),
    ...conduct(known, found),
    __meta: '{"schema_version":"2"}',
  };
}

function identity(known: State, found: Docker.ContainerInspectInfo): Values {
  const byId = typeof known['image'] === 'string' && known['image'].startsWith('sha256:');
  return {
    name: found.Name.replace(/^\/+/, ''),
    image: byId ? found.Image : found.Config.Image,
    hostname: found.Config.Hostname,
    domainname: found.Config.Domainname,
    platform: found.Platform,
  };
}

function process({ Config: config }: Docker.ContainerInspectInfo): Values {
  const more = config as unknown as { StopSignal?: string; StopTimeout?: number; Healthcheck?: EngineHealth };
  return {
    command: config.Cmd ?? [],
    entrypoints: [config.Entrypoint ?? []].flat(),
    user: config.User,
    workingDir: config.WorkingDir,
    tty: config.Tty,
    stdinOpen: config.OpenStdin,
    stopSignal: more.StopSignal ?? '',
    stopTimeout: more.StopTimeout ?? 0,
    ...(more.Healthcheck ? { healthcheck: fromHealth(more.Healthcheck) } : {}),
  };
}

type HostConfig = Omit<Docker.HostConfig, 'Mounts'> & { Mounts?: unknown; Init?: boolean; Runtime?: string };

function host(known: State, config: HostConfig): Values {
  const { CapAdd: adds, CapDrop: drops, Ulimits: ulimits, LogConfig: log } = config;
  return {
    ...limits(config),
    rm: config.AutoRemove ?? false,
    readOnly: config.ReadonlyRootfs ?? false,
    privileged: config.Privileged ?? false,
    init: config.Init ?? false,
    restart: config.RestartPolicy?.Name ?? '',
    maxRetryCount: config.RestartPolicy?.MaximumRetryCount ?? 0,
    publishAllPorts: config.PublishAllPorts ?? false,
    dns: config.Dns ?? [],
    dnsOpts: config.DnsOptions ?? [],
    dnsSearches: config.DnsSearch ?? [],
    groupAdds: config.GroupAdd ?? [],
    securityOpts: config.SecurityOpt ?? [],
    hosts: (config.ExtraHosts ?? []).map(hostEntry),
    sysctls: config.Sysctls ?? {},
    tmpfs: config.Tmpfs ?? {},
    mounts: fromMounts(config.Mounts),
    runtime: config.Runtime ?? '',
    ipcMode: config.IpcMode ?? '',
    networkMode: config.NetworkMode ?? '',
    logDriver: log?.Type ?? '',
    ...(known['logOpts'] === undefined ? {} : { logOpts: (log as { Config?: object } | undefined)?.Config ?? {} }),
    ...(adds?.length || drops?.length ? { capabilities: { adds: adds ?? [], drops: drops ?? [] } } : {}),
    ...(known['ulimits'] === undefined ? {} : { ulimits: (ulimits ?? []).map(({ Name, Soft, Hard }) => ({ name: Name, soft: Soft, hard: Hard })) }),
  };
}

/** Megabytes; swap of -1 is unlimited. Unasked, Docker sets swap to twice the memory: that shows as a difference each time. */
function limits({ Memory = 0, MemoryReservation = 0, MemorySwap = 0, ShmSize = 0, NanoCpus, CpuShares, CpusetCpus }: HostConfig): Values {
  return {
    memory: megabytes(Memory),
    memoryReservation: megabytes(MemoryReservation),
    memorySwap: MemorySwap > 0 ? megabytes(MemorySwap) : MemorySwap,
    shmSize: megabytes(ShmSize),
    cpuShares: CpuShares ?? 0,
    cpuSet: CpusetCpus ?? '',
    ...(NanoCpus ? { cpus: decimal(NanoCpus) } : {}),
  };
}

const megabytes = (bytes: number): number => Math.trunc(bytes / MEGABYTE);

/** As the provider writes it: `1.0` for 1, which differs from a program's `1` and replaces. */
function decimal(nanoCpus: number): string {
  const text = (nanoCpus / 1e9).toFixed(9);
  const zeros = text.split('0').length - 1;
  return zeros === 9 ? (nanoCpus / 1e9).toFixed(1) : text.replace(/0+$/, '');
}

function hostEntry(entry: string): Values {
  const [name, ip] = entry.split(':');
  return { host: name, ip };
}

function network(known: State, { NetworkSettings: settings, State: state }: Docker.ContainerInspectInfo): Values {
  const portsTold = known['ports'] !== undefined && (state.Running || known['mustRun'] === true);
  return {
    bridge: (settings as { Bridge?: string }).Bridge ?? '',
    ...(portsTold ? { ports: fromBindings(settings.Ports as Record<string, EngineBinding[] | null>) } : {}),
    networkDatas: Object.entries(settings.Networks ?? {}).map(([name, endpoint]) => ({
      networkName: name,
      ipAddress: endpoint.IPAddress,
      ipPrefixLength: endpoint.IPPrefixLen,
      gateway: endpoint.Gateway,
      globalIpv6Address: endpoint.GlobalIPv6Address,
      globalIpv6PrefixLength: endpoint.GlobalIPv6PrefixLen,
      ipv6Gateway: endpoint.IPv6Gateway,
      macAddress: endpoint.MacAddress,
    })),
  };
}

/** A container that should run and does not says `mustRun: false`, so that an update starts it again. */
function conduct(known: State, { State: state }: Docker.ContainerInspectInfo): Values {
  return {
    containerLogs: known['containerLogs'] ?? '',
    exitCode: state.Running ? (known['exitCode'] ?? 0) : state.ExitCode,
    ...(!state.Running && known['mustRun'] === true ? { mustRun: false } : {}),
  };
}
