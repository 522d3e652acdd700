import { type Text, text } from '../kernel/index.ts';
import { clusterCauses } from './kubernetes/causes.ts';

/** What a provider's words mean to the person who reads them, and what to do about it. */
export interface Cause {
  readonly code: string;
  readonly what: Text;
  readonly next: Text;
}

export interface Known extends Cause {
  /** Beginning of the type of the resource that failed. */
  readonly type: 'keycloak:' | 'docker:' | 'command:' | 'kubernetes:' | 'kubernetes:batch/';
  readonly words: RegExp;
}

const again = text('puis relancer la même commande', 'then run the same command again');
const then = (fr: string, en: string): Text => text(`${fr}, ${again.fr}`, `${en}, ${again.en}`);

/** The first that fits is said. The words are those of the real plugins, which the stand-ins share. */
const known: readonly Known[] = [
  ...clusterCauses,
  {
    type: 'keycloak:',
    words: /error logging in\b[^]*\b(401|403|400)\b/,
    code: 'identity-refused',
    what: text('le serveur d’identité refuse le compte par lequel chatiere l’administre', 'the identity server refuses the account by which chatiere administers it'),
    next: then('remettre dans le serveur d’identité le client « chatiere » et son secret (chatiere up --refresh identity)', 'put the client "chatiere" and its secret back into the identity server (chatiere up --refresh identity)'),
  },
  {
    type: 'keycloak:',
    words: /connection refused|no such host|no route to host|i\/o timeout|context deadline exceeded|connection reset|\bEOF\b|certificate signed by unknown authority|x509:|\b50[234]\b/,
    code: 'identity-unreachable',
    what: text('le serveur d’identité ne répond pas', 'the identity server does not answer'),
    next: then('voir « chatiere status » et remettre en place son serveur (chatiere up --refresh host.<serveur>)', 'see "chatiere status" and bring its host up again (chatiere up --refresh host.<host>)'),
  },
  {
    type: 'keycloak:',
    words: /\b409\b/,
    code: 'identity-exists',
    what: text('un objet de ce nom existe déjà dans le serveur d’identité, et ne vient pas d’ici', 'an object of this name already exists in the identity server, and does not come from here'),
    next: then('le renommer ou le retirer dans la console d’administration du serveur d’identité, si personne ne s’en sert', 'rename or remove it in the identity server’s administration console, if nobody uses it'),
  },
  {
    type: 'keycloak:',
    words: /\b403\b/,
    code: 'identity-forbidden',
    what: text('le serveur d’identité ne permet pas cela au compte par lequel chatiere l’administre', 'the identity server does not allow this to the account by which chatiere administers it'),
    next: then('lui rendre le rôle realm-admin (chatiere up --refresh identity)', 'give it the role realm-admin back (chatiere up --refresh identity)'),
  },
  // A job: what it wrote last, after the words of the script that runs it.
  {
    type: 'command:',
    // 124 where the program ended by itself at the first signal.
    words: /^stopped after \d+ s$|^exit code 124$/m,
    code: 'job-hangs',
    what: text('pas finie dans le temps permis, donc arrêtée', 'not done in the time allowed, so stopped'),
    next: then('voir ce qu’elle attend (ci-dessus), ou lui donner plus de temps (timeoutSeconds dans app.yaml)', 'see what it waits for (above), or give it more time (timeoutSeconds in app.yaml)'),
  },
  {
    type: 'command:',
    words: /^exit code \d+$/m,
    code: 'job-failed',
    what: text('échouée ; ses dernières lignes', 'failed; its last lines'),
    next: text('corriger la cause, puis relancer la même commande : elle reprend à cette tâche', 'fix the cause, then run the same command again: it goes on from this job'),
  },
  {
    type: 'docker:',
    words: /Cannot connect to the Docker daemon|Error pinging Docker server|connect: connection refused|dial unix/,
    code: 'engine-unreachable',
    what: text('le moteur Docker ne répond pas', 'the Docker engine does not answer'),
    next: then('le démarrer, ou voir « chatiere doctor »', 'start it, or see "chatiere doctor"'),
  },
  {
    type: 'docker:',
    words: /port is already allocated|address already in use/,
    code: 'port-taken',
    what: text('un port du serveur est pris', 'a port of the host is taken'),
    next: then('arrêter qui le tient (ss -ltnp le nomme)', 'stop who holds it (ss -ltnp names it)'),
  },
  {
    type: 'docker:',
    words: /is already in use by container|network with name \S+ already exists/,
    code: 'engine-exists',
    what: text('un objet de ce nom existe déjà sur le moteur, et ne vient pas d’ici', 'an object of this name already exists on the engine, and does not come from here'),
    next: then('le renommer ou le retirer, si personne ne s’en sert', 'rename or remove it, if nobody uses it'),
  },
  {
    type: 'docker:',
    words: /no space left on device/,
    code: 'engine-no-room',
    what: text('le serveur n’a plus de place', 'the host has no room left'),
    next: then('en libérer', 'free some'),
  },
];

/** Undefined where only the provider's words can be quoted. */
export function causeOf(type: string, message: string): Cause | undefined {
  return known.find((cause) => type.startsWith(cause.type) && cause.words.test(message));
}
