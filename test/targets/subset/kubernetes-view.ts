import { createHash } from 'node:crypto';
import { label } from '../../../modules/kernel/index.ts';
import type { Node } from '../../golden/graph.ts';
import { SECRET } from '../../golden/graph.ts';
import { one, type Reading } from './view.ts';

/** What the Kubernetes target asks for, read back. */
export const kubernetesView: Reading = ({ resources }, workload) => {
  const of = (kind: string): any[] => resources.filter(({ inputs }) => inputs['kind'] === kind).map(({ inputs }) => inputs);
  const named = (kind: string, name: string): any => one(of(kind).filter(({ metadata }) => metadata.name === name), `${kind} ${name}`);
  const kindOf = (name: string): string => (workload.services.find((service) => service.name === name)?.kind === 'job' ? 'Job' : 'Deployment');
  const node = (name: string): Node => one(resources.filter(({ inputs }) => inputs['kind'] === kindOf(name) && (inputs['metadata'] as any).name === name), name);
  const pod = (name: string): any => named(kindOf(name), name).spec.template.spec;
  const container = (name: string): any => one(pod(name).containers, `containers of ${name}`);
  const volume = (name: string, mount: any): any => one(pod(name).volumes.filter((each: any) => each.name === mount.name), mount.name);
  const selects = (selector: any, name: string): boolean => {
    const { labels } = named(kindOf(name), name).spec.template.metadata;
    return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) && (selector.matchExpressions ?? []).every(({ key, values }: any) => values.includes(labels[key]));
  };
  const probe = (name: string): any => container(name).readinessProbe;

  return {
    image: ({ name }) => container(name).image,
    words({ name }) {
      const { command, args = [] } = container(name);
      const plain = (words: string[]): string[] => words.map(undoubled);
      return command === undefined ? { arguments: plain(args) } : { program: plain([...command, ...args]) };
    },
    user({ name }) {
      const { runAsUser, runAsGroup } = pod(name).securityContext;
      return runAsUser === undefined ? undefined : [runAsUser, runAsGroup].filter((id) => id !== undefined).join(':');
    },
    environment({ name }) {
      const env: any[] = container(name).env;
      const held = env.filter(({ valueFrom }) => valueFrom);
      for (const { valueFrom } of held) if (named('Secret', valueFrom.secretKeyRef.name).data !== SECRET) throw new Error('in the clear');
      return { open: Object.fromEntries(env.filter(({ value }) => value !== undefined).map((each) => [each.name, undoubled(each.value)])), secret: held.length };
    },
    files({ name }, kind) {
      const mount = one(container(name).volumeMounts.filter((each: any) => each.name === `files--${kind}`), kind) as any;
      const { secret, configMap, projected } = volume(name, mount);
      const sources: any[] = projected ? projected.sources.map((source: any) => source.configMap) : [secret ? { ...secret, name: secret.secretName } : configMap];
      const content = (source: any, key: string): unknown => {
        if (secret) return named('Secret', source.name).data;
        const { data, binaryData } = named('ConfigMap', source.name);
        return data?.[key] ?? createHash('sha256').update(Buffer.from(binaryData[key], 'base64')).digest('hex');
      };
      return {
        files: Object.fromEntries(sources.flatMap((source) => source.items.map(({ key, path }: any) => [`${mount.mountPath}/${path}`, content(source, key)]))),
        readOnly: mount.readOnly,
        mode: `0${(secret ?? configMap ?? projected).defaultMode.toString(8)}`,
      };
    },
    volumes: ({ name }) => container(name).volumeMounts.flatMap((mount: any) => {
      const { persistentVolumeClaim } = volume(name, mount);
      return persistentVolumeClaim ? [[persistentVolumeClaim.claimName, mount.mountPath, mount.readOnly]] : [];
    }),
    kept: () => resources.filter(({ inputs, options }) => inputs['kind'] === 'PersistentVolumeClaim' && options['protect'] === true && options['retainOnDelete'] === true).map(({ inputs }) => (inputs['metadata'] as any).name),
    tmpfs: ({ name }) => container(name).volumeMounts.flatMap((mount: any) => (volume(name, mount).emptyDir?.medium === 'Memory' ? [mount.mountPath] : [])),
    waits({ name, dependsOn }) {
      const urns = (node(name).options['dependsOn'] as string[]) ?? [];
      return dependsOn.map(({ service }) => service).filter((other) => urns.some((urn) => urn.endsWith(`:${kindOf(other)}::${workload.name}-${other}`)));
    },
    health({ name }) {
      const ready = probe(name);
      const { startupProbe: start, livenessProbe: live } = container(name);
      if (ready === undefined) return undefined;
      const budget = Math.min(start.periodSeconds * start.failureThreshold, live.periodSeconds * live.failureThreshold);
      return { test: ready.exec.command, interval: ready.periodSeconds * 1000, timeout: ready.timeoutSeconds * 1000, retries: ready.failureThreshold, budget };
    },
    reached({ name }) {
      const { metadata, spec } = named('Service', name);
      return spec.clusterIP === 'None' && selects({ matchLabels: spec.selector }, name) ? metadata.name : undefined;
    },
    routes: () => of('HTTPRoute').map(({ spec }) => {
      const [rule] = spec.rules;
      const door = named('Service', rule.backendRefs[0].name).spec;
      return { hostname: spec.hostnames.join(), service: door.selector[label.part], port: door.ports[0].targetPort, timeoutSeconds: Number(/^(\d+)s$/.exec(rule.timeouts.request)?.[1]), maxBodyMiB: undefined };
    }),
    publicNames: ({ name }) => (pod(name).hostAliases ?? []).flatMap(({ hostnames }: any) => hostnames),
    readOnly: ({ name }) => container(name).securityContext.readOnlyRootFilesystem,
    capabilities({ name }) {
      const { drop, add = [] } = container(name).securityContext.capabilities;
      return { drop, add };
    },
    newPrivileges: ({ name }) => container(name).securityContext.allowPrivilegeEscalation !== false,
    stopSeconds: ({ name }) => pod(name).terminationGracePeriodSeconds,
    restarts: ({ name }) => (pod(name).restartPolicy ?? 'Always') === 'Always',
    memory({ name }) {
      const { limits, requests } = container(name).resources;
      return limits.memory === requests.memory ? amount(limits.memory) : NaN;
    },
    cpus: ({ name }) => amount(container(name).resources.limits.cpu),
    egress({ name }) {
      const ways = of('NetworkPolicy').filter(({ spec }) => spec.podSelector.matchExpressions && selects(spec.podSelector, name)).flatMap(({ spec }) => spec.egress);
      const anywhere = ways.filter(({ to }) => to.some(({ ipBlock }: any) => ipBlock?.cidr === '0.0.0.0/0'));
      if (anywhere.some(({ ports }) => ports === undefined)) return 'web';
      return anywhere.some(({ ports }) => [25, 465, 587].every((mail) => ports.some(({ port }: any) => port === mail))) ? 'mail' : 'none';
    },
    job({ name }) {
      const [when = '', trigger = ''] = String(node(name).options['replacementTrigger']).split(' ');
      return { limitSeconds: named('Job', name).spec.activeDeadlineSeconds, when, trigger };
    },
  };
};

const undoubled = (value: string): string => value.replaceAll('$$', '$');
const amount = (quantity: string): number => {
  const [, digits, unit = ''] = /^(\d+)(\D*)$/.exec(quantity) ?? [];
  return Number(digits) * ({ '': 1, m: 1 / 1000, Mi: 1024 ** 2, Gi: 1024 ** 3 }[unit] ?? NaN);
};
