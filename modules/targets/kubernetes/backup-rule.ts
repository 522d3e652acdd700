import type { Manifest, Plain } from './manifest.ts';
import type { Resources, Rule } from './rules.ts';

/** What sends copies away: K8up's objects, and the stores of CloudNativePG's Barman plugin. */
export const BACKUPS: readonly Resources[] = [
  { group: 'k8up.io', version: 'v1', resources: ['archives', 'backups', 'checks', 'prunes', 'restores', 'schedules'] },
  { group: 'barmancloud.cnpg.io', version: 'v1', resources: ['objectstores'] },
];

const K8UP = ['Archive', 'Backup', 'Check', 'Prune', 'Restore', 'Schedule'];
/** Jobs within a schedule, each of which may name a place of its own. */
const SCHEDULED = ['archive', 'backup', 'check', 'prune', 'restore'];
/** Services that have no address of their own to look at: they are where their owner says. */
const ELSEWHERE = ['azure', 'b2', 'gcs', 'swift'];

/** A K8up object must say itself where it writes: the operator's own default is not seen from here. */
export const BACKUPS_STAY = (endpoints: string): Pick<Rule, 'variables' | 'expression'> => ({
  variables: [
    { name: 'jobs', expression: `dyn(object).kind == 'ObjectStore' ? [] : [dyn(object).spec] + (dyn(object).kind == 'Schedule' ? [${SCHEDULED.map((name) => `'${name}'`).join(', ')}].filter(name, name in dyn(object).spec).map(name, dyn(object).spec[name]) : [])` },
    { name: 'places', expression: 'variables.jobs.filter(job, has(job.backend)).map(job, job.backend) + variables.jobs.filter(job, has(job.restoreMethod)).map(job, job.restoreMethod)' },
  ],
  expression: [
    `dyn(object).kind == 'ObjectStore' ? has(dyn(object).spec.configuration.endpointURL) && dyn(object).spec.configuration.endpointURL in ${endpoints}`,
    `: has(dyn(object).spec.backend) && variables.places.all(place, ${ELSEWHERE.map((name) => `!has(place.${name})`).join(' && ')} && (!has(place.s3) || (has(place.s3.endpoint) && place.s3.endpoint in ${endpoints})) && (!has(place.rest) || (has(place.rest.url) && place.rest.url in ${endpoints})))`,
  ].join(' '),
});

export function backupsStay({ kind, spec = {} }: Manifest, endpoints: readonly string[]): boolean {
  if (kind === 'ObjectStore') return endpoints.includes(spec['configuration']?.endpointURL);
  if (!K8UP.includes(kind)) return true;
  const jobs: Plain[] = [spec, ...(kind === 'Schedule' ? SCHEDULED.map((name) => spec[name]).filter((job) => job !== undefined) : [])];
  const places: Plain[] = jobs.flatMap(({ backend, restoreMethod }) => [backend, restoreMethod]).filter((place) => place !== undefined);
  const allowed = (address: unknown): boolean => typeof address === 'string' && endpoints.includes(address);
  return spec['backend'] !== undefined && places.every((place) =>
    ELSEWHERE.every((name) => place[name] === undefined) && (place['s3'] === undefined || allowed(place['s3'].endpoint)) && (place['rest'] === undefined || allowed(place['rest'].url)));
}
