import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { choices } from '../catalog/index.ts';
import { canonicalJson, ChatiereError, type Problem, sha256, text } from '../kernel/index.ts';

/** Of a kubeconfig, what leads to one cluster; credentials are passed over. */
export interface ChosenContext {
  readonly name: string;
  /** `https://…`. */
  readonly server: string;
  /** SHA-256 of how the cluster is reached. The user's token or certificate does not count: it is renewed while the cluster stays the same. */
  readonly digest: string;
}

const Path = z.string().optional();
const Kubeconfig = z.looseObject({
  clusters: z.array(z.looseObject({ name: z.string(), cluster: z.looseObject({ server: z.url(), 'certificate-authority': Path }) })).min(1),
  contexts: z.array(z.looseObject({ name: z.string(), context: z.looseObject({ cluster: z.string(), user: z.string().optional() }) })).min(1),
  users: z.array(z.looseObject({ name: z.string(), user: z.looseObject({ 'client-certificate': Path, 'client-key': Path, tokenFile: Path }).nullish() })).nullish(),
});
type Kubeconfig = z.infer<typeof Kubeconfig>;

/**
 * Reads the kubeconfig of a host and chooses: the context that its sheet names, or the only one. What kubectl was last pointed at does not
 * count. Throws a ChatiereError, which never shows what the file holds beside names of contexts.
 */
export function readKubeconfig(file: string, host: string, context: string | undefined): ChosenContext {
  const config = parsed(file, contentOf(file, host));
  const names = config.contexts.map(({ name }) => name);
  const name = context ?? only(names, host, file);
  const chosen = config.contexts.find((one) => one.name === name);
  if (!chosen) throw refused({ code: 'unknown-context', what: text('contexte absent de ce kubeconfig', 'context that is not in this kubeconfig'), where: { file: `hosts/${host}.yaml`, field: 'cluster.context' }, given: name, ...choices(name, names) });
  const cluster = config.clusters.find((one) => one.name === chosen.context.cluster)?.cluster;
  if (!cluster) throw malformed(file, `contexts: ${name}`);
  const user = config.users?.find((one) => one.name === chosen.context.user)?.user;
  refuseRelative(file, { 'certificate-authority': cluster['certificate-authority'], 'client-certificate': user?.['client-certificate'], 'client-key': user?.['client-key'], tokenFile: user?.tokenFile });
  return { name, server: cluster.server, digest: sha256(canonicalJson(cluster)) };
}

const refused = (problem: Problem): ChatiereError => new ChatiereError(problem);

function contentOf(file: string, host: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw refused({
      code: 'no-kubeconfig',
      what: text('le kubeconfig de cette grappe n’est pas là', 'the kubeconfig of this cluster is not there'),
      where: { file: `hosts/${host}.yaml`, field: 'cluster.kubeconfig' },
      given: file,
      next: text('l’y mettre, lisible par vous seul (chmod 600) ; sur k3s : /etc/rancher/k3s/k3s.yaml, avec l’adresse de la grappe', 'put it there, readable by you alone (chmod 600); on k3s: /etc/rancher/k3s/k3s.yaml, with the address of the cluster'),
    });
  }
}

function parsed(file: string, content: string): Kubeconfig {
  let value: unknown;
  try {
    value = parse(content, { logLevel: 'silent' });
  } catch {
    throw malformed(file, '');
  }
  const result = Kubeconfig.safeParse(value);
  if (!result.success) throw malformed(file, result.error.issues[0]?.path.join('.') ?? '');
  return result.data;
}

const malformed = (file: string, field: string): ChatiereError =>
  refused({
    code: 'bad-kubeconfig',
    what: text('ceci n’est pas un kubeconfig complet', 'this is not a whole kubeconfig'),
    where: { file, ...(field === '' ? {} : { field }) },
    allowed: text('clusters, contexts et users, comme kubectl les écrit', 'clusters, contexts and users, as kubectl writes them'),
    next: text('kubectl config view --flatten --minify > ce fichier', 'kubectl config view --flatten --minify > this file'),
  });

function only(names: readonly string[], host: string, file: string): string {
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  throw refused({
    code: 'which-context',
    what: text('ce kubeconfig a plusieurs contextes, et aucun n’est choisi', 'this kubeconfig has several contexts, and none is chosen'),
    where: { file: `hosts/${host}.yaml`, field: 'cluster.context' },
    given: file,
    allowed: text(names.join(', '), names.join(', ')),
    next: text(`ajouter « context: » sous « cluster: » dans hosts/${host}.yaml`, `add “context:” under “cluster:” in hosts/${host}.yaml`),
  });
}

/** The plugin reads the text alone, and does not know where the file lay. */
function refuseRelative(file: string, paths: Readonly<Record<string, string | undefined>>): void {
  for (const [field, path] of Object.entries(paths)) {
    if (path === undefined || isAbsolute(path)) continue;
    throw refused({ code: 'relative-kubeconfig', what: text('ce kubeconfig renvoie à un fichier par un chemin relatif', 'this kubeconfig refers to a file by a relative path'), where: { file, field }, given: path, next: text('y mettre le contenu : kubectl config view --flatten', 'put the content in it: kubectl config view --flatten') });
  }
}
