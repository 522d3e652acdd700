import type { Refusal } from '../../catalog/folder.ts';

/** What is wrong with names of files and of hosts. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a host name of another instance',
    edits: [['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo.chatiere.test', 'lecture.village-demo.chatiere.test']],
    fr: ['instances/village-demo.lecteur.yaml:4:11: hostname: nom déjà pris par une autre instance', '  valeur donnée : "lecture.village-demo.chatiere.test"', '  à faire : voir instances/mrc-demo.lecteur.yaml'],
    en: ['instances/village-demo.lecteur.yaml:4:11: hostname: name that another instance already has', '  given: "lecture.village-demo.chatiere.test"', '  next: see instances/mrc-demo.lecteur.yaml'],
  },
  {
    name: 'the identity server’s host name',
    edits: [['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo.chatiere.test', 'connexion.chatiere.test']],
    fr: ['instances/mrc-demo.lecteur.yaml:4:11: hostname: ce nom est celui du serveur d’identité', '  valeur donnée : "connexion.chatiere.test"'],
    en: ['instances/mrc-demo.lecteur.yaml:4:11: hostname: this name is the identity server’s', '  given: "connexion.chatiere.test"'],
  },
  {
    name: 'a parent of the identity server’s host name',
    edits: [['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo.chatiere.test', 'chatiere.test']],
    fr: ['instances/mrc-demo.lecteur.yaml:4:11: hostname: ce nom est un parent de celui du serveur d’identité : il pourrait y poser des témoins', '  valeur donnée : "chatiere.test"', '  à faire : prendre un nom à côté, comme lecture.organisation.domaine'],
    en: ['instances/mrc-demo.lecteur.yaml:4:11: hostname: this name is a parent of the identity server’s: it could set cookies there', '  given: "chatiere.test"', '  next: take a name beside it, such as reader.organization.domain'],
  },
  {
    name: 'a folder name in French',
    edits: [['organisations/mrc-demo.yaml', 'name: A\n']],
    fr: ['organisations: dossier mal nommé', '  valeur donnée : "organisations"', '  permis : operators, hosts, organizations, orders, instances', '  à faire : vouliez-vous dire « organizations » ?'],
    en: ['organisations: misnamed folder', '  given: "organisations"', '  allowed: operators, hosts, organizations, orders, instances', '  next: did you mean “organizations”?'],
  },
  {
    name: 'another extension',
    edits: [['organizations/autre.yml', 'name: A\n']],
    fr: ['organizations/autre.yml: fichier qui ne serait pas lu', '  valeur donnée : "autre.yml"', '  permis : .yaml', '  à faire : le renommer'],
    en: ['organizations/autre.yml: file that would not be read', '  given: "autre.yml"', '  allowed: .yaml', '  next: rename it'],
  },
  {
    name: 'an id with two hyphens',
    edits: [['organizations/a--b.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/a--b.yaml: nom de fichier invalide', '  valeur donnée : "a--b"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['organizations/a--b.yaml: invalid file name', '  given: "a--b"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
  {
    name: 'an id that starts with a hyphen',
    edits: [['organizations/-x.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/-x.yaml: nom de fichier invalide', '  valeur donnée : "-x"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['organizations/-x.yaml: invalid file name', '  given: "-x"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
  {
    name: 'an id with an accent',
    edits: [['organizations/é.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/é.yaml: nom de fichier invalide', '  valeur donnée : "é"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['organizations/é.yaml: invalid file name', '  given: "é"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
  {
    name: 'an id of 64 letters',
    edits: [['organizations/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml: nom de fichier invalide', '  valeur donnée : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['organizations/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.yaml: invalid file name', '  given: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
  {
    name: 'the reserved id host',
    edits: [['organizations/host.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/host.yaml: nom réservé', '  valeur donnée : "host"', '  permis : tout autre que host, identity'],
    en: ['organizations/host.yaml: reserved name', '  given: "host"', '  allowed: any but host, identity'],
  },
  {
    name: 'the reserved id identity',
    edits: [['hosts/identity.yaml', 'operator: coop-des-rives\n']],
    fr: ['hosts/identity.yaml: nom réservé', '  valeur donnée : "identity"', '  permis : tout autre que host, identity', 'hosts/identity.yaml:1:1: target: clé absente', '  à faire : ajouter « target: »'],
    en: ['hosts/identity.yaml: reserved name', '  given: "identity"', '  allowed: any but host, identity', 'hosts/identity.yaml:1:1: target: missing key', '  next: add “target:”'],
  },
  {
    name: 'an organization named as a host',
    edits: [['organizations/serveur-1.yaml', 'name: A\nkind: other\n']],
    fr: ['organizations/serveur-1.yaml: une organisation et un serveur ne peuvent porter le même nom', '  valeur donnée : "serveur-1"', '  à faire : renommer l’un des deux fichiers'],
    en: ['organizations/serveur-1.yaml: an organization and a host cannot have the same name', '  given: "serveur-1"', '  next: rename one of the two files'],
  },
  {
    name: 'an instance file without an organization',
    edits: [['instances/lecteur.yaml', 'order: cmd-2026-001\nrelease: 2.2.15-1\nhost: serveur-1\nhostname: a.chatiere.test\n']],
    fr: ['instances/lecteur.yaml: nom de fichier invalide', '  valeur donnée : "lecteur"', '  permis : <organisation>.<nom>.yaml', 'instances/lecteur.yaml:1:8: order: cette commande est celle d’une autre instance', '  valeur donnée : "cmd-2026-001"', '  permis : instances/mrc-demo.lecteur.yaml'],
    en: ['instances/lecteur.yaml: invalid file name', '  given: "lecteur"', '  allowed: <organization>.<name>.yaml', 'instances/lecteur.yaml:1:8: order: this order is for another instance', '  given: "cmd-2026-001"', '  allowed: instances/mrc-demo.lecteur.yaml'],
  },
  {
    name: 'a federation id with a slash',
    edits: [['federation.yaml', 'id: demo', 'id: ../../etc']],
    fr: ['federation.yaml:2:5: id: valeur mal formée', '  valeur donnée : "../../etc"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['federation.yaml:2:5: id: malformed value', '  given: "../../etc"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
];
