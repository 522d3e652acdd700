import type { Refusal } from '../../catalog/folder.ts';

/** Text that people read, and that must neither drive a terminal, nor hide anything, nor hold a secret. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a name of spaces',
    edits: [['operators/coop-des-rives.yaml', 'name: "   "\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "   "', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "   "', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'an empty name',
    edits: [['operators/coop-des-rives.yaml', 'name: ""\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: texte trop court', '  valeur donnée : ""', '  permis : au moins 1 caractère'],
    en: ['operators/coop-des-rives.yaml:1:7: name: text that is too short', '  given: ""', '  allowed: at least 1 character'],
  },
  {
    name: 'a name of 101 letters',
    edits: [['operators/coop-des-rives.yaml', 'name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: texte trop long', '  valeur donnée : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  permis : au plus 100 caractères'],
    en: ['operators/coop-des-rives.yaml:1:7: name: text that is too long', '  given: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  allowed: at most 100 characters'],
  },
  {
    name: 'a name with a NUL',
    edits: [['operators/coop-des-rives.yaml', 'name: "A\\0B"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "A\\u0000B"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "A\\u0000B"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name with a soft hyphen',
    edits: [['operators/coop-des-rives.yaml', 'name: "Ri\\u00ADves"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Ri\\u00adves"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Ri\\u00adves"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name with a space of no width',
    edits: [['operators/coop-des-rives.yaml', 'name: "Ri\\u200Bves"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Ri\\u200bves"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Ri\\u200bves"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name with a mark that isolates',
    edits: [['operators/coop-des-rives.yaml', 'name: "Ri\\u2066ves"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Ri\\u2066ves"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Ri\\u2066ves"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name under a heap of marks',
    edits: [['operators/coop-des-rives.yaml', 'name: "Ri\\u0301\\u0301\\u0301\\u0301\\u0301ves"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Ri\u0301\u0301\u0301\u0301\u0301ves"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Ri\u0301\u0301\u0301\u0301\u0301ves"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name with a line separator',
    edits: [['operators/coop-des-rives.yaml', 'name: "Ri\\u2028ves"\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Ri\\u2028ves"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Ri\\u2028ves"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a name over two lines',
    edits: [['operators/coop-des-rives.yaml', 'name: |\n  Coopérative\n  des Rives\n']],
    fr: ['operators/coop-des-rives.yaml:1:7: name: valeur mal formée', '  valeur donnée : "Coopérative\\ndes Rives\\n"', '  permis : une seule ligne, qui n’est pas vide, sans caractère de commande ni caractère invisible'],
    en: ['operators/coop-des-rives.yaml:1:7: name: malformed value', '  given: "Coopérative\\ndes Rives\\n"', '  allowed: one line that is not empty, without control or invisible characters'],
  },
  {
    name: 'a brand of 61 letters',
    edits: [['organizations/mrc-demo.yaml', '  name: MRC des Trois-Rivages', '  name: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']],
    fr: ['organizations/mrc-demo.yaml:6:9: brand.name: texte trop long', '  valeur donnée : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  permis : au plus 60 caractères'],
    en: ['organizations/mrc-demo.yaml:6:9: brand.name: text that is too long', '  given: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', '  allowed: at most 60 characters'],
  },
  {
    name: 'a note of 501 letters',
    edits: [['orders/cmd-2026-001.yaml', 'note: Suivre les nouvelles des villages et des ministères.', `note: ${'a'.repeat(501)}`]],
    fr: ['orders/cmd-2026-001.yaml:8:7: note: texte trop long', '  valeur donnée : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"', '  permis : au plus 500 caractères'],
    en: ['orders/cmd-2026-001.yaml:8:7: note: text that is too long', '  given: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"', '  allowed: at most 500 characters'],
  },
  {
    name: 'a password in an address in a note',
    edits: [['orders/cmd-2026-001.yaml', 'note: Suivre les nouvelles des villages et des ministères.', 'note: voir https://jean:hunter2@a.test']],
    fr: ['orders/cmd-2026-001.yaml:12:11: approval.sha256: commande modifiée après son approbation', '  valeur donnée : "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  à faire : remettre la commande telle qu’approuvée (git log), et faire le changement par une nouvelle commande avec amends:', 'orders/cmd-2026-001.yaml:8:7: note: un secret en clair n’a pas sa place ici', '  à faire : le retirer et le changer : git garde ce qui y a été écrit', 'orders/cmd-2026-001.yaml:8:7: note: aucune adresse de personne dans ce dossier', '  à faire : la retirer ; les personnes s’inscrivent par chatiere people'],
    en: ['orders/cmd-2026-001.yaml:12:11: approval.sha256: order altered after its approval', '  given: "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  next: put the order back as it was approved (git log), and make the change by a new order with amends:', 'orders/cmd-2026-001.yaml:8:7: note: a secret in clear has no place here', '  next: remove it and change it: git keeps what was written there', 'orders/cmd-2026-001.yaml:8:7: note: no address of a person in this directory', '  next: remove it; people are entered by chatiere people'],
  },
  {
    name: 'a private key in a note',
    edits: [['orders/cmd-2026-001.yaml', 'note: Suivre les nouvelles des villages et des ministères.', 'note: "-----BEGIN PRIVATE KEY----- MIIE"']],
    fr: ['orders/cmd-2026-001.yaml:12:11: approval.sha256: commande modifiée après son approbation', '  valeur donnée : "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  à faire : remettre la commande telle qu’approuvée (git log), et faire le changement par une nouvelle commande avec amends:', 'orders/cmd-2026-001.yaml:8:7: note: un secret en clair n’a pas sa place ici', '  à faire : le retirer et le changer : git garde ce qui y a été écrit'],
    en: ['orders/cmd-2026-001.yaml:12:11: approval.sha256: order altered after its approval', '  given: "e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c"', '  next: put the order back as it was approved (git log), and make the change by a new order with amends:', 'orders/cmd-2026-001.yaml:8:7: note: a secret in clear has no place here', '  next: remove it and change it: git keeps what was written there'],
  },
];
