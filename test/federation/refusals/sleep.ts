import type { Refusal } from '../../catalog/folder.ts';

const INSTANCE = 'instances/mrc-demo.lecteur.yaml';

/** Schedules that say nothing, or two things; and clocks that there are not. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a day that there is not',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon, tues], from: "22:00", to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:22: sleep.days[1]: valeur inconnue', '  valeur donnée : "tues"', '  permis : mon, tue, wed, thu, fri, sat, sun', '  à faire : vouliez-vous dire « tue » ?'],
    en: ['instances/mrc-demo.lecteur.yaml:4:22: sleep.days[1]: unknown value', '  given: "tues"', '  allowed: mon, tue, wed, thu, fri, sat, sun', '  next: did you mean “tue”?'],
  },
  {
    name: 'a day in French',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [lundi], from: "22:00", to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:17: sleep.days[0]: valeur inconnue', '  valeur donnée : "lundi"', '  permis : mon, tue, wed, thu, fri, sat, sun'],
    en: ['instances/mrc-demo.lecteur.yaml:4:17: sleep.days[0]: unknown value', '  given: "lundi"', '  allowed: mon, tue, wed, thu, fri, sat, sun'],
  },
  {
    name: 'no day at all',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [], from: "22:00", to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:16: sleep.days: valeur mal formée', '  valeur donnée : "[]"', '  permis : au moins un jour : mon, tue, wed, thu, fri, sat, sun'],
    en: ['instances/mrc-demo.lecteur.yaml:4:16: sleep.days: malformed value', '  given: "[]"', '  allowed: at least one day: mon, tue, wed, thu, fri, sat, sun'],
  },
  {
    name: 'a day given twice',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon, mon], from: "22:00", to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:22: sleep.days[1]: jour donné deux fois', '  valeur donnée : "mon"', '  à faire : le retirer de la liste'],
    en: ['instances/mrc-demo.lecteur.yaml:4:22: sleep.days[1]: day given twice', '  given: "mon"', '  next: remove it from the list'],
  },
  {
    name: 'an end at the hour of the beginning',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon], from: "22:00", to: "22:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:42: sleep.to: le sommeil finirait à l’heure où il commence', '  valeur donnée : "22:00"', '  à faire : donner une autre heure ; la journée entière va de 00:00 à 24:00'],
    en: ['instances/mrc-demo.lecteur.yaml:4:42: sleep.to: sleep would end at the hour at which it begins', '  given: "22:00"', '  next: give another hour; the whole day is from 00:00 to 24:00'],
  },
  {
    name: 'an hour that no clock shows',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon], from: "24:00", to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:29: sleep.from: valeur mal formée', '  valeur donnée : "24:00"', '  permis : une heure de 00:00 à 23:59, avec deux chiffres de chaque côté'],
    en: ['instances/mrc-demo.lecteur.yaml:4:29: sleep.from: malformed value', '  given: "24:00"', '  allowed: an hour from 00:00 to 23:59, with two digits on each side'],
  },
  {
    name: 'an hour written otherwise',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon], from: "22:00", to: "6h" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:42: sleep.to: valeur mal formée', '  valeur donnée : "6h"', '  permis : une heure de 00:00 à 24:00, avec deux chiffres de chaque côté'],
    en: ['instances/mrc-demo.lecteur.yaml:4:42: sleep.to: malformed value', '  given: "6h"', '  allowed: an hour from 00:00 to 24:00, with two digits on each side'],
  },
  {
    name: 'an hour that is a number',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon], from: 22, to: "06:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:29: sleep.from: valeur du mauvais genre', '  valeur donnée : "22"', '  permis : un texte (entre guillemets s’il ressemble à un nombre ou à une date)'],
    en: ['instances/mrc-demo.lecteur.yaml:4:29: sleep.from: value of the wrong kind', '  given: "22"', '  allowed: text (in quotes if it looks like a number or a date)'],
  },
  {
    name: 'no end',
    edits: [[INSTANCE, 'host: serveur-1', `host: serveur-1\nsleep: { days: [mon], from: "22:00" }`]],
    fr: ['instances/mrc-demo.lecteur.yaml:4:8: sleep.to: clé absente', '  à faire : ajouter « to: »'],
    en: ['instances/mrc-demo.lecteur.yaml:4:8: sleep.to: missing key', '  next: add “to:”'],
  },
  ...['America/Montreal-Est', 'Toronto', 'UTC-5'].map((zone) => ({
    name: `the time zone ${zone}`,
    edits: [['federation.yaml', 'environment: demo', `environment: demo\ntimeZone: ${zone}`] as const],
    fr: ['federation.yaml:6:11: timeZone: valeur mal formée', `  valeur donnée : "${zone}"`, '  permis : un fuseau horaire de la base IANA, comme America/Toronto'],
    en: ['federation.yaml:6:11: timeZone: malformed value', `  given: "${zone}"`, '  allowed: a time zone of the IANA database, such as America/Toronto'],
  })),
];
