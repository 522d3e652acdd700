import { isPicture, type Service, type Workload } from '../../../modules/workload/index.ts';
import { healthBudget } from '../../../modules/targets/health.ts';
import { hasSecret } from '../../../modules/kernel/index.ts';
import { contents, told, type View } from './view.ts';

export type TargetName = 'docker' | 'kubernetes';

/** A key of the subset: what a workload asks by it, what a graph gives, and how each target says it. */
export interface Key {
  /** As the catalog's files write it. */
  readonly key: string;
  /** Undefined where the key does not concern this service. */
  readonly asked: (service: Service, workload: Workload) => unknown;
  readonly given: (view: View, service: Service) => unknown;
  readonly says: Readonly<Record<TargetName, string>>;
  /** Where a target gives something else: why, and what it gives instead of what was asked. */
  readonly differs?: Readonly<Partial<Record<TargetName, { readonly why: string; readonly instead: (asked: any, service: Service) => unknown }>>>;
}

const running = (service: Service): boolean => service.kind === 'service';
const sorted = <T>(list: readonly T[]): T[] => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const own = (service: Service, { routes }: Pick<Workload, 'routes'>) => routes.find((route) => route.service === service.name);
const routeOf = (view: View, service: Service) => view.routes().find((route) => route.service === service.name);
const path = (entry: string): string => entry.split(':')[0] as string;

