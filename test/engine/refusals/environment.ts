/** What the machine, its engine, its passphrase or the identity server makes impossible: every word, with `{…}` for what differs from run to run. */
export interface EnvironmentRefusal {
  readonly exitCode: number;
  readonly fr: string;
  readonly en: string;
}

const engine = (exitCode: number, fr: string, en: string, given: string, nextFr: string, nextEn: string): EnvironmentRefusal => ({
  exitCode,
  fr: `${fr}\n  valeur donnée : "${given}"\n  à faire : ${nextFr}`,
  en: `${en}\n  given: "${given}"\n  next: ${nextEn}`,
});
const start = ['le démarrer, ou voir « chatiere doctor »', 'start it, or see "chatiere doctor"'] as const;
const log = ['voir le journal du moteur (journalctl -u docker), puis relancer la même commande', 'see the engine’s log (journalctl -u docker), then run the same command again'] as const;
const port = (whoFr: string, whoEn: string): EnvironmentRefusal => ({
  exitCode: 3,
  fr: `hosts/serveur-1.yaml: edge.httpsPort: le port {port} est pris par ${whoFr} : rien n’est commencé\n  valeur donnée : "0.0.0.0:{port}"\n  à faire : l’arrêter, ou donner un autre port à edge.httpsPort`,
  en: `hosts/serveur-1.yaml: edge.httpsPort: port {port} is taken by ${whoEn}: nothing is begun\n  given: "0.0.0.0:{port}"\n  next: stop it, or give edge.httpsPort another port`,
});
const passphrase = (fr: string, en: string, given?: string): EnvironmentRefusal => ({
  exitCode: 3,
  fr: `{passphrase}: ${fr}${given ? `\n  valeur donnée : "${given}"` : ''}\n  à faire : reprendre ce fichier d’une sauvegarde ; il ne se refait pas`,
  en: `{passphrase}: ${en}${given ? `\n  given: "${given}"` : ''}\n  next: take this file back from a backup; it cannot be made again`,
});
const wrong = ['cette phrase secrète n’est pas celle qui a chiffré les secrets de la pile : rien n’est changé', 'this passphrase is not the one that encrypted the secrets of the stack: nothing is changed'] as const;
const keycloak = (noun: readonly [string, string], name: string, what: readonly [string, string], quoted: string, next: readonly [string, string]): EnvironmentRefusal => ({
  exitCode: 1,
  fr: `pile « mrc-demo », ${noun[0]} « ${name} » : ${what[0]} :\n  > ${quoted}\n  à faire : ${next[0]}, puis relancer la même commande ; journal : {log}`,
  en: `stack "mrc-demo", ${noun[1]} "${name}": ${what[1]}:\n  > ${quoted}\n  next: ${next[1]}, then run the same command again; log: {log}`,
});
const group = ['groupe', 'group'] as const;
const back = ['remettre dans le serveur d’identité le client « chatiere » et son secret (chatiere up --refresh identity)', 'put the client "chatiere" and its secret back into the identity server (chatiere up --refresh identity)'] as const;

const relay = (fr: string, en: string, nextFr: string, nextEn: string, field = 'mail'): EnvironmentRefusal => ({
  exitCode: 3,
  fr: `federation.yaml: ${field}: ${fr}\n  valeur donnée : "127.0.0.1:{port}"\n  à faire : ${nextFr}\nrien n’est commencé`,
  en: `federation.yaml: ${field}: ${en}\n  given: "127.0.0.1:{port}"\n  next: ${nextEn}\nnothing is begun`,
});
const reach = ['vérifier mail.host et mail.port, et que cette machine peut joindre le relais', 'check mail.host and mail.port, and that this machine can reach the relay'] as const;
const sender = ['mail.security : starttls pour le port 587 ou 25, tls pour le port 465', 'mail.security: starttls for port 587 or 25, tls for port 465'] as const;
const relayPassword = (fr: string, en: string): EnvironmentRefusal => ({
  exitCode: 3,
  fr: `{file}: ${fr}\n  à faire : « (umask 077; cat > {file}) », puis le mot de passe, Entrée, Ctrl-D\nrien n’est commencé`,
  en: `{file}: ${en}\n  next: "(umask 077; cat > {file})", then the password, Enter, Ctrl-D\nnothing is begun`,
});
const move = (field: string, given: string, fr: string, en: string, nextFr: string, nextEn: string): EnvironmentRefusal => ({
  exitCode: 3,
  fr: `instances/mrc-demo.messagerie.yaml: ${field}: ${fr}\n  valeur donnée : "${given}"\n  à faire : ${nextFr}`,
  en: `instances/mrc-demo.messagerie.yaml: ${field}: ${en}\n  given: "${given}"\n  next: ${nextEn}`,
});

