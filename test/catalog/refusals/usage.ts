import type { Edit, Refusal } from '../folder.ts';

/** The sample's app with counts of these words. */
const counting = (...counts: readonly string[]): Edit[] => [['lecteur/2.2.15-1/app.yaml', 'watched: [settings]', ['usage:', ...counts.map((count) => `  - { ${count}, definition: { fr: Un, en: A }, argv: [psql] }`), 'watched: [settings]'].join('\n')]];

/** What is wrong with counts of use. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a count that does not say of what',
    edits: counting('id: members, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:5: usage[0].counts: clé absente', '  à faire : ajouter « counts: »'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:5: usage[0].counts: missing key', '  next: add “counts:”'],
  },
  {
    name: 'a count of what is not counted',
    edits: counting('id: members, counts: people, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:28: usage[0].counts: valeur inconnue', '  valeur donnée : "people"', '  permis : active, members, storage, content'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:28: usage[0].counts: unknown value', '  given: "people"', '  allowed: active, members, storage, content'],
  },
  {
    name: 'active members without a window',
    edits: counting('id: active, counts: active, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:27: usage[0].counts: sur quelle durée ?', '  permis : day, week, month', '  à faire : ajouter « window: »'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:27: usage[0].counts: over which length of time?', '  allowed: day, week, month', '  next: add “window:”'],
  },
  {
    name: 'a window of another length',
    edits: counting('id: active, counts: active, window: year, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:43: usage[0].window: valeur inconnue', '  valeur donnée : "year"', '  permis : day, week, month'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:43: usage[0].window: unknown value', '  given: "year"', '  allowed: day, week, month'],
  },
  {
    name: 'a window of something else',
    edits: counting('id: members, counts: members, window: day, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:37: usage[0].window: ce qui est compté n’a pas de durée', '  valeur donnée : "day"', '  à faire : la retirer'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:37: usage[0].window: what is counted has no length of time', '  given: "day"', '  next: remove it'],
  },
  {
    name: 'one window counted twice',
    edits: counting('id: active-day, counts: active, window: day, service: database', 'id: active-today, counts: active, window: day, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:31:49: usage[1].window: déjà compté par une autre requête', '  valeur donnée : "day"', '  à faire : n’en garder qu’une'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:31:49: usage[1].window: already counted by another query', '  given: "day"', '  next: keep only one'],
  },
  {
    name: 'members counted twice, under one name',
    edits: counting('id: members, counts: members, service: database', 'id: members, counts: members, service: database'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:31:11: usage[1].id: nom déjà pris par un autre compte', '  valeur donnée : "members"', 'catalog/lecteur/2.2.15-1/app.yaml:31:28: usage[1].counts: déjà compté par une autre requête', '  valeur donnée : "members"', '  à faire : n’en garder qu’une'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:31:11: usage[1].id: name that another count already has', '  given: "members"', 'catalog/lecteur/2.2.15-1/app.yaml:31:28: usage[1].counts: already counted by another query', '  given: "members"', '  next: keep only one'],
  },
  {
    name: 'a count in a service that is not there',
    edits: counting('id: members, counts: members, service: databse'),
    fr: ['catalog/lecteur/2.2.15-1/app.yaml:30:46: usage[0].service: service inconnu', '  valeur donnée : "databse"', '  permis : app, prepare, database', '  à faire : vouliez-vous dire « database » ?'],
    en: ['catalog/lecteur/2.2.15-1/app.yaml:30:46: usage[0].service: unknown service', '  given: "databse"', '  allowed: app, prepare, database', '  next: did you mean “database”?'],
  },
];
