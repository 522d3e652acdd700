import type { ClusterStatus } from '../../modules/engine/cluster/index.ts';
import { ExitCode, type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Values, Verb } from '../verb.ts';
import { table } from './common.ts';

const folderOption = { flags: '--folder <dir>', help: text('dossier de la grappe, fait par « up » et effacé par « down » ; sinon dans le cache', 'folder of the cluster, made by "up" and removed by "down"; else in the cache'), of: 'directory' as const };

const SHAPES = ['one', 'three-zones'] as const;

export const clusterUp: Verb = {
  name: 'cluster up',
  summary: text('démarre une grappe Kubernetes d’essai sur cette machine, sans conteneur', 'starts a trial Kubernetes cluster on this machine, without containers'),
  details: text(
    'Un vrai serveur d’API, ses contrôleurs, son ordonnanceur et etcd, à l’intérieur de cette machine seulement. Les nœuds et les conteneurs sont factices (kwok) : ce qui se vérifie, c’est ce que Kubernetes accepte, refuse et place, pas ce que les logiciels font. Les programmes sont compilés la première fois (de 10 à 30 minutes), puis gardés. La grappe reste jusqu’à « chatiere cluster down » ; rien n’y survit.',
    'A real API server, its controllers, its scheduler and etcd, inside this machine only. Nodes and containers are fake (kwok): what can be checked is what Kubernetes accepts, refuses and places, not what the apps do. The programs are built the first time (10 to 30 minutes), then kept. The cluster stays until "chatiere cluster down"; nothing of it is kept.',
  ),
  examples: ['chatiere cluster up', 'export KUBECONFIG=$(chatiere cluster up --json | tail -n 1 | jq -r .kubeconfig)', 'chatiere cluster up --shape three-zones --folder /tmp/grappe'],
  options: [
    folderOption,
    { flags: '--shape <shape>', help: text('one : un nœud (par défaut) ; three-zones : 40 nœuds dans trois zones du Québec, 2 ailleurs', 'one: one node (the default); three-zones: 40 nodes in three zones of Québec, 2 elsewhere'), choices: SHAPES },
  ],
  async run(context, values) {
    const { ONE_NODE, startCluster, THREE_ZONES } = await import('../../modules/engine/cluster/index.ts');
    const nodes = values['shape'] === 'three-zones' ? THREE_ZONES : ONE_NODE;
    const folder = await folderOf(context, values);
    const cluster = await context.work((work) => startCluster({ folder, nodes, lasting: true, ...work }));
    const { kubeconfig, version, seconds, already, processes } = cluster;
    context.print(already
      ? text(`Elle était déjà là, comme on l’avait demandée alors : Kubernetes ${version}.`, `It was there already, as it was asked for then: Kubernetes ${version}.`)
      : text(`Grappe prête en ${seconds.toFixed(1)} s : Kubernetes ${version}.`, `Cluster ready in ${seconds.toFixed(1)} s: Kubernetes ${version}.`));
    context.print(text(`Ensuite : export KUBECONFIG=${kubeconfig}`, `Next: export KUBECONFIG=${kubeconfig}`));
    context.data({ folder: cluster.folder, kubeconfig, context: cluster.context, version, already, seconds, processes });
    return undefined;
  },
};

export const clusterDown: Verb = {
  name: 'cluster down',
  summary: text('arrête la grappe d’essai et efface tout ce qu’elle contient', 'ends the trial cluster and removes all that is in it'),
  details: text('Aussi ce qui reste d’une grappe à demi démarrée. Les programmes compilés restent dans le cache.', 'Also what is left of a cluster that was half-started. The programs that were built stay in the cache.'),
  examples: ['chatiere cluster down'],
  options: [folderOption],
  async run(context, values) {
    const { stopCluster } = await import('../../modules/engine/cluster/index.ts');
    const folder = await folderOf(context, values);
    const ended = await stopCluster(folder);
    context.print(ended ? text('Grappe arrêtée, son dossier est effacé.', 'Cluster ended, its folder is removed.') : text('Aucune grappe ici.', 'No cluster here.'));
    context.data({ folder, ended });
    return undefined;
  },
};

const states: Readonly<Record<ClusterStatus['state'], Text>> = {
  up: text('Elle tourne', 'It runs'),
  partial: text('Il en manque ; « chatiere cluster up » recommence', 'Part of it is missing; "chatiere cluster up" begins anew'),
  down: text('Aucune grappe ici', 'No cluster here'),
};

export const clusterStatus: Verb = {
  name: 'cluster status',
  summary: text('dit si la grappe d’essai tourne, et la mémoire que prend chaque processus', 'says whether the trial cluster runs, and the memory that each process takes'),
  details: text('Le code de sortie est 1 si elle n’est pas entière.', 'The exit code is 1 when it is not whole.'),
  examples: ['chatiere cluster status', 'chatiere cluster status --json'],
  options: [folderOption],
  async run(context, values) {
    const { clusterStatus: look } = await import('../../modules/engine/cluster/index.ts');
    const status = look(await folderOf(context, values));
    const { state, version, nodes, seconds, processes, kubeconfig } = status;
    const told = version === undefined ? text('', '') : text(` : Kubernetes ${version}, ${nodes} nœuds, prête en ${seconds?.toFixed(1)} s`, `: Kubernetes ${version}, ${nodes} nodes, ready in ${seconds?.toFixed(1)} s`);
    context.print(text(`${states[state].fr}${told.fr}.`, `${states[state].en}${told.en}.`));
    if (processes.length > 0) context.print(table(processes.map(({ part, pid, running, bytes, peakBytes }) => [running ? '✓' : '✗', part, `pid ${pid}`, ...(bytes === undefined || peakBytes === undefined ? [] : [context.say(memory(bytes, peakBytes))])])));
    if (kubeconfig !== undefined) context.print(`KUBECONFIG=${kubeconfig}`);
    context.data(status);
    return state === 'up' ? ExitCode.ok : ExitCode.failure;
  },
};

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
const memory = (bytes: number, peak: number): Text => text(`${megabytes(bytes)} Mo, au plus ${megabytes(peak)}`, `${megabytes(bytes)} MB, at most ${megabytes(peak)}`);

/** Absolute. */
async function folderOf({ cwd }: Context, values: Values): Promise<string> {
  const { resolve } = await import('node:path');
  const { usualFolder } = await import('../../modules/engine/cluster/index.ts');
  const given = values['folder'] as string | undefined;
  return given === undefined ? usualFolder() : resolve(cwd, given);
}
