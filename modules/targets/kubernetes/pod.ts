import type { types } from '@pulumi/kubernetes';
import type { Service } from '../../workload/index.ts';
import { filePrints } from '../prints.ts';
import { environmentOf, environmentPrints, wordsOf } from './environment.ts';
import { fileMounts, fileVolumes } from './files.ts';
import { BASELINE_REASON, podLabels } from './labels.ts';
import { capabilitiesOf, inWords, relaxation } from './pod-security.ts';
import { probesOf } from './probes.ts';
import { residency, spread } from './residency.ts';
import { resourcesOf } from './resources.ts';
import type { Scope } from './scope.ts';
import { groupOf, userOf } from './user.ts';
import { dataMounts, dataVolumes, togetherAffinity, togetherLabel } from './volume.ts';

/**
 * The pod of a service or job. Its annotations change with its files and secrets, so that it is replaced when they do; the files
 * that it rereads by itself do not count.
 */
export function podTemplate(scope: Scope, service: Service): types.input.core.v1.PodTemplateSpec & { readonly spec: types.input.core.v1.PodSpec } {
  const { workload, sets, options } = scope;
  const reason = relaxation(service);
  return {
    metadata: {
      labels: { ...podLabels(workload, service), ...togetherLabel(workload, service) },
      annotations: {
        ...filePrints(service, sets.filter((set) => set.service === service), options),
        ...environmentPrints(scope, service),
        ...(reason && { [BASELINE_REASON]: inWords(reason) }),
      },
    },
    spec: podSpec(scope, service),
  };
}

function podSpec(scope: Scope, service: Service): types.input.core.v1.PodSpec {
  const { workload, cluster } = scope;
  const priorityClassName = cluster.priority[workload.plan];
  return {
    // No token of the cluster, and no variables that name other services: Docker gives neither.
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(priorityClassName !== undefined && { priorityClassName }),
    terminationGracePeriodSeconds: Math.ceil(service.stopGracePeriod.inSeconds),
    securityContext: podSecurityContext(scope, service),
    affinity: { nodeAffinity: residency(cluster), ...withTogether(scope, service) },
    topologySpreadConstraints: spread(scope, service),
    ...(cluster.edgeAddress !== undefined && workload.publicNames.length > 0 && { hostAliases: [{ ip: cluster.edgeAddress, hostnames: [...workload.publicNames].sort() }] }),
    containers: [container(scope, service)],
    volumes: [...dataVolumes(service), ...fileVolumes(scope, service)],
  };
}

function withTogether({ workload }: Scope, service: Service): Pick<types.input.core.v1.Affinity, 'podAffinity'> {
  const podAffinity = togetherAffinity(workload, service);
  return podAffinity ? { podAffinity } : {};
}

function podSecurityContext({ workload }: Scope, service: Service): types.input.core.v1.PodSecurityContext {
  const user = userOf(service);
  const group = groupOf(workload, service);
  return {
    seccompProfile: { type: 'RuntimeDefault' },
    // As on Docker, where an ordinary user may listen on port 80.
    sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    ...(user && { runAsUser: user.uid, runAsNonRoot: user.uid !== 0, ...(user.gid !== undefined && { runAsGroup: user.gid }) }),
    ...(group !== undefined && { fsGroup: group, fsGroupChangePolicy: 'OnRootMismatch' }),
  };
}

function container(scope: Scope, service: Service): types.input.core.v1.Container {
  const command = wordsOf(scope, service, 'entrypoint');
  const args = wordsOf(scope, service, 'command');
  const add = capabilitiesOf(service);
  return {
    name: service.name,
    image: service.image,
    imagePullPolicy: 'IfNotPresent',
    ...(command && { command }),
    ...(args && { args }),
    env: environmentOf(scope, service),
    resources: resourcesOf(service),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], ...(add.length > 0 && { add }) },
      readOnlyRootFilesystem: service.readOnly,
    },
    ...(service.healthcheck && probesOf(service.healthcheck)),
    // The last lines, where the failure is said.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [...dataMounts(service), ...fileMounts(scope, service)],
  };
}
