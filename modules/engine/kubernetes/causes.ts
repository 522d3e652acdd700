import { type Text, text } from '../../kernel/index.ts';
import type { Known } from '../causes.ts';

const again = text('puis relancer la même commande', 'then run the same command again');
const then = (fr: string, en: string): Text => text(`${fr}, ${again.fr}`, `${en}, ${again.en}`);

/** What the API server and the Kubernetes plugin say, and what it means. Those of the server's own admission first: they are exact. */
export const clusterCauses: readonly Known[] = [
  {
    type: 'kubernetes:',
    words: /exceeded quota/,
    code: 'quota-exceeded',
    what: text('le quota de l’espace de noms est dépassé', 'the namespace’s quota is exceeded'),
    next: then('commander un plus grand forfait (une commande qui modifie la sienne), ou voir si quelqu’un a ajouté des objets à l’espace de noms', 'order a larger plan (an order that amends its own), or see whether somebody added objects to the namespace'),
  },
  {
    type: 'kubernetes:',
    words: /ValidatingAdmissionPolicy '[^']*' with binding '[^']*' denied request/,
    code: 'policy-refused',
    what: text('refusé par une règle de la grappe', 'refused by a rule of the cluster'),
    next: then('corriger ce que la règle nomme', 'correct what the rule names'),
  },
  {
    type: 'kubernetes:',
    words: /violates PodSecurity/,
    code: 'pod-security',
    what: text('refusé par la sécurité des pods de l’espace de noms', 'refused by the namespace’s pod security'),
    next: then('corriger le service que nomme le message', 'correct the service that the message names'),
  },
  {
    type: 'kubernetes:',
    words: /because it is being terminated|NamespaceTerminating/,
    code: 'namespace-going',
    what: text('l’espace de noms est en cours de suppression', 'the namespace is being deleted'),
    next: then('attendre sa fin', 'wait for its end'),
  },
  {
    type: 'kubernetes:',
    words: /ErrImagePull|ImagePullBackOff|InvalidImageName|Failed to pull image/,
    code: 'image-refused',
    what: text('le registre ne donne pas l’image', 'the registry does not give the image'),
    next: then('vérifier le registre, le condensat (chatiere images) et la connexion des nœuds', 'check the registry, the digest (chatiere images) and the nodes’ login'),
  },
  {
    type: 'kubernetes:',
    words: /Unschedulable|FailedScheduling|nodes are available/,
    code: 'no-node',
    what: text('aucun nœud ne peut prendre ce pod', 'no node can take this pod'),
    next: then('ajouter un nœud de la région, ou faire de la place', 'add a node of the region, or make room'),
  },
  {
    type: 'kubernetes:batch/',
    words: /DeadlineExceeded|active longer than (the )?specified deadline|timed out waiting/,
    code: 'job-hangs',
    what: text('pas finie dans le temps permis, donc arrêtée', 'not done in the time allowed, so stopped'),
    // The cluster removes the pod of a job that it stops, and its lines with it.
    next: text(
      'lui donner plus de temps (timeoutSeconds dans app.yaml), ou relancer la même commande et voir, pendant qu’elle tourne, ce qu’elle attend (kubectl logs --follow job/<tâche>, dans l’espace de noms de l’instance) : la grappe ne garde pas les lignes d’une tâche arrêtée',
      'give it more time (timeoutSeconds in app.yaml), or run the same command again and see, while it runs, what it waits for (kubectl logs --follow job/<job>, in the instance’s namespace): the cluster keeps no lines of a job that was stopped',
    ),
  },
  {
    type: 'kubernetes:batch/',
    words: /BackoffLimitExceeded|backoff limit|Job has failed|Job failed|PodFailurePolicy/i,
    code: 'job-failed',
    what: text('échouée ; ses dernières lignes sont ci-dessous', 'failed; its last lines are below'),
    next: text('corriger la cause, puis relancer la même commande : elle reprend à cette tâche', 'fix the cause, then run the same command again: it goes on from this job'),
  },
  {
    type: 'kubernetes:',
    words: /cluster is unreachable|connection refused|no such host|i\/o timeout|x509:/,
    code: 'cluster-unreachable',
    what: text('la grappe ne répond pas', 'the cluster does not answer'),
    next: then('voir « chatiere doctor »', 'see "chatiere doctor"'),
  },
  {
    type: 'kubernetes:',
    words: /conflicts? with "[^"]*"( using|:)|Apply failed with \d+ conflict/,
    code: 'cluster-conflict',
    what: text('quelqu’un d’autre tient ce champ de l’objet', 'somebody else holds this field of the object'),
    next: then('lui laisser l’objet, ou retirer ce qu’il y a mis', 'leave the object to them, or remove what they put there'),
  },
  {
    type: 'kubernetes:',
    words: /is forbidden: User/,
    code: 'cluster-forbidden',
    what: text('la grappe ne permet pas cela au compte de ce kubeconfig', 'the cluster does not allow this to the account of this kubeconfig'),
    next: then('lui donner ce droit (docs/kubernetes.md dit lesquels)', 'give it this right (docs/kubernetes.md says which)'),
  },
  {
    type: 'kubernetes:',
    words: /timed out waiting/,
    code: 'not-ready',
    what: text('pas prêt à temps', 'not ready in time'),
    next: then('voir ce que disent ses pods (ci-dessous)', 'see what its pods say (below)'),
  },
];