export const KEYS: readonly Key[] = [
  { key: '`image`', asked: ({ image }) => image, given: (view, service) => view.image(service), says: { docker: '`image`', kubernetes: '`image`' } },
  {
    key: '`entrypoint`, `command`',
    asked: ({ entrypoint, command = [] }) => (entrypoint ? { program: [...entrypoint, ...command].map(told) } : { arguments: command.map(told) }),
    given: (view, service) => view.words(service),
    says: { docker: '`entrypoints`, `command`', kubernetes: '`command`, `args`, les dollars doublés' },
  },
  { key: '`user`', asked: ({ user }) => user, given: (view, service) => view.user(service), says: { docker: '`user`', kubernetes: '`runAsUser`, `runAsGroup` ; un nom est refusé' } },
  {
    key: '`environment`',
    asked: ({ environment }) => ({ open: Object.fromEntries(Object.entries(environment).filter(([, value]) => !hasSecret(value)).map(([name, value]) => [name, told(value)])), secret: Object.values(environment).filter(hasSecret).length }),
    given: (view, service) => view.environment(service),
    says: { docker: '`envs`', kubernetes: '`env` ; ce qui tient un secret vient d’un Secret' },
  },
  ...(['secrets', 'configs'] as const).map((kind): Key => ({
    key: `\`${kind}\``,
    asked: (service) => (service[kind].length === 0 ? undefined : { files: contents(service, kind), readOnly: true, mode: '0444' }),
    given: (view, service) => view.files(service, kind),
    says: { docker: 'un volume que remplit un porteur', kubernetes: kind === 'secrets' ? 'un Secret, monté par son dossier' : 'un ConfigMap, monté par son dossier ; chaque image de la marque dans le sien, de 64 Kio au plus (1 Mio sur Docker), car l’état de la pile la contient' },
  })),
  { key: '`volumes`', asked: ({ mounts }) => sorted(mounts.map(({ volume, target, readOnly }) => [volume, target, readOnly])), given: (view, service) => sorted(view.volumes(service)), says: { docker: 'un volume, sans limite de taille', kubernetes: 'un PersistentVolumeClaim à la taille du forfait ; qui en partage un est sur le même nœud' } },
  { key: 'données gardées', asked: (_, { volumes }) => sorted(volumes), given: (view) => sorted(view.kept()), says: { docker: '`protect`, `retainOnDelete`', kubernetes: '`protect`, `retainOnDelete` ; l’espace de noms aussi' } },
  {
    key: '`tmpfs`',
    asked: ({ tmpfs }) => sorted(tmpfs),
    given: (view, service) => sorted(view.tmpfs(service)),
    says: { docker: '`tmpfs`', kubernetes: '`emptyDir` en mémoire, avec `size`' },
    differs: { kubernetes: { why: '`uid`, `gid` et `mode` n’ont pas de mot : le dossier est au groupe du pod, et tous y écrivent', instead: (entries: string[]) => sorted(entries.map(path)) } },
  },
  { key: '`depends_on`', asked: ({ dependsOn }) => dependsOn.map(({ service }) => service), given: (view, service) => view.waits(service), says: { docker: '`dependsOn` ; la santé (`wait`) ou le code 0', kubernetes: '`dependsOn` ; Deployment disponible ou Job réussi' } },
  {
    key: '`healthcheck`',
    asked: ({ healthcheck: check }) => check && { test: check.test[0] === 'CMD-SHELL' ? ['/bin/sh', '-c', ...check.test.slice(1)] : check.test.slice(1), interval: check.interval.milliseconds, timeout: check.timeout.milliseconds, retries: check.retries, budget: true },
    given: (view, service) => {
      const found = view.health(service);
      return found && { ...found, budget: service.healthcheck !== undefined && found.budget >= healthBudget(service.healthcheck) };
    },
    says: { docker: '`healthcheck`, `waitTimeout`', kubernetes: '`readinessProbe` ; `startupProbe` pour tout le démarrage ; `livenessProbe`, qui redémarre après autant de temps sans une seule bonne réponse (Docker ne redémarre pas)' },
  },
  { key: '`expose`', asked: (service) => (running(service) ? service.name : undefined), given: (view, service) => view.reached(service), says: { docker: 'alias sur le réseau de l’instance', kubernetes: 'Service sans adresse, à tout port' } },
  {
    key: '`route` : service, port, nom',
    asked: (service, workload) => { const route = own(service, workload); return route && { hostname: route.hostname, port: route.port }; },
    given: (view, service) => { const route = routeOf(view, service); return route && { hostname: route.hostname, port: route.port }; },
    says: { docker: 'étiquettes de Traefik', kubernetes: 'HTTPRoute vers un Service ; la passerelle termine TLS' },
  },
  {
    key: '`route.maxBodyMiB`',
    asked: (service, workload) => own(service, workload)?.maxBodyMiB,
    given: (view, service) => routeOf(view, service)?.maxBodyMiB,
    says: { docker: '`buffering`, 413 au-delà', kubernetes: '–' },
    differs: { kubernetes: { why: 'Gateway API n’a pas de mot pour la taille d’une requête : la limite du logiciel tient, ou celle que l’administration donne à la passerelle', instead: () => undefined } },
  },
  {
    key: '`route.timeoutSeconds`',
    asked: (service, workload) => own(service, workload)?.timeoutSeconds,
    given: (view, service) => routeOf(view, service)?.timeoutSeconds,
    says: { docker: '`responseHeaderTimeout`', kubernetes: '`timeouts.request`' },
    differs: {
      docker: { why: 'arrondi au palier suivant : 60, 300, 900, 3600 s', instead: (seconds: number) => [60, 300, 900, 3600].find((step) => step >= seconds) },
      kubernetes: { why: 'Gateway API compte jusqu’à la fin de la réponse, et non son début : jamais moins d’une heure, pour ne couper ni un transfert ni un WebSocket', instead: (seconds: number) => Math.max(3600, seconds) },
    },
  },
  { key: 'noms publics sans DNS', asked: (_, { publicNames }) => sorted(publicNames), given: (view, service) => sorted(view.publicNames(service)), says: { docker: '`hosts`', kubernetes: '`hostAliases`' } },
  { key: '`read_only`', asked: ({ readOnly }) => readOnly, given: (view, service) => view.readOnly(service), says: { docker: '`readOnly`', kubernetes: '`readOnlyRootFilesystem`' } },
  { key: '`cap_drop`, `cap_add`', asked: ({ capAdd }) => ({ drop: ['ALL'], add: sorted(capAdd) }), given: (view, service) => view.capabilities(service), says: { docker: '`capabilities`', kubernetes: '`capabilities` ; au-delà de « baseline », refusé' } },
  { key: 'sans nouveaux privilèges', asked: () => false, given: (view, service) => view.newPrivileges(service), says: { docker: '`no-new-privileges`', kubernetes: '`allowPrivilegeEscalation: false`' } },
  { key: '`stop_grace_period`', asked: (service) => (running(service) ? Math.ceil(service.stopGracePeriod.inSeconds) : undefined), given: (view, service) => view.stopSeconds(service), says: { docker: '`stopTimeout`', kubernetes: '`terminationGracePeriodSeconds`' } },
  { key: '`restart`', asked: running, given: (view, service) => view.restarts(service), says: { docker: '`unless-stopped` ou `no`', kubernetes: 'Deployment, ou Job qui n’essaie qu’une fois' } },
  { key: '`memory`', asked: ({ memory }) => memory.bytes, given: (view, service) => view.memory(service), says: { docker: '`memory`, sans échange', kubernetes: '`limits.memory`, réservée toute' } },
  { key: '`cpus`', asked: ({ cpus }) => cpus, given: (view, service) => view.cpus(service), says: { docker: '`cpus`', kubernetes: '`limits.cpu`, dont un dixième réservé' } },
  {
    key: '`egress`',
    asked: ({ egress }) => egress,
    given: (view, service) => view.egress(service),
    says: { docker: 'réseau interne, ou un second qui sort', kubernetes: 'NetworkPolicy' },
    differs: { docker: { why: 'Docker n’a pas de réseau plus étroit : `mail` et `web` sont le même', instead: (way: string) => (way === 'none' ? 'none' : 'outside') } },
  },
  {
    key: 'tâche : `when`',
    asked: ({ kind, when, trigger }) => (kind === 'job' ? { when, trigger } : undefined),
    given: (view, service) => { const { when, trigger } = view.job(service); return { when, trigger }; },
    says: { docker: '`triggers` de la commande', kubernetes: '`replacementTrigger` du Job' },
  },
  {
    key: 'tâche : délai',
    asked: ({ kind, timeLimit }) => (kind === 'job' ? Math.ceil(timeLimit?.inSeconds ?? NaN) : undefined),
    given: (view, service) => view.job(service).limitSeconds,
    says: { docker: '`timeout`', kubernetes: '`activeDeadlineSeconds`, l’arrivée de l’image comprise' },
  },
];

/** Whether some config of it is a picture: the suite sees to it that one is. */
export const hasPicture = ({ configs }: Service): boolean => configs.some(({ content }) => isPicture(content));
