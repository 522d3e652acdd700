/** An object of the API as far as the rules look into it. What a program does not know before it runs is no part of that. */
export interface Manifest {
  readonly kind: string;
  readonly metadata?: Plain;
  readonly spec?: Plain;
}

export type Plain = { readonly [field: string]: any };

const TEMPLATED = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job'];

/** The pod that an object is or makes, with its metadata; undefined for everything else. */
export function podOf({ kind, metadata, spec }: Manifest): { readonly metadata: Plain; readonly spec: Plain } | undefined {
  if (kind === 'Pod') return whole(metadata, spec);
  if (kind === 'CronJob') return whole(spec?.['jobTemplate']?.spec?.template?.metadata, spec?.['jobTemplate']?.spec?.template?.spec);
  if (TEMPLATED.includes(kind)) return whole(spec?.['template']?.metadata, spec?.['template']?.spec);
  return undefined;
}

const whole = (metadata: Plain = {}, spec: Plain = {}) => ({ metadata, spec });

export const containersOf = (pod: Plain): Plain[] => [...(pod['containers'] ?? []), ...(pod['initContainers'] ?? []), ...(pod['ephemeralContainers'] ?? [])];
