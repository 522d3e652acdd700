import type { Edit, Refusal } from '../../catalog/folder.ts';

const HOST = 'hosts/grappe.yaml';
/** A cluster of the sample's operator, as it may stand there. */
export const CLUSTER = `operator: coop-des-rives
target: kubernetes
cluster: { kubeconfig: grappe.yaml, context: default }
site: { name: Salle B, region: qc }
gateway: { namespace: entree, name: publique }
registries: [registre.exemple.coop]
`;
const cluster = (from = '', to = ''): Edit => [HOST, CLUSTER.replace(from, to)];
const INSTANCE = 'instances/mrc-demo.lecteur.yaml';
const onCluster: Edit = [INSTANCE, 'host: serveur-1', 'host: grappe'];
const publicly: Edit = ['federation.yaml', 'publicDns: false', 'publicDns: true'];
const RULE = {
  fr: '  permis : hors du Québec seulement après une évaluation des facteurs relatifs à la vie privée (EFVP) : P-39.1, art. 17 ; A-2.1, art. 70.1',
  en: '  allowed: outside Québec only after a privacy impact assessment (EFVP): P-39.1, s. 17; A-2.1, s. 70.1',
};

export const refusals: readonly Refusal[] = [
  {
    name: 'a target that there is not',
    edits: [['hosts/serveur-1.yaml', 'target: docker', 'target: nomad']],
    fr: ['hosts/serveur-1.yaml:2:9: target: valeur inconnue', '  valeur donnée : "nomad"', '  permis : docker, kubernetes'],
    en: ['hosts/serveur-1.yaml:2:9: target: unknown value', '  given: "nomad"', '  allowed: docker, kubernetes'],
  },
  {
    name: 'a Docker host that only says it is a cluster',
    edits: [['hosts/serveur-1.yaml', 'target: docker', 'target: kubernetes']],
    fr: ['hosts/serveur-1.yaml:1:1: cluster: clé absente', '  à faire : ajouter « cluster: »', 'hosts/serveur-1.yaml:1:1: gateway: clé absente', '  à faire : ajouter « gateway: »', 'hosts/serveur-1.yaml:1:1: registries: clé absente', '  à faire : ajouter « registries: »', 'hosts/serveur-1.yaml:9:3: edge.httpPort: clé inconnue', '  valeur donnée : "httpPort"', '  permis : address, httpsPort', '  à faire : vouliez-vous dire « httpsPort » ?', 'hosts/serveur-1.yaml:11:3: edge.socketProxyPort: clé inconnue', '  valeur donnée : "socketProxyPort"', '  permis : address, httpsPort', '  à faire : retirer cette clé', 'hosts/serveur-1.yaml:12:3: edge.healthPort: clé inconnue', '  valeur donnée : "healthPort"', '  permis : address, httpsPort', '  à faire : retirer cette clé', 'hosts/serveur-1.yaml:3:1: engine: clé qui n’a pas sa place ici', '  permis : rien : une grappe se joint par « cluster: », et non par un moteur Docker', 'hosts/serveur-1.yaml:14:1: platform: clé qui n’a pas sa place ici', '  permis : rien : les pièces de plateforme tournent sur Docker ; l’entrée d’une grappe est sa Gateway, et le serveur d’identité se tient sur un serveur Docker'],
    en: ['hosts/serveur-1.yaml:1:1: cluster: missing key', '  next: add “cluster:”', 'hosts/serveur-1.yaml:1:1: gateway: missing key', '  next: add “gateway:”', 'hosts/serveur-1.yaml:1:1: registries: missing key', '  next: add “registries:”', 'hosts/serveur-1.yaml:9:3: edge.httpPort: unknown key', '  given: "httpPort"', '  allowed: address, httpsPort', '  next: did you mean “httpsPort”?', 'hosts/serveur-1.yaml:11:3: edge.socketProxyPort: unknown key', '  given: "socketProxyPort"', '  allowed: address, httpsPort', '  next: remove this key', 'hosts/serveur-1.yaml:12:3: edge.healthPort: unknown key', '  given: "healthPort"', '  allowed: address, httpsPort', '  next: remove this key', 'hosts/serveur-1.yaml:3:1: engine: key that does not belong here', '  allowed: nothing: a cluster is reached by “cluster:”, not by a Docker engine', 'hosts/serveur-1.yaml:14:1: platform: key that does not belong here', '  allowed: nothing: platform entries run on Docker; a cluster’s entrance is its Gateway, and the identity server stands on a Docker host'],
  },
  {
    name: 'a cluster with platform entries and a machine',
    edits: [[HOST, `${CLUSTER}platform: { porte: 3.0-1 }\nhardware: { model: A }\nengine: unix:///var/run/docker.sock\n`]],
    fr: ['hosts/grappe.yaml:9:1: engine: clé qui n’a pas sa place ici', '  permis : rien : une grappe se joint par « cluster: », et non par un moteur Docker', 'hosts/grappe.yaml:7:1: platform: clé qui n’a pas sa place ici', '  permis : rien : les pièces de plateforme tournent sur Docker ; l’entrée d’une grappe est sa Gateway, et le serveur d’identité se tient sur un serveur Docker', 'hosts/grappe.yaml:8:1: hardware: clé qui n’a pas sa place ici', '  permis : rien : une grappe a plusieurs machines, dont l’énergie n’est pas encore modélisée'],
    en: ['hosts/grappe.yaml:9:1: engine: key that does not belong here', '  allowed: nothing: a cluster is reached by “cluster:”, not by a Docker engine', 'hosts/grappe.yaml:7:1: platform: key that does not belong here', '  allowed: nothing: platform entries run on Docker; a cluster’s entrance is its Gateway, and the identity server stands on a Docker host', 'hosts/grappe.yaml:8:1: hardware: key that does not belong here', '  allowed: nothing: a cluster has several machines, whose energy is not modelled yet'],
  },
  {
    name: 'an unknown key of a cluster',
    edits: [[HOST, `${CLUSTER}storageclass: local-path\n`]],
    fr: ['hosts/grappe.yaml:7:1: storageclass: clé inconnue', '  valeur donnée : "storageclass"', '  permis : backupEndpoints, cluster, edge, gateway, identity, operator, registries, site, storageClass, target', '  à faire : vouliez-vous dire « storageClass » ?'],
    en: ['hosts/grappe.yaml:7:1: storageclass: unknown key', '  given: "storageclass"', '  allowed: backupEndpoints, cluster, edge, gateway, identity, operator, registries, site, storageClass, target', '  next: did you mean “storageClass”?'],
  },
  {
    name: 'a kubeconfig by an absolute path',
    edits: [cluster('kubeconfig: grappe.yaml', 'kubeconfig: /etc/rancher/k3s/k3s.yaml')],
    fr: ['hosts/grappe.yaml:3:24: cluster.kubeconfig: valeur mal formée', '  valeur donnée : "/etc/rancher/k3s/k3s.yaml"', '  permis : un chemin dans private/ de la fédération, comme grappe.yaml (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['hosts/grappe.yaml:3:24: cluster.kubeconfig: malformed value', '  given: "/etc/rancher/k3s/k3s.yaml"', '  allowed: a path in the federation’s private/, such as cluster.yaml (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a kubeconfig that climbs out of private/',
    edits: [cluster('kubeconfig: grappe.yaml', 'kubeconfig: ../../k3s.yaml')],
    fr: ['hosts/grappe.yaml:3:24: cluster.kubeconfig: valeur mal formée', '  valeur donnée : "../../k3s.yaml"', '  permis : un chemin dans private/ de la fédération, comme grappe.yaml (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['hosts/grappe.yaml:3:24: cluster.kubeconfig: malformed value', '  given: "../../k3s.yaml"', '  allowed: a path in the federation’s private/, such as cluster.yaml (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'no registry',
    edits: [cluster('registries: [registre.exemple.coop]', 'registries: []')],
    fr: ['hosts/grappe.yaml:6:13: registries: liste trop courte', '  valeur donnée : "[]"', '  permis : au moins 1'],
    en: ['hosts/grappe.yaml:6:13: registries: list that is too short', '  given: "[]"', '  allowed: at least 1'],
  },
  {
    name: 'a registry that ends in a slash, and one with a scheme',
    edits: [cluster('[registre.exemple.coop]', '[registre.exemple.coop/, "https://registre.exemple.coop"]')],
    fr: ['hosts/grappe.yaml:6:14: registries[0]: valeur mal formée', '  valeur donnée : "registre.exemple.coop/"', '  permis : un registre, et au besoin le début du chemin, comme registre.exemple.coop ou docker.io/library, sans barre oblique à la fin', 'hosts/grappe.yaml:6:38: registries[1]: valeur mal formée', '  valeur donnée : "https://registre.exemple.coop"', '  permis : un registre, et au besoin le début du chemin, comme registre.exemple.coop ou docker.io/library, sans barre oblique à la fin'],
    en: ['hosts/grappe.yaml:6:14: registries[0]: malformed value', '  given: "registre.exemple.coop/"', '  allowed: a registry, and the beginning of the path where needed, such as registry.example.coop or docker.io/library, without a final slash', 'hosts/grappe.yaml:6:38: registries[1]: malformed value', '  given: "https://registre.exemple.coop"', '  allowed: a registry, and the beginning of the path where needed, such as registry.example.coop or docker.io/library, without a final slash'],
  },
  {
    name: 'a gateway that is no name, and addresses that are no range',
    edits: [[HOST, `${CLUSTER.replace('name: publique', 'name: Publique')}identity: { addresses: [203.0.113.10] }\n`]],
    fr: ['hosts/grappe.yaml:5:37: gateway.name: valeur mal formée', '  valeur donnée : "Publique"', '  permis : le nom d’un objet de la grappe : minuscules sans accent, chiffres, traits d’union', 'hosts/grappe.yaml:7:25: identity.addresses[0]: valeur mal formée', '  valeur donnée : "203.0.113.10"', '  permis : une plage d’adresses comme 203.0.113.10/32'],
    en: ['hosts/grappe.yaml:5:37: gateway.name: malformed value', '  given: "Publique"', '  allowed: the name of an object of the cluster: lower-case letters without accents, digits, hyphens', 'hosts/grappe.yaml:7:25: identity.addresses[0]: malformed value', '  given: "203.0.113.10"', '  allowed: a range of addresses such as 203.0.113.10/32'],
  },
  {
    name: 'an identity server on a cluster',
    edits: [cluster(), ['federation.yaml', 'host: serveur-1', 'host: grappe'], ['hosts/serveur-1.yaml', '  identite: 26.0-1\n', ''], publicly],
    fr: ['federation.yaml:13:9: identity.host: le serveur d’identité ne se tient pas sur une grappe', '  valeur donnée : "grappe"', '  permis : serveur-1', '  à faire : nommer un serveur de target: docker'],
    en: ['federation.yaml:13:9: identity.host: the identity server does not stand on a cluster', '  given: "grappe"', '  allowed: serveur-1', '  next: name a host of target: docker'],
  },
  {
    name: 'an instance that sleeps on a cluster',
    edits: [cluster(), publicly, [INSTANCE, 'host: serveur-1', 'host: grappe\nsleep: { days: [mon], from: "22:00", to: "06:00" }']],
    fr: ['instances/mrc-demo.lecteur.yaml:4:1: sleep: le sommeil n’existe pas encore sur Kubernetes', '  valeur donnée : "grappe"', '  à faire : retirer « sleep: », ou prendre un serveur de target: docker'],
    en: ['instances/mrc-demo.lecteur.yaml:4:1: sleep: sleep does not exist on Kubernetes yet', '  given: "grappe"', '  next: remove “sleep:”, or take a host of target: docker'],
  },
  {
    name: 'an instance on a cluster outside Québec, without an assessment',
    edits: [cluster('region: qc', 'region: hors-qc'), publicly, onCluster],
    fr: ['instances/mrc-demo.lecteur.yaml:3:7: host: serveur hors du Québec, et la commande ne cite pas d’évaluation', '  valeur donnée : "grappe"', RULE.fr, '  à faire : prendre un serveur au Québec ; ou faire l’évaluation et la citer par une nouvelle commande : amends: cmd-2026-001, transferAssessment: { reference: …, date: … }'],
    en: ['instances/mrc-demo.lecteur.yaml:3:7: host: host outside Québec, and the order cites no assessment', '  given: "grappe"', RULE.en, '  next: take a host in Québec; or make the assessment and cite it in a new order: amends: cmd-2026-001, transferAssessment: { reference: …, date: … }'],
  },
  {
    name: 'an instance and the identity server on a Docker host outside Québec',
    edits: [['hosts/serveur-1.yaml', 'region: qc', 'region: hors-qc'], ['instances/village-demo.lecteur.yaml', 'host: serveur-1', 'host: grappe'], cluster(), publicly],
    fr: ['instances/mrc-demo.lecteur.yaml:3:7: host: serveur hors du Québec, et la commande ne cite pas d’évaluation', '  valeur donnée : "serveur-1"', RULE.fr, '  à faire : prendre un serveur au Québec ; ou faire l’évaluation et la citer par une nouvelle commande : amends: cmd-2026-001, transferAssessment: { reference: …, date: … }', 'instances/village-demo.lecteur.yaml:1:8: order: serveur d’identité hors du Québec, et la commande ne cite pas d’évaluation', '  valeur donnée : "serveur-1"', RULE.fr, '  à faire : prendre un serveur au Québec ; ou faire l’évaluation et la citer par une nouvelle commande : amends: cmd-2026-002, transferAssessment: { reference: …, date: … }'],
    en: ['instances/mrc-demo.lecteur.yaml:3:7: host: host outside Québec, and the order cites no assessment', '  given: "serveur-1"', RULE.en, '  next: take a host in Québec; or make the assessment and cite it in a new order: amends: cmd-2026-001, transferAssessment: { reference: …, date: … }', 'instances/village-demo.lecteur.yaml:1:8: order: identity server outside Québec, and the order cites no assessment', '  given: "serveur-1"', RULE.en, '  next: take a host in Québec; or make the assessment and cite it in a new order: amends: cmd-2026-002, transferAssessment: { reference: …, date: … }'],
  },
  {
    name: 'an order that cites its assessment after its approval',
    edits: [['orders/cmd-2026-001.yaml', 'requestedOn: 2026-11-16', 'requestedOn: 2026-11-16\ntransferAssessment: { reference: EFVP-2026-04, date: 2026-11-10 }'], ['hosts/serveur-1.yaml', 'region: qc', 'region: hors-qc'], ['instances/village-demo.lecteur.yaml', 'host: serveur-1', 'host: grappe'], cluster(), publicly],
    fr: ['orders/cmd-2026-001.yaml:13:11: approval.sha256: commande modifiée après son approbation', '  valeur donnée : "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  à faire : remettre la commande telle qu’approuvée (git log), et faire le changement par une nouvelle commande avec amends:', 'instances/village-demo.lecteur.yaml:1:8: order: serveur d’identité hors du Québec, et la commande ne cite pas d’évaluation', '  valeur donnée : "serveur-1"', RULE.fr, '  à faire : prendre un serveur au Québec ; ou faire l’évaluation et la citer par une nouvelle commande : amends: cmd-2026-002, transferAssessment: { reference: …, date: … }'],
    en: ['orders/cmd-2026-001.yaml:13:11: approval.sha256: order altered after its approval', '  given: "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  next: put the order back as it was approved (git log), and make the change by a new order with amends:', 'instances/village-demo.lecteur.yaml:1:8: order: identity server outside Québec, and the order cites no assessment', '  given: "serveur-1"', RULE.en, '  next: take a host in Québec; or make the assessment and cite it in a new order: amends: cmd-2026-002, transferAssessment: { reference: …, date: … }'],
  },
];
