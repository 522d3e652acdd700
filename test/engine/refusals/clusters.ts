/** What a cluster, or the file that leads to it, makes impossible: every word, with `{…}` for what differs from run to run. */
export interface ClusterRefusal {
  readonly fr: string;
  readonly en: string;
}

const refusal = (fr: string, en: string): ClusterRefusal => ({ fr, en });

export const clusterRefusals = {
  absent: refusal(
    'hosts/grappe.yaml: cluster.kubeconfig: le kubeconfig de cette grappe n’est pas là\n  valeur donnée : "{kubeconfig}"\n  à faire : l’y mettre, lisible par vous seul (chmod 600) ; sur k3s : /etc/rancher/k3s/k3s.yaml, avec l’adresse de la grappe',
    'hosts/grappe.yaml: cluster.kubeconfig: the kubeconfig of this cluster is not there\n  given: "{kubeconfig}"\n  next: put it there, readable by you alone (chmod 600); on k3s: /etc/rancher/k3s/k3s.yaml, with the address of the cluster',
  ),
  malformed: refusal(
    '{kubeconfig}: clusters: ceci n’est pas un kubeconfig complet\n  permis : clusters, contexts et users, comme kubectl les écrit\n  à faire : kubectl config view --flatten --minify > ce fichier',
    '{kubeconfig}: clusters: this is not a whole kubeconfig\n  allowed: clusters, contexts and users, as kubectl writes them\n  next: kubectl config view --flatten --minify > this file',
  ),
  'which-context': refusal(
    'hosts/grappe.yaml: cluster.context: ce kubeconfig a plusieurs contextes, et aucun n’est choisi\n  valeur donnée : "{kubeconfig}"\n  permis : default, autre\n  à faire : ajouter « context: » sous « cluster: » dans hosts/grappe.yaml',
    'hosts/grappe.yaml: cluster.context: this kubeconfig has several contexts, and none is chosen\n  given: "{kubeconfig}"\n  allowed: default, autre\n  next: add “context:” under “cluster:” in hosts/grappe.yaml',
  ),
  'unknown-context': refusal(
    'hosts/grappe.yaml: cluster.context: contexte absent de ce kubeconfig\n  valeur donnée : "defaut"\n  permis : default\n  à faire : vouliez-vous dire « default » ?',
    'hosts/grappe.yaml: cluster.context: context that is not in this kubeconfig\n  given: "defaut"\n  allowed: default\n  next: did you mean “default”?',
  ),
  relative: refusal(
    '{kubeconfig}: tokenFile: ce kubeconfig renvoie à un fichier par un chemin relatif\n  valeur donnée : "jeton"\n  à faire : y mettre le contenu : kubectl config view --flatten',
    '{kubeconfig}: tokenFile: this kubeconfig refers to a file by a relative path\n  given: "jeton"\n  next: put the content in it: kubectl config view --flatten',
  ),
  'credentials-expired': refusal(
    'hosts/grappe.yaml: cluster: le certificat par lequel chatiere s’annonce à la grappe a expiré le 2025-02-01 : rien n’est commencé\n  valeur donnée : "{kubeconfig}"\n  à faire : reprendre un kubeconfig de l’administration de la grappe, à la place de {kubeconfig} (sur k3s : systemctl restart k3s le renouvelle, puis /etc/rancher/k3s/k3s.yaml)',
    'hosts/grappe.yaml: cluster: the certificate by which chatiere makes itself known to the cluster expired on 2025-02-01: nothing is begun\n  given: "{kubeconfig}"\n  next: take a new kubeconfig from the cluster’s administrator, in the place of {kubeconfig} (on k3s: systemctl restart k3s renews it, then /etc/rancher/k3s/k3s.yaml)',
  ),
  login: refusal(
    'hosts/grappe.yaml: cluster: la grappe ne reconnaît pas le compte de ce kubeconfig : rien n’est commencé\n  valeur donnée : "{kubeconfig}"\n  à faire : reprendre un kubeconfig de l’administration de la grappe, à la place de {kubeconfig} (sur k3s : systemctl restart k3s le renouvelle, puis /etc/rancher/k3s/k3s.yaml)',
    'hosts/grappe.yaml: cluster: the cluster does not know the account of this kubeconfig: nothing is begun\n  given: "{kubeconfig}"\n  next: take a new kubeconfig from the cluster’s administrator, in the place of {kubeconfig} (on k3s: systemctl restart k3s renews it, then /etc/rancher/k3s/k3s.yaml)',
  ),
  unreachable: refusal(
    'hosts/grappe.yaml: cluster: la grappe ne répond pas (ECONNREFUSED) : rien n’est commencé\n  valeur donnée : "{server}"\n  à faire : voir « chatiere doctor », puis relancer la même commande',
    'hosts/grappe.yaml: cluster: the cluster does not answer (ECONNREFUSED): nothing is begun\n  given: "{server}"\n  next: see "chatiere doctor", then run the same command again',
  ),
  'certificate-expired': refusal(
    'hosts/grappe.yaml: cluster: le certificat de la grappe a expiré : rien n’est commencé\n  valeur donnée : "{server}"\n  à faire : le faire renouveler par l’administration de la grappe (sur k3s : systemctl restart k3s), et mettre cette machine à l’heure',
    'hosts/grappe.yaml: cluster: the certificate of the cluster has expired: nothing is begun\n  given: "{server}"\n  next: have it renewed by the cluster’s administrator (on k3s: systemctl restart k3s), and set this machine’s clock',
  ),
  'not-trusted': refusal(
    'hosts/grappe.yaml: cluster: ce qui répond là ne montre pas le certificat de la grappe (UNABLE_TO_VERIFY_LEAF_SIGNATURE) : rien n’est commencé\n  valeur donnée : "{server}"\n  à faire : reprendre un kubeconfig de l’administration de la grappe, à la place de {kubeconfig} (sur k3s : systemctl restart k3s le renouvelle, puis /etc/rancher/k3s/k3s.yaml)',
    'hosts/grappe.yaml: cluster: what answers there does not show the cluster’s certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE): nothing is begun\n  given: "{server}"\n  next: take a new kubeconfig from the cluster’s administrator, in the place of {kubeconfig} (on k3s: systemctl restart k3s renews it, then /etc/rancher/k3s/k3s.yaml)',
  ),
  'too-old': refusal(
    'hosts/grappe.yaml: cluster: la grappe est trop ancienne : rien n’est commencé\n  valeur donnée : "1.32.9+k3s1"\n  permis : Kubernetes 1.33 ou plus récent\n  à faire : mettre la grappe à jour, une version mineure à la fois',
    'hosts/grappe.yaml: cluster: the cluster is too old: nothing is begun\n  given: "1.32.9+k3s1"\n  allowed: Kubernetes 1.33 or newer\n  next: upgrade the cluster, one minor version at a time',
  ),
  'no-default-storage-class': refusal(
    'hosts/grappe.yaml: storageClass: la grappe n’a pas de classe de stockage par défaut, et le fichier n’en nomme pas : rien n’est commencé\n  permis : lent, rapide\n  à faire : ajouter « storageClass: » à hosts/grappe.yaml, ou en marquer une par défaut dans la grappe',
    'hosts/grappe.yaml: storageClass: the cluster has no default storage class, and the file names none: nothing is begun\n  allowed: lent, rapide\n  next: add “storageClass:” to hosts/grappe.yaml, or mark one as the default in the cluster',
  ),
  'no-storage-class': refusal(
    'hosts/grappe.yaml: storageClass: classe de stockage absente de la grappe : rien n’est commencé\n  valeur donnée : "rapid"\n  permis : lent, rapide\n  à faire : en nommer une qui y est, ou retirer la clé pour la classe par défaut',
    'hosts/grappe.yaml: storageClass: storage class that the cluster does not have: nothing is begun\n  given: "rapid"\n  allowed: lent, rapide\n  next: name one that is there, or remove the key for the default class',
  ),
  'no-gateway-class': refusal(
    'hosts/grappe.yaml: gateway: la grappe n’a pas de GatewayClass, et rien n’y fait donc entrer de requêtes : rien n’est commencé\n  à faire : y installer la Gateway API et un contrôleur (docs/kubernetes.md)',
    'hosts/grappe.yaml: gateway: the cluster has no GatewayClass, so nothing lets requests in: nothing is begun\n  next: install the Gateway API and a controller there (docs/kubernetes.md)',
  ),
  'no-gateway': refusal(
    'hosts/grappe.yaml: gateway: cette Gateway n’est pas dans la grappe : rien n’est commencé\n  valeur donnée : "entree/publique"\n  permis : entree/interne, entree/publique-2\n  à faire : la faire créer par l’administration de la grappe (docs/kubernetes.md), ou en nommer une autre',
    'hosts/grappe.yaml: gateway: this Gateway is not in the cluster: nothing is begun\n  given: "entree/publique"\n  allowed: entree/interne, entree/publique-2\n  next: have it created by the cluster’s administrator (docs/kubernetes.md), or name another',
  ),
  'gateway-closed': refusal(
    'hosts/grappe.yaml: gateway: cette Gateway n’admet de routes que de son propre espace de noms : rien n’est commencé\n  valeur donnée : "entree/publique"\n  à faire : y mettre « allowedRoutes: { namespaces: { from: All } } », ou un sélecteur',
    'hosts/grappe.yaml: gateway: this Gateway admits routes of its own namespace only: nothing is begun\n  given: "entree/publique"\n  next: put “allowedRoutes: { namespaces: { from: All } }” there, or a selector',
  ),
  'no-resident-node': refusal(
    'hosts/grappe.yaml: site.region: aucun nœud de la grappe ne porte l’étiquette de résidence : rien n’est commencé\n  permis : residency.chatiere.node-restriction.kubernetes.io/region=ca-qc\n  à faire : pour chaque nœud qui s’y trouve vraiment : kubectl label node <nœud> residency.chatiere.node-restriction.kubernetes.io/region=ca-qc',
    'hosts/grappe.yaml: site.region: no node of the cluster carries the residency label: nothing is begun\n  allowed: residency.chatiere.node-restriction.kubernetes.io/region=ca-qc\n  next: for each node that really is there: kubectl label node <node> residency.chatiere.node-restriction.kubernetes.io/region=ca-qc',
  ),
  'namespace-going': refusal(
    'instances/mrc-demo.miniflux.yaml: host: sur grappe, l’espace de noms de cette instance est en cours de suppression : rien n’est commencé\n  valeur donnée : "demo--mrc-demo--miniflux"\n  à faire : attendre sa fin, puis relancer la même commande ; s’il ne finit pas : kubectl get namespace, puis voir status.conditions',
    'instances/mrc-demo.miniflux.yaml: host: on grappe, the namespace of this instance is being deleted: nothing is begun\n  given: "demo--mrc-demo--miniflux"\n  next: wait for its end, then run the same command again; if it does not end: kubectl get namespace, and see status.conditions',
  ),
  'namespace-taken': refusal(
    'instances/mrc-demo.miniflux.yaml: host: sur grappe, un espace de noms de ce nom existe, et ne vient pas d’ici : rien n’est commencé\n  valeur donnée : "demo--mrc-demo--miniflux"\n  permis : un espace de noms étiqueté app.kubernetes.io/managed-by=chatiere, chatiere.federation=demo, app.kubernetes.io/instance=mrc-demo.miniflux\n  à faire : le renommer ou le retirer, si personne ne s’en sert, ou prendre un autre serveur',
    'instances/mrc-demo.miniflux.yaml: host: on grappe, a namespace of this name exists, and does not come from here: nothing is begun\n  given: "demo--mrc-demo--miniflux"\n  allowed: a namespace labelled app.kubernetes.io/managed-by=chatiere, chatiere.federation=demo, app.kubernetes.io/instance=mrc-demo.miniflux\n  next: rename or remove it, if nobody uses it, or take another host',
  ),
  another: refusal(
    'serveur grappe : cette grappe (grappe-deux) n’est pas celle que l’état connaît (grappe-une) : rien n’est commencé\n  valeur donnée : "{server}"\n  à faire : rétablir le kubeconfig ou le contexte de hosts/grappe.yaml ; si la grappe a vraiment été réinstallée : chatiere up --refresh --accept-engine grappe',
    'host grappe: this cluster (grappe-deux) is not the one that the state knows (grappe-une): nothing is begun\n  given: "{server}"\n  next: put the kubeconfig or the context of hosts/grappe.yaml right; if the cluster was really installed anew: chatiere up --refresh --accept-engine grappe',
  ),
} as const satisfies Record<string, ClusterRefusal>;
