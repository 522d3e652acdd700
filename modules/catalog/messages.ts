import { segmentRule, type Text, text } from '../kernel/index.ts';

/** Rules that schemas name by `error: '<rule>'`, in words. */
export const rules = {
  segment: segmentRule,
  hostname: text(
    'nom de domaine complet en minuscules (lettres sans accent, chiffres, traits d’union ; au moins deux parties ; 253 caractères au plus), sans joker ni point final',
    'a full domain name in lower case (letters without accents, digits, hyphens; at least two parts; at most 253 characters), without wildcard or final dot',
  ),
  engine: text('unix:///chemin, ssh://personne@serveur ou tcp://adresse:port, sans mot de passe', 'unix:///path, ssh://person@server or tcp://address:port, without a password'),
  'web-address': text('une adresse qui commence par https:// ou http://, sans « @ » ni espace', 'an address that starts with https:// or http://, without “@” or spaces'),
  'mail-host': text('un nom de domaine complet en minuscules, ou une adresse IPv4', 'a full domain name in lower case, or an IPv4 address'),
  'mail-address': text('une adresse de courriel comme services@exemple.org', 'a mail address such as services@example.org'),
  'international-name': text('un nom xn-- bien formé, fait de lettres latines', 'a well-formed xn-- name, made of Latin letters'),
  colour: text('une couleur comme #2b6cb0', 'a colour such as #2b6cb0'),
  digest: text('null, ou sha256: et 64 chiffres hexadécimaux', 'null, or sha256: and 64 hexadecimal digits'),
  'source-repository': text('propriétaire/dépôt', 'owner/repository'),
  commit: text('40 chiffres hexadécimaux', '40 hexadecimal digits'),
  seen: text('des fichiers d’au moins deux propriétaires, à côté du condensat qu’ils donnent', 'files of at least two owners, beside the digest that they give'),
  sha256: text('64 chiffres hexadécimaux', '64 hexadecimal digits'),
  release: text('version et révision, telles que 2.2.15-1, entre guillemets', 'version and revision, such as 2.2.15-1, in quotes'),
  duration: text('une durée comme 10s, 500ms ou 1m30s', 'a length of time such as 10s, 500ms or 1m30s'),
  'absolute-path': text('un chemin absolu, sans « .. » ni deux-points', 'an absolute path, without “..” or colons'),
  'picture-path': text('un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)', 'a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'),
  'private-path': text('un chemin dans private/ de la fédération, comme grappe.yaml (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)', 'a path in the federation’s private/, such as cluster.yaml (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'),
  'object-name': text('le nom d’un objet de la grappe : minuscules sans accent, chiffres, traits d’union', 'the name of an object of the cluster: lower-case letters without accents, digits, hyphens'),
  'image-prefix': text('un registre, et au besoin le début du chemin, comme registre.exemple.coop ou docker.io/library, sans barre oblique à la fin', 'a registry, and the beginning of the path where needed, such as registry.example.coop or docker.io/library, without a final slash'),
  'no-engine': text('rien : une grappe se joint par « cluster: », et non par un moteur Docker', 'nothing: a cluster is reached by “cluster:”, not by a Docker engine'),
  'no-platform': text('rien : les pièces de plateforme tournent sur Docker ; l’entrée d’une grappe est sa Gateway, et le serveur d’identité se tient sur un serveur Docker', 'nothing: platform entries run on Docker; a cluster’s entrance is its Gateway, and the identity server stands on a Docker host'),
  'no-hardware': text('rien : une grappe a plusieurs machines, dont l’énergie n’est pas encore modélisée', 'nothing: a cluster has several machines, whose energy is not modelled yet'),
  'url-path': text('un chemin qui commence par /', 'a path that starts with /'),
  'image-variable': text('${IMAGE_<NOM>}, où NOM est un nom de images.lock.yaml en capitales', '${IMAGE_<NAME>}, where NAME is a name of images.lock.yaml in capitals'),
  'image-name': text('lettres, chiffres, points, tirets et barres obliques, comme dans une référence d’image', 'letters, digits, dots, hyphens and slashes, as in an image reference'),
  'config-file': text('./files/ et un nom de fichier, ${BRAND_LOGO} ou ${BRAND_FAVICON}', './files/ and a file name, ${BRAND_LOGO} or ${BRAND_FAVICON}'),
  'secret-file': text('${SECRETS}/<nom du secret>', '${SECRETS}/<name of the secret>'),
  'one-line': text('une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible', 'one line that is not empty, without control or invisible characters'),
  'variable-name': text('lettres, chiffres et tirets bas, sans chiffre en tête', 'letters, digits and underscores, no digit first'),
  capability: text('un nom de capacité Linux, comme NET_BIND_SERVICE', 'the name of a Linux capability, such as NET_BIND_SERVICE'),
  'factor-id': text('des mots en minuscules séparés par des points, comme grid.qc.direct', 'lower-case words separated by dots, such as grid.qc.direct'),
  architecture: text('des mots en minuscules et des chiffres, séparés par des traits d’union, comme ice-lake', 'lower-case words and digits separated by hyphens, such as ice-lake'),
  days: text('au moins un jour : mon, tue, wed, thu, fri, sat, sun', 'at least one day: mon, tue, wed, thu, fri, sat, sun'),
  hour: text('une heure de 00:00 à 23:59, avec deux chiffres de chaque côté', 'an hour from 00:00 to 23:59, with two digits on each side'),
  'end-hour': text('une heure de 00:00 à 24:00, avec deux chiffres de chaque côté', 'an hour from 00:00 to 24:00, with two digits on each side'),
  'time-zone': text('un fuseau horaire de la base IANA, comme America/Toronto', 'a time zone of the IANA database, such as America/Toronto'),
  port: text('un port de 1 à 65535', 'a port from 1 to 65535'),
} as const satisfies Record<string, Text>;

/** What a zod type name means to people. */
export function kinds(expected: string): Text {
  return kindNames[expected] ?? text(expected, expected);
}

const map = text('des clés, une par ligne', 'keys, one a line');
const kindNames: Readonly<Record<string, Text>> = {
  string: text('un texte (entre guillemets s’il ressemble à un nombre ou à une date)', 'text (in quotes if it looks like a number or a date)'),
  number: text('un nombre', 'a number'),
  int: text('un nombre entier', 'a whole number'),
  boolean: text('true ou false', 'true or false'),
  array: text('une liste', 'a list'),
  object: map,
  record: map,
  null: text('rien', 'nothing'),
};

/** What a zod string format means to people. */
export function formats(format: string, details: { readonly prefix?: string } | object): Text {
  if (format === 'starts_with' && 'prefix' in details) return text(`un texte qui commence par ${details.prefix}`, `text that starts with ${details.prefix}`);
  return formatNames[format] ?? text('la forme décrite dans le schéma', 'the form that the schema describes');
}

const CIDR = text('une plage d’adresses comme 203.0.113.10/32', 'a range of addresses such as 203.0.113.10/32');
const formatNames: Readonly<Record<string, Text>> = {
  url: text('une adresse complète comme https://exemple.org/page', 'a full address such as https://example.org/page'),
  date: text('une date comme 2026-03-31', 'a date such as 2026-03-31'),
  datetime: text('une date et une heure UTC comme 2026-03-31T14:00:00Z', 'a UTC date and time such as 2026-03-31T14:00:00Z'),
  ipv4: text('une adresse IP', 'an IP address'),
  ipv6: text('une adresse IP', 'an IP address'),
  cidrv4: CIDR,
  cidrv6: CIDR,
};
