import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import { routeLabels } from '../../edge/index.ts';
import type { Template } from '../../kernel/index.ts';
import type { Service } from '../../workload/index.ts';
import { fingerprint } from '../fingerprint.ts';
import { healthBudget } from '../health.ts';
import { openValueOf } from '../values.ts';
import { environmentOf } from './environment.ts';
import type { DockerFiles } from './files.ts';
import { hardening, rotation } from './hardening.ts';
import { healthcheckOf } from './health.ts';
import { containerLabels, FIXED } from './labels.ts';
import { gatewayOf, INTERNAL, type Networks, networksOf } from './network.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';

/** What the containers of a workload are plugged into. */
export interface Surroundings {
  readonly networks: Networks;
  readonly volumes: ReadonlyMap<string, docker.Volume>;
  readonly files: DockerFiles;
}

/** A service, running and healthy once it is created; or a job's container, created but not started. */
export function createContainer(scope: Scope, service: Service, around: Surroundings, dependsOn: readonly pulumi.Resource[]): docker.Container {
  return new docker.Container(
    logical(scope, service.name),
    {
      ...identityOf(scope, service, around),
      ...processOf(scope, service),
      ...storageOf(service, around),
      ...connectionOf(scope, service, around),
      ...limitsOf(service),
      ...hardeningOf(service),
      ...(service.kind === 'job' ? jobLife : serviceLife(scope, service)),
      ...rotation,
    },
    childOptions(scope, [...dependsOn, ...around.files.carriersOf(service)]),
  );
}

const identityOf = (scope: Scope, service: Service, { files }: Surroundings) => ({
  name: physical(scope, service.name),
  image: service.image,
  labels: containerLabels(scope, service.name, service.kind, {
    ...routesOf(scope, service),
    ...files.printsOf(service),
    [FIXED]: fingerprint([service.healthcheck && healthcheckOf(service.healthcheck), tmpfsOf(service)]),
  }),
});

const processOf = (scope: Scope, service: Service) => ({
  ...programOf(scope, service),
  ...(service.user !== undefined && { user: service.user }),
  envs: environmentOf(service, scope.options),
});

/** Beside a program of its own, a command is part of the entrypoint: the plugin refuses an empty word in `command` alone. */
function programOf({ options }: Scope, { name, entrypoint, command }: Service) {
  const open = (key: string, words: readonly Template[]) => words.map((word) => openValueOf(word, options, `services.${name}.${key}`));
  if (entrypoint) return { entrypoints: [...open('entrypoint', entrypoint), ...open('command', command ?? [])] };
  return command && { command: open('command', command) };
}

const storageOf = (service: Service, { volumes, files }: Surroundings) => ({
  mounts: [
    ...service.mounts.map(({ volume, target, readOnly }) => ({ type: 'volume', source: named(volumes, volume).name, target, readOnly })),
    ...service.binds.map(({ source, target }) => ({ type: 'bind', source, target, readOnly: true })),
    ...files.mountsOf(service),
  ],
  ...(service.tmpfs.length > 0 && { tmpfs: tmpfsOf(service) }),
});

/** Without `networkMode` the plugin disconnects the container from Docker's default bridge before it connects these. */
function connectionOf(scope: Scope, service: Service, { networks }: Surroundings) {
  if (service.hostNetwork) return { networkMode: 'host' };
  const joined = networksOf(service, networks);
  const way = joined.at(-1);
  return {
    networksAdvanced: joined.map((network) => ({ name: network.name, aliases: [service.name] })),
    ...(way && scope.workload.publicNames.length > 0 && { hosts: [...scope.workload.publicNames].sort().map((host) => ({ host, ip: gatewayOf(way) })) }),
    ...(service.ports.length > 0 && { ports: service.ports.map(portOf) }),
  };
}

/** No swap: the limit is memory alone. Said aloud, because Docker would otherwise answer twice the memory and differ for ever. */
const limitsOf = ({ memory, cpus }: Service) => ({ memory: memory.inMebibytes, memorySwap: memory.inMebibytes, cpus: decimal(cpus) });

/** As the plugin reads it back: `1` would be a difference at every update, `1.0` is none. */
const decimal = (cpus: number): string => (Number.isInteger(cpus) ? cpus.toFixed(1) : String(cpus));

const hardeningOf = ({ readOnly, capAdd }: Service) => ({
  ...hardening,
  capabilities: { ...hardening.capabilities, ...(capAdd.length > 0 && { adds: capAdd.map((name) => `CAP_${name.replace(/^CAP_/, '')}`).sort() }) },
  readOnly,
});

/** Of what sleeps, `mustRun` is said to be false: once stopped it would differ after each refresh, and an update would wake a part of it. */
const serviceLife = ({ workload }: Scope, { healthcheck, stopGracePeriod }: Service) => ({
  restart: 'unless-stopped',
  ...(workload.maySleep && { mustRun: false }),
  stopTimeout: Math.ceil(stopGracePeriod.inSeconds),
  destroyGraceSeconds: Math.ceil(stopGracePeriod.inSeconds),
  ...(healthcheck && { healthcheck: healthcheckOf(healthcheck), wait: true, waitTimeout: healthBudget(healthcheck) }),
});

const jobLife = { start: false, mustRun: false, restart: 'no' };

const routesOf = (scope: Scope, service: Service): Record<string, string> =>
  Object.assign({}, ...scope.workload.routes
    .filter((route) => route.service === service.name)
    .map((route, index) => routeLabels(index === 0 ? scope.workload.name : `${scope.workload.name}-${index}`, route, physical(scope, INTERNAL))));

/** `/run/x:uid=1,mode=0755` -> path and options. */
const tmpfsOf = ({ tmpfs }: Service): Record<string, string> =>
  Object.fromEntries(
    [...tmpfs].sort().map((entry) => {
      const [path = '', ...options] = entry.split(':');
      return [path, options.join(':')];
    }),
  );

/** `[address:]external:internal[/protocol]`, as the loader checked it. */
function portOf(port: string): docker.types.input.ContainerPort {
  const [numbers = '', protocol = 'tcp'] = port.split('/');
  const [internal, external, ...address] = numbers.split(':').reverse();
  return { internal: Number(internal), external: Number(external ?? internal), ip: address.length > 0 ? address.reverse().join(':') : '0.0.0.0', protocol };
}

function named(volumes: ReadonlyMap<string, docker.Volume>, name: string): docker.Volume {
  const volume = volumes.get(name);
  if (volume === undefined) throw new RangeError(`no such volume in the workload: ${name}`);
  return volume;
}
