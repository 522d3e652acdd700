import type { Refusal } from '../../catalog/folder.ts';

const INSTANCE = 'instances/mrc-demo.lecteur.yaml';
const VILLAGE = 'instances/village-demo.lecteur.yaml';
const hostname = (written: string): Refusal['edits'] => [[INSTANCE, 'lecture.mrc-demo.chatiere.test', written]];

/** As written in YAML, and as shown. */
const malformed: readonly (readonly [name: string, written: string, shown?: string])[] = [
  ['a rule of the edge', '"a.test`) || Host(`b.test"', 'a.test`) || Host(`b.test'],
  ['a rule of the edge, by its path', '"a.test`) || PathPrefix(`/"', 'a.test`) || PathPrefix(`/'],
  ['a comma', '"a.test,b.test"', 'a.test,b.test'],
  ['a space', 'a b.test'],
  ['a template', '"{{ .Env }}.test"', '{{ .Env }}.test'],
  ['a block of a configuration', '"a.test {"', 'a.test {'],
  ['a header', '"a.test\\r\\nX: y"', 'a.test\\r\\nX: y'],
  ['a NUL', '"a\\0.test"', 'a\\u0000.test'],
  ['a path', 'a.test/../x'],
  ['a port', '"a.test:8443"', 'a.test:8443'],
  ['a scheme', 'https://a.test'],
  ['a person', 'jean@a.test'],
  ['two dots', 'a..test'],
  ['a dot first', '.a.test'],
  ['a dot last', 'a.test.'],
  ['a wildcard', '"*.a.test"', '*.a.test'],
  ['a wildcard inside', 'a.*.test'],
  ['capitals', 'A.test'],
  ['an accent', 'québec.test'],
  ['a letter that is wide', 'ａ.test'],
  ['a Cyrillic letter', 'p\u0430ypal.test'],
  ['a German sharp s', 'faß.test'],
  ['a full stop of ideograms', 'a。test'],
  ['a space of no width', '"a\\u200b.test"', 'a\\u200b.test'],
  ['a soft hyphen', '"a\\u00adb.test"', 'a\\u00adb.test'],
  ['an emoji', '🐱.test'],
  ['one part', 'localhost'],
  ['a top-level domain', 'ca'],
  ['an IPv4 address', '127.0.0.1'],
  ['an IPv4 address in hexadecimal', '0x7f.1'],
  ['an IPv6 address', '"[::1]"', '[::1]'],
  ['a hyphen first', '-a.test'],
  ['a hyphen last', 'a-.test'],
  ['an underscore', 'a_b.test'],
  ['nothing', '""', ''],
  ['a label of 64 letters', `${'a'.repeat(64)}.test`],
  ['256 characters', `${'a.'.repeat(126)}test`, `${`${'a.'.repeat(126)}test`.slice(0, 119)}…`],
];

const says = (written: string, fr: string, en: string, next?: readonly [string, string], place = `${INSTANCE}:4:11`): Pick<Refusal, 'fr' | 'en'> => ({
  fr: [`${place}: hostname: ${fr}`, `  valeur donnée : "${written}"`, ...(next ? [`  à faire : ${next[0]}`] : [])],
  en: [`${place}: hostname: ${en}`, `  given: "${written}"`, ...(next ? [`  next: ${next[1]}`] : [])],
});
const beside = ['prendre un nom à côté, comme lecture.organisation.domaine', 'take a name beside it, such as reader.organization.domain'] as const;

