import { type Text, text } from '../../kernel/index.ts';
import { BACKUPS, backupsStay, BACKUPS_STAY } from './backup-rule.ts';
import type { Cluster } from '../../placement/index.ts';
import { BASELINE_REASON } from './labels.ts';
import { containersOf, type Manifest, podOf } from './manifest.ts';

/** What an object must be, said twice: as the API server evaluates it, and as it is looked at before anything is made. A table of objects tests that both say the same. */
export interface Rule {
  readonly id: string;
  /** What is wrong with an object that does not hold to it: the same words in a preview and from the API server. */
  readonly message: Text;
  /** Objects that it is about, by API group. */
  readonly about: readonly Resources[];
  /** Names that the expression uses, each over those before it. */
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  /** CEL, true where the object holds to it. */
  readonly expression: string;
  /** True also of objects that it is not about. */
  readonly holds: (manifest: Manifest) => boolean;
}

export interface Resources {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly string[];
}

/** The rules of a cluster; a rule that its host's file gives no list for is not there. */
export const rulesOf = (cluster: Cluster): Rule[] => [
  inRegion(cluster),
  listedImages(cluster),
  noHiddenRoot(),
  ...(cluster.storageClass === undefined ? [] : [listedStorage(cluster.storageClass)]),
  listedEndpoints(cluster),
];

const PODS: readonly Resources[] = [
  { group: '', version: 'v1', resources: ['pods', 'pods/ephemeralcontainers'] },
  { group: 'apps', version: 'v1', resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { group: 'batch', version: 'v1', resources: ['jobs', 'cronjobs'] },
];

/** `dyn`: the object is of many kinds, and none has all these fields. */
const POD = [
  { name: 'made', expression: "dyn(object).kind == 'CronJob' ? dyn(object).spec.jobTemplate.spec.template : dyn(object).kind == 'Pod' ? dyn(object) : dyn(object).spec.template" },
  { name: 'pod', expression: 'variables.made.spec' },
];
const CONTAINERS = [
  ...POD,
  { name: 'containers', expression: "(has(variables.pod.containers) ? variables.pod.containers : []) + (has(variables.pod.initContainers) ? variables.pod.initContainers : []) + (has(variables.pod.ephemeralContainers) ? variables.pod.ephemeralContainers : [])" },
];

function inRegion({ residencyLabel, region }: Cluster): Rule {
  return {
    id: 'residency',
    message: text(
      `rien n’oblige ce pod à rester dans la région ${region} : il lui faut une affinité de nœud obligatoire sur ${residencyLabel}`,
      `nothing holds this pod to the region ${region}: it needs a required node affinity on ${residencyLabel}`,
    ),
    about: PODS,
    variables: [
      ...POD,
      { name: 'terms', expression: 'has(variables.pod.affinity) && has(variables.pod.affinity.nodeAffinity) && has(variables.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution) ? variables.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms : []' },
    ],
    expression: `size(variables.terms) > 0 && variables.terms.all(term, has(term.matchExpressions) && term.matchExpressions.exists(one, one.key == ${cel(residencyLabel)} && one.operator == 'In' && one.values == [${cel(region)}]))`,
    holds(manifest) {
      const pod = podOf(manifest)?.spec;
      if (pod === undefined) return true;
      const terms: any[] = pod['affinity']?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
      return terms.length > 0 && terms.every((term) => (term.matchExpressions ?? []).some((one: any) => one.key === residencyLabel && one.operator === 'In' && one.values.join() === region));
    },
  };
}

function listedImages({ registries }: Cluster): Rule {
  const prefixes = registries.map((registry) => `${registry}/`);
  const list = registries.join(', ');
  return {
    id: 'image-registry',
    message: text(`image d’un registre qui n’est pas permis sur cette grappe ; permis : ${list}`, `image from a registry that is not allowed on this cluster; allowed: ${list}`),
    about: PODS,
    variables: CONTAINERS,
    expression: `variables.containers.all(one, ${celList(prefixes)}.exists(prefix, one.image.startsWith(prefix)))`,
    holds: (manifest) => containersOf(podOf(manifest)?.spec ?? {}).every(({ image }) => prefixes.some((prefix) => String(image).startsWith(prefix))),
  };
}

const noHiddenRoot = (): Rule => ({
  id: 'root',
  message: text(
    `conteneur qui peut être root sans que l’annotation ${BASELINE_REASON} de son pod dise pourquoi`,
    `container that may be root while the annotation ${BASELINE_REASON} of its pod does not say why`,
  ),
  about: PODS,
  variables: [
    ...CONTAINERS,
    { name: 'said', expression: `has(variables.made.metadata) && has(variables.made.metadata.annotations) && ${cel(BASELINE_REASON)} in variables.made.metadata.annotations` },
    { name: 'nobody', expression: 'has(variables.pod.securityContext) && has(variables.pod.securityContext.runAsNonRoot) && variables.pod.securityContext.runAsNonRoot' },
  ],
  expression: 'variables.said || variables.containers.all(one, has(one.securityContext) && has(one.securityContext.runAsNonRoot) ? one.securityContext.runAsNonRoot : variables.nobody)',
  holds(manifest) {
    const { metadata = {}, spec = {} } = podOf(manifest) ?? {};
    const pod = spec['securityContext']?.runAsNonRoot === true;
    return Object.hasOwn(metadata['annotations'] ?? {}, BASELINE_REASON) || containersOf(spec).every(({ securityContext }) => securityContext?.runAsNonRoot ?? pod);
  },
});

const listedStorage = (storageClass: string): Rule => ({
  id: 'storage-class',
  message: text(`volume d’une classe qui n’est pas permise sur cette grappe ; permise : ${storageClass}`, `volume of a class that is not allowed on this cluster; allowed: ${storageClass}`),
  about: [{ group: '', version: 'v1', resources: ['persistentvolumeclaims'] }],
  variables: [],
  expression: `has(object.spec.storageClassName) && object.spec.storageClassName == ${cel(storageClass)}`,
  holds: ({ kind, spec }) => kind !== 'PersistentVolumeClaim' || spec?.['storageClassName'] === storageClass,
});

function listedEndpoints({ backupEndpoints }: Cluster): Rule {
  const list = backupEndpoints.join(', ') || '–';
  return {
    id: 'backup-endpoint',
    message: text(`copie envoyée ailleurs qu’aux adresses permises sur cette grappe ; permises : ${list}`, `copy sent elsewhere than to the addresses allowed on this cluster; allowed: ${list}`),
    about: BACKUPS,
    ...BACKUPS_STAY(celList(backupEndpoints)),
    holds: (manifest) => backupsStay(manifest, backupEndpoints),
  };
}

/** A string of CEL; JSON's escapes are CEL's too. */
const cel = (value: string): string => JSON.stringify(value);
const celList = (values: readonly string[]): string => `[${values.map(cel).join(', ')}]`;
