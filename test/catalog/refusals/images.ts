import type { Refusal } from '../folder.ts';

/** What is wrong with the lock of images. */
export const refusals: readonly Refusal[] = [
  {
    name: 'an image in capitals',
    edits: [['images.lock.yaml', 'repository: ', 'repository: EXEMPLE.test/']],
    fr: ['catalog/images.lock.yaml:1:22: outil.repository: valeur mal formée', '  valeur donnée : "EXEMPLE.test/registry.test/outil"', '  permis : lettres, chiffres, points, tirets et barres obliques, comme dans une référence d’image'],
    en: ['catalog/images.lock.yaml:1:22: outil.repository: malformed value', '  given: "EXEMPLE.test/registry.test/outil"', '  allowed: letters, digits, dots, hyphens and slashes, as in an image reference'],
  },
  {
    name: 'an image with its tag in its name and a command',
    edits: [['images.lock.yaml', 'tag: "1.0"', 'tag: "1;id"']],
    fr: ['catalog/images.lock.yaml:1:48: outil.tag: valeur mal formée', '  valeur donnée : "1;id"', '  permis : lettres, chiffres, points, tirets et barres obliques, comme dans une référence d’image'],
    en: ['catalog/images.lock.yaml:1:48: outil.tag: malformed value', '  given: "1;id"', '  allowed: letters, digits, dots, hyphens and slashes, as in an image reference'],
  },
  {
    name: 'a digest of another algorithm',
    edits: [['images.lock.yaml', 'digest: null', 'digest: "md5:d41d8cd98f00b204e9800998ecf8427e"']],
    fr: ['catalog/images.lock.yaml:1:63: outil.digest: valeur mal formée', '  valeur donnée : "md5:d41d8cd98f00b204e9800998ecf8427e"', '  permis : null, ou sha256: et 64 chiffres hexadécimaux'],
    en: ['catalog/images.lock.yaml:1:63: outil.digest: malformed value', '  given: "md5:d41d8cd98f00b204e9800998ecf8427e"', '  allowed: null, or sha256: and 64 hexadecimal digits'],
  },
  {
    name: 'a digest in capitals',
    edits: [['images.lock.yaml', 'digest: null', 'digest: "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"']],
    fr: ['catalog/images.lock.yaml:1:63: outil.digest: valeur mal formée', '  valeur donnée : "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"', '  permis : null, ou sha256: et 64 chiffres hexadécimaux'],
    en: ['catalog/images.lock.yaml:1:63: outil.digest: malformed value', '  given: "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"', '  allowed: null, or sha256: and 64 hexadecimal digits'],
  },
  {
    name: 'a digest that two files of one owner give',
    edits: [['images.lock.yaml', 'digest: null', `digest: "sha256:${'1'.repeat(64)}", seen: [{ repository: Essai/a, path: a, commit: ${'a'.repeat(40)} }, { repository: essai/b, path: b, commit: ${'a'.repeat(40)} }]`]],
    fr: ['catalog/images.lock.yaml:1:159: outil.seen[0].repository: valeur mal formée', '  valeur donnée : "Essai/a"', '  permis : des fichiers d’au moins deux propriétaires, à côté du condensat qu’ils donnent'],
    en: ['catalog/images.lock.yaml:1:159: outil.seen[0].repository: malformed value', '  given: "Essai/a"', '  allowed: files of at least two owners, beside the digest that they give'],
  },
  {
    name: 'files that gave a digest, without it',
    edits: [['images.lock.yaml', 'digest: null', `digest: null, seen: [{ repository: a/a, path: a, commit: ${'a'.repeat(40)} }, { repository: b/b, path: b, commit: ${'a'.repeat(40)} }]`]],
    fr: ['catalog/images.lock.yaml:1:63: outil.digest: valeur mal formée', '  valeur donnée : "null"', '  permis : des fichiers d’au moins deux propriétaires, à côté du condensat qu’ils donnent'],
    en: ['catalog/images.lock.yaml:1:63: outil.digest: malformed value', '  given: "null"', '  allowed: files of at least two owners, beside the digest that they give'],
  },
  {
    name: 'a file that gave a digest, at no commit and of no owner',
    edits: [['images.lock.yaml', 'digest: null', `digest: "sha256:${'1'.repeat(64)}", seen: [{ repository: a, path: a, commit: main }, { repository: b/b, path: b, commit: ${'a'.repeat(40)} }]`]],
    fr: ['catalog/images.lock.yaml:1:159: outil.seen[0].repository: valeur mal formée', '  valeur donnée : "a"', '  permis : propriétaire/dépôt', 'catalog/images.lock.yaml:1:179: outil.seen[0].commit: valeur mal formée', '  valeur donnée : "main"', '  permis : 40 chiffres hexadécimaux'],
    en: ['catalog/images.lock.yaml:1:159: outil.seen[0].repository: malformed value', '  given: "a"', '  allowed: owner/repository', 'catalog/images.lock.yaml:1:179: outil.seen[0].commit: malformed value', '  given: "main"', '  allowed: 40 hexadecimal digits'],
  },
  {
    name: 'an image without a digest, not even null',
    edits: [['images.lock.yaml', ', digest: null', '']],
    fr: ['catalog/images.lock.yaml:1:8: outil.digest: clé absente', '  à faire : ajouter « digest: »'],
    en: ['catalog/images.lock.yaml:1:8: outil.digest: missing key', '  next: add “digest:”'],
  },
];