/** Host names that could be read as something else, or that are somebody's. */
export const refusals: readonly Refusal[] = [
  ...malformed.map(([name, written, shown = written]) => ({
    name,
    edits: hostname(written),
    fr: [
      `${INSTANCE}:4:11: hostname: valeur mal formée`,
      `  valeur donnée : "${shown}"`,
      '  permis : nom de domaine complet en minuscules (lettres sans accent, chiffres, traits d’union ; au moins deux parties ; 253 caractères au plus), sans joker ni point final',
    ],
    en: [
      `${INSTANCE}:4:11: hostname: malformed value`,
      `  given: "${shown}"`,
      '  allowed: a full domain name in lower case (letters without accents, digits, hyphens; at least two parts; at most 253 characters), without wildcard or final dot',
    ],
  })),
  ...[['what no one can decode', 'xn--a.test'], ['Cyrillic letters that read as Latin ones', 'xn--80ak6aa92e.test'], ['two scripts in one name', 'xn--pypal-4ve.test']].map(([name, written]) => ({
    name: `an international name: ${name}`,
    edits: hostname(written as string),
    fr: [`${INSTANCE}:4:11: hostname: valeur mal formée`, `  valeur donnée : "${written}"`, '  permis : un nom xn-- bien formé, fait de lettres latines'],
    en: [`${INSTANCE}:4:11: hostname: malformed value`, `  given: "${written}"`, '  allowed: a well-formed xn-- name, made of Latin letters'],
  })),
  ...['localhost', 'local', 'onion', 'invalid', 'arpa'].map((ending) => ({
    name: `a name in .${ending}`,
    edits: hostname(`lecture.${ending}`),
    ...says(`lecture.${ending}`, `un nom en .${ending} ne peut être une adresse publique`, `a name that ends in .${ending} cannot be a public address`),
  })),
  {
    name: 'a domain of the federation in .local',
    edits: [['federation.yaml', 'domain: chatiere.test', 'domain: chatiere.local']],
    fr: ['federation.yaml:6:9: domain: un nom en .local ne peut être une adresse publique', '  valeur donnée : "chatiere.local"'],
    en: ['federation.yaml:6:9: domain: a name that ends in .local cannot be a public address', '  given: "chatiere.local"'],
  },
  {
    name: 'an identity server in .localhost',
    edits: [['federation.yaml', 'hostname: connexion.chatiere.test', 'hostname: connexion.localhost']],
    fr: ['federation.yaml:14:13: identity.hostname: un nom en .localhost ne peut être une adresse publique', '  valeur donnée : "connexion.localhost"'],
    en: ['federation.yaml:14:13: identity.hostname: a name that ends in .localhost cannot be a public address', '  given: "connexion.localhost"'],
  },
  {
    name: 'a name below the identity server’s',
    edits: hostname('lecture.connexion.chatiere.test'),
    ...says('lecture.connexion.chatiere.test', 'ce nom est sous celui du serveur d’identité : il pourrait y poser des témoins', 'this name is below the identity server’s: it could set cookies there', beside),
  },
  {
    name: 'a name below another organization’s',
    edits: [[VILLAGE, 'lecture.village-demo.chatiere.test', 'x.lecture.mrc-demo.chatiere.test']],
    ...says('x.lecture.mrc-demo.chatiere.test', 'ce nom contient celui d’une autre organisation, ou y est contenu : l’un pourrait poser des témoins chez l’autre (lecture.mrc-demo.chatiere.test)', 'this name holds another organization’s, or is held by it: one could set cookies for the other (lecture.mrc-demo.chatiere.test)', [`voir ${INSTANCE} ; ${beside[0]}`, `see ${INSTANCE}; ${beside[1]}`], `${VILLAGE}:4:11`),
  },
  {
    name: 'a name above another organization’s',
    edits: [[VILLAGE, 'lecture.village-demo.chatiere.test', 'mrc-demo.chatiere.test']],
    ...says('mrc-demo.chatiere.test', 'ce nom contient celui d’une autre organisation, ou y est contenu : l’un pourrait poser des témoins chez l’autre (lecture.mrc-demo.chatiere.test)', 'this name holds another organization’s, or is held by it: one could set cookies for the other (lecture.mrc-demo.chatiere.test)', [`voir ${INSTANCE} ; ${beside[0]}`, `see ${INSTANCE}; ${beside[1]}`], `${VILLAGE}:4:11`),
  },
];
