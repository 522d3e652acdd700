import { posix } from 'node:path';
import { Duration, label, partName } from '../../../modules/kernel/index.ts';
import type { Service } from '../../../modules/workload/index.ts';
import type { Node } from '../../golden/graph.ts';
import { SECRET } from '../../golden/graph.ts';
import { one, type Reading } from './view.ts';

/** What the Docker target asks for, read back. */
export const dockerView: Reading = ({ resources }, workload) => {
  const find = (type: string, name: string): Node => one(resources.filter((node) => node.type === type && node.name === `${workload.name}-${name}`), `${type} ${name}`);
  const container = (name: string): any => find('docker:index/container:Container', name).inputs;
  const labels = (name: string): Record<string, string> => Object.fromEntries(container(name).labels.map((each: any) => [each.label, each.value]));
  const volumeName = new Map(workload.volumes.map((volume) => [partName(workload.name, volume), volume]));
  const waitsOn = (name: string): string[] => resources.filter(({ name: logical }) => [`${workload.name}-${name}`, `${workload.name}-${name}-run`].includes(logical)).flatMap(({ options }) => (options['dependsOn'] as string[] | undefined) ?? []);
  const run = (name: string): any => find('command:local:Command', `${name}-run`).inputs;

  return {
    image: ({ name }) => container(name).image,
    words({ name }) {
      const { entrypoints, command } = container(name);
      return entrypoints === undefined ? { arguments: command ?? [] } : { program: [...entrypoints, ...(command ?? [])] };
    },
    user: ({ name }) => container(name).user,
    environment({ name }) {
      const envs: string[] = container(name).envs;
      return { open: Object.fromEntries(envs.filter((each) => each !== SECRET).map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)])), secret: envs.filter((each) => each === SECRET).length };
    },
    files(service, kind) {
      const mount = container(service.name).mounts.find(({ source }: any) => workload.services.some(({ name }) => source === partName(workload.name, name, kind)));
      const carried = one(container(`${kind}-carrier`).mounts.filter(({ source }: any) => source === mount.source), mount.source) as any;
      const uploads = container(`${kind}-carrier`).uploads.filter(({ file }: any) => posix.dirname(file) === carried.target);
      const named = service[kind].map(({ target }) => uploads.find(({ file }: any) => posix.basename(file) === posix.basename(target)));
      return {
        files: Object.fromEntries(named.map((upload) => [`${mount.target}/${posix.basename(upload.file)}`, upload.source === '/dev/null' ? (kind === 'secrets' ? SECRET : '') : (upload.sourceHash ?? (kind === 'secrets' ? secret(upload.content) : upload.content))])),
        readOnly: mount.readOnly,
        mode: [...new Set(named.map(({ permissions }) => permissions))].join(),
      };
    },
    volumes: ({ name }) => container(name).mounts.flatMap(({ source, target, readOnly }: any) => (volumeName.has(source) ? [[volumeName.get(source), target, readOnly]] : [])),
    kept: () => resources.filter(({ type, options }) => type === 'docker:index/volume:Volume' && options['protect'] === true && options['retainOnDelete'] === true).map(({ inputs }) => volumeName.get(inputs['name'] as string) ?? '?'),
    tmpfs: ({ name }) => Object.entries((container(name).tmpfs ?? {}) as Record<string, string>).map(([path, options]) => (options === '' ? path : `${path}:${options}`)),
    waits: ({ name, dependsOn }) => dependsOn.map(({ service }) => service).filter((other) => waitsOn(name).some((urn) => [`${workload.name}-${other}`, `${workload.name}-${other}-run`].includes(urn.split('::').at(-1) as string))),
    health({ name }) {
      const { healthcheck, waitTimeout } = container(name);
      return healthcheck && { test: wordsOf(healthcheck.tests), interval: milliseconds(healthcheck.interval), timeout: milliseconds(healthcheck.timeout), retries: healthcheck.retries, budget: waitTimeout };
    },
    reached: ({ name }) => one([...new Set((container(name).networksAdvanced as any[]).flatMap(({ aliases }) => aliases))], 'alias'),
    routes: () => workload.services.filter(({ kind }) => kind === 'service').flatMap(({ name }) => routesOf(name, labels(name))),
    publicNames: ({ name }) => ((container(name).hosts ?? []) as any[]).map(({ host }) => host),
    readOnly: ({ name }) => container(name).readOnly,
    capabilities({ name }) {
      const { drops, adds = [] } = container(name).capabilities;
      return { drop: drops, add: adds.map((each: string) => each.replace(/^CAP_/, '')) };
    },
    newPrivileges: ({ name }) => !container(name).securityOpts.includes('no-new-privileges:true'),
    stopSeconds: ({ name }) => container(name).stopTimeout,
    restarts: ({ name }) => container(name).restart === 'unless-stopped',
    memory: ({ name }) => (container(name).memory === container(name).memorySwap ? container(name).memory * 1024 ** 2 : NaN),
    cpus: ({ name }) => Number(container(name).cpus),
    egress: ({ name }) => (container(name).networksAdvanced.some(({ name: network }: any) => find('docker:index/network:Network', 'egress').inputs['name'] === network) ? 'outside' : 'none'),
    job({ name }: Service) {
      const { environment, triggers } = run(name);
      return { limitSeconds: Number(environment.LIMIT), when: triggers[0], trigger: triggers[1] };
    },
  };
};

const secret = (content: unknown): unknown => (content === SECRET || content === '' ? SECRET : content);
const milliseconds = (go: string): number => Duration.parse(go)?.milliseconds ?? NaN;
const wordsOf = ([how, ...words]: readonly string[]): string[] => (how === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words);

function routesOf(service: string, labels: Readonly<Record<string, string>>) {
  const value = (pattern: RegExp): string | undefined => Object.entries(labels).find(([name]) => pattern.test(name))?.[1];
  const rule = value(/^traefik\.http\.routers\.[^.]+\.rule$/);
  if (rule === undefined || labels[label.role] !== 'service') return [];
  const body = value(/maxrequestbodybytes$/);
  return [{
    service,
    hostname: /Host\(`([^`]+)`\)/.exec(rule)?.[1] ?? '?',
    port: Number(value(/server\.port$/)),
    timeoutSeconds: Number(/^timeout-(\d+)@file$/.exec(value(/serverstransport$/) ?? '')?.[1]),
    maxBodyMiB: body === undefined ? 0 : Number(body) / 1024 ** 2,
  }];
}