export const environmentRefusals = {
  'no socket of an engine': engine(1, 'le moteur Docker ne répond pas (ENOENT)', 'the Docker engine does not answer (ENOENT)', 'unix://{socket}', ...start),
  'an engine that has stopped': engine(1, 'le moteur Docker ne répond pas (ECONNREFUSED)', 'the Docker engine does not answer (ECONNREFUSED)', 'unix://{socket}', ...start),
  'something else than an engine': engine(1, 'le moteur Docker ne répond pas (HPE_INVALID_CONSTANT)', 'the Docker engine does not answer (HPE_INVALID_CONSTANT)', 'unix://{socket}', ...start),
  'an engine that fails': engine(1, 'le moteur Docker a refusé (500) :\n  > panne simulée', 'the Docker engine refused (500):\n  > panne simulée', 'unix://{socket}', ...log),
  'an engine that forbids': engine(1, 'le moteur Docker a refusé (403) :\n  > interdit par la politique', 'the Docker engine refused (403):\n  > interdit par la politique', 'unix://{socket}', ...log),
  'no docker command': {
    exitCode: 1,
    fr: 'la commande « docker » manque, et les tâches des instances en ont besoin : rien n’est commencé\n  à faire : installer le client Docker (docker-cli), ou voir « chatiere doctor »',
    en: 'the "docker" command is missing, and the jobs of instances need it: nothing is begun\n  next: install the Docker client (docker-cli), or see "chatiere doctor"',
  },
  'port 443 taken by a process': port('un processus ({command}, pid {pid})', 'a process ({command}, pid {pid})'),
  'port 443 taken by a container': port('le conteneur « {container} » ({command}, pid {pid})', 'the container "{container}" ({command}, pid {pid})'),
  'port 443 taken by a process that only root may see': port('un processus de l’utilisateur {uid}, qu’il faut être root pour voir', 'a process of user {uid}, which only root may see'),
  'an address that this machine does not have': {
    exitCode: 3,
    fr: 'hosts/serveur-1.yaml: edge.httpsPort: cette machine n’a pas cette adresse : rien n’est commencé\n  valeur donnée : "192.0.2.7:{port}"\n  à faire : donner à edge.address une adresse de cette machine, ou 0.0.0.0',
    en: 'hosts/serveur-1.yaml: edge.httpsPort: this machine does not have this address: nothing is begun\n  given: "192.0.2.7:{port}"\n  next: give edge.address an address of this machine, or 0.0.0.0',
  },
  'a stack in use by another up': {
    exitCode: 4,
    fr: 'la pile « {stack} » est occupée par {user}@{machine}, pid {pid}, depuis {since} (dernier signe : {since})\n  à faire : attendre la fin de cette opération ; si cette machine n’existe plus, supprimer {lock}',
    en: 'stack "{stack}" is in use by {user}@{machine}, pid {pid}, since {since} (last sign of life: {since})\n  next: wait until that operation ends; if that machine is gone, remove {lock}',
  },
  'another passphrase': passphrase(...wrong, 'stacks/Pulumi.garde.yaml'),
  'another passphrase, as Pulumi says it': passphrase(...wrong),
  'a passphrase that is gone': passphrase('la phrase secrète a disparu, et les secrets des piles en dépendent : rien n’est commencé', 'the passphrase is gone, and the secrets of the stacks depend on it: nothing is begun'),
  'an empty passphrase': passphrase('la phrase secrète est vide : rien n’est commencé', 'the passphrase is empty: nothing is begun'),
  'an identity server that does not answer': keycloak(group, 'groupe', ['le serveur d’identité ne répond pas', 'the identity server does not answer'], '{words}', ['voir « chatiere status » et remettre en place son serveur (chatiere up --refresh host.<serveur>)', 'see "chatiere status" and bring its host up again (chatiere up --refresh host.<host>)']),
  'an identity server that refuses our account': keycloak(group, 'groupe', ['le serveur d’identité refuse le compte par lequel chatiere l’administre', 'the identity server refuses the account by which chatiere administers it'], '{words}', back),
  'an identity server that has such a client': keycloak(['client de connexion', 'sign-in client'], 'client', ['un objet de ce nom existe déjà dans le serveur d’identité, et ne vient pas d’ici', 'an object of this name already exists in the identity server, and does not come from here'], '{words}', ['le renommer ou le retirer dans la console d’administration du serveur d’identité, si personne ne s’en sert', 'rename or remove it in the identity server’s administration console, if nobody uses it']),
  'an identity server that has such a group': keycloak(group, 'groupe', ['un objet de ce nom existe déjà dans le serveur d’identité, et ne vient pas d’ici', 'an object of this name already exists in the identity server, and does not come from here'], '{words}', ['le renommer ou le retirer dans la console d’administration du serveur d’identité, si personne ne s’en sert', 'rename or remove it in the identity server’s administration console, if nobody uses it']),
  'an identity server that does not let our account': keycloak(group, 'groupe', ['le serveur d’identité ne permet pas cela au compte par lequel chatiere l’administre', 'the identity server does not allow this to the account by which chatiere administers it'], '{words}', ['lui rendre le rôle realm-admin (chatiere up --refresh identity)', 'give it the role realm-admin back (chatiere up --refresh identity)']),
  'a relay that nothing listens as': relay('le relais de courriel ne répond pas (ECONNREFUSED)', 'the mail relay does not answer (ECONNREFUSED)', ...reach),
  'a relay that says nothing': relay('le relais de courriel n’a pas répondu en {seconds} s', 'the mail relay has not answered within {seconds} s', ...reach),
  'a relay that refuses': relay('le relais de courriel refuse :\n  > 554-no mail from here\n  > 554 go away \\u001b[31m', 'the mail relay refuses:\n  > 554-no mail from here\n  > 554 go away \\u001b[31m', 'demander à qui tient le relais de laisser entrer cette machine', 'ask whoever keeps the relay to let this machine in'),
  'a relay without STARTTLS': relay('le relais de courriel n’offre pas STARTTLS', 'the mail relay offers no STARTTLS', '« security: tls » si ce port est chiffré dès le début (465), ou un autre port (587)', '“security: tls” if this port is encrypted from the start (465), or another port (587)', 'mail.security'),
  'something else than a relay': relay('ce qui répond là n’est pas un relais de courriel, ou pas avec cette sécurité', 'what answers there is no mail relay, or not with this security', ...sender),
  'a relay whose certificate nobody vouches for': relay('le certificat du relais de courriel n’est pas reconnu (UNABLE_TO_VERIFY_LEAF_SIGNATURE)', 'the mail relay’s certificate is not recognized (UNABLE_TO_VERIFY_LEAF_SIGNATURE)', 'mettre dans mail.host le nom du certificat, ou faire renouveler celui-ci', 'put the certificate’s name into mail.host, or have the certificate renewed'),
  'no password of the relay': relayPassword('mail.username veut un mot de passe, et ce fichier manque', 'mail.username wants a password, and this file is missing'),
  'a password of the relay on two lines': relayPassword('ce fichier est le mot de passe du relais, sur une seule ligne, et rien d’autre', 'this file is the relay’s password, on one line, and nothing else'),
  'a release that skips a major': move('release', '12.0-1', 'de 10.4-1 à 12.0-1 : une version majeure à la fois', 'from 10.4-1 to 12.0-1: one major version at a time', 'remettre « release: 10.4-1 », et ajouter au catalogue une version intermédiaire de messagerie', 'put “release: 10.4-1” back, and add a release of messagerie in between to the catalog'),
  'a release before the one that runs': move('release', '12.0-1', 'cette instance est à la version 12.1-1 : elle ne revient pas à une version antérieure', 'this instance is at release 12.1-1: it does not go back to an earlier one', 'remettre « release: 12.1-1 » ; ou restaurer dans une nouvelle instance une sauvegarde faite avec 12.0-1', 'put “release: 12.1-1” back; or restore into a new instance a backup made with 12.0-1'),
  'another app than the one that runs': move('order', 'cmd-messagerie', 'cette instance fait tourner lecteur : elle ne devient pas un autre logiciel (messagerie)', 'this instance runs lecteur: it does not become another app (messagerie)', 'donner un autre « name: » à la nouvelle commande, qui aura ainsi son instance', 'give the new order another “name:”, so that it has an instance of its own'),
  'a release that upstream has given up': move('release', '12.0-1', 'messagerie 12.0-1 n’est plus maintenu depuis le 2026-01-31', 'messagerie 12.0-1 is no longer maintained since 2026-01-31', 'ajouter au catalogue une version maintenue de messagerie', 'add a maintained release of messagerie to the catalog'),
} satisfies Record<string, EnvironmentRefusal>;

/** A refusal with what differed from run to run filled in. */
export function filled(name: keyof typeof environmentRefusals, values: Readonly<Record<string, string | number>>): EnvironmentRefusal {
  const { exitCode, fr, en } = environmentRefusals[name];
  const fill = (words: string) => words.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key]));
  return { exitCode, fr: fill(fr), en: fill(en) };
}
