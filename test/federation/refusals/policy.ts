import type { Refusal } from '../../catalog/folder.ts';
import { adding, ordered, RELAY } from '../policy.ts';

/** What a federation may not run: an edition, a licence, an app without its mail. */
export const policyRefusals: readonly Refusal[] = [
  {
    name: 'an app that needs mail, without a relay',
    edits: ordered('forum', '1.0-1'),
    fr: ['instances/mrc-demo.forum.yaml:2:10: release: forum ne va pas sans courriel, et federation.yaml n’a pas de relais', '  valeur donnée : "1.0-1"', '  à faire : ajouter à federation.yaml :', '    mail:', '      host: smtp.exemple.org', '      port: 587', '      from: services@exemple.org'],
    en: ['instances/mrc-demo.forum.yaml:2:10: release: forum does not go without mail, and federation.yaml has no relay', '  given: "1.0-1"', '  next: add to federation.yaml:', '    mail:', '      host: smtp.example.org', '      port: 587', '      from: services@example.org'],
  },
  {
    name: 'an edition that there is not',
    edits: ordered('messagerie', '12.0-1', 'base', 'edition: livre\n'),
    fr: ['instances/mrc-demo.messagerie.yaml:5:10: edition: édition inconnue', '  valeur donnée : "livre"', '  permis : equipe, libre', '  à faire : vouliez-vous dire « libre » ?'],
    en: ['instances/mrc-demo.messagerie.yaml:5:10: edition: unknown edition', '  given: "livre"', '  allowed: equipe, libre', '  next: did you mean “libre”?'],
  },
  {
    name: 'an edition of an app that has none',
    edits: [['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: serveur-1\nedition: libre']],
    fr: ['instances/mrc-demo.lecteur.yaml:4:10: edition: ce logiciel n’a pas d’éditions', '  valeur donnée : "libre"', '  à faire : retirer cette ligne'],
    en: ['instances/mrc-demo.lecteur.yaml:4:10: edition: this app has no editions', '  given: "libre"', '  next: remove this line'],
  },
  {
    name: 'an edition that is no name',
    edits: ordered('messagerie', '12.0-1', 'base', 'edition: Équipe\n'),
    fr: ['instances/mrc-demo.messagerie.yaml:5:10: edition: valeur mal formée', '  valeur donnée : "Équipe"', '  permis : lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, 30 caractères au plus'],
    en: ['instances/mrc-demo.messagerie.yaml:5:10: edition: malformed value', '  given: "Équipe"', '  allowed: lower-case letters without accents, digits and single hyphens, a letter first, at most 30 characters'],
  },
  {
    name: 'more members than the first edition takes',
    edits: ordered('messagerie', '12.0-1', 'territoire'),
    fr: ['instances/mrc-demo.messagerie.yaml:1:8: order: le forfait territoire admet 400 membres, l’édition equipe 250 au plus', '  valeur donnée : "cmd-messagerie"', '  à faire : edition: libre'],
    en: ['instances/mrc-demo.messagerie.yaml:1:8: order: the plan territoire admits 400 members, the edition equipe at most 250', '  given: "cmd-messagerie"', '  next: edition: libre'],
  },
  {
    name: 'more members than the edition takes',
    edits: ordered('messagerie', '12.0-1', 'territoire', 'edition: equipe\n'),
    fr: ['instances/mrc-demo.messagerie.yaml:5:10: edition: le forfait territoire admet 400 membres, l’édition equipe 250 au plus', '  valeur donnée : "equipe"', '  à faire : edition: libre'],
    en: ['instances/mrc-demo.messagerie.yaml:5:10: edition: the plan territoire admits 400 members, the edition equipe at most 250', '  given: "equipe"', '  next: edition: libre'],
  },
  {
    name: 'more members than any edition takes that the federation runs',
    edits: [adding('licences: { forbidden: [AGPL-3.0-only] }\n'), ...ordered('messagerie', '12.0-1', 'territoire')],
    fr: ['instances/mrc-demo.messagerie.yaml:1:8: order: le forfait territoire admet 400 membres, l’édition equipe 250 au plus', '  valeur donnée : "cmd-messagerie"', '  à faire : commander un forfait plus petit'],
    en: ['instances/mrc-demo.messagerie.yaml:1:8: order: the plan territoire admits 400 members, the edition equipe at most 250', '  given: "cmd-messagerie"', '  next: order a smaller plan'],
  },
  {
    name: 'a forbidden licence of the first edition',
    edits: [adding('licences: { forbidden: [LicenseRef-Messagerie] }\n'), ...ordered('messagerie', '12.0-1')],
    fr: ['instances/mrc-demo.messagerie.yaml:2:10: release: la fédération ne prend pas cette licence : LicenseRef-Messagerie', '  valeur donnée : "12.0-1"', '  à faire : edition: libre'],
    en: ['instances/mrc-demo.messagerie.yaml:2:10: release: the federation does not take this licence: LicenseRef-Messagerie', '  given: "12.0-1"', '  next: edition: libre'],
  },
  {
    name: 'a forbidden licence of every edition',
    edits: [adding('licences: { forbidden: [LicenseRef-Messagerie, AGPL-3.0-only] }\n'), ...ordered('messagerie', '12.0-1', 'base', 'edition: libre\n')],
    fr: ['instances/mrc-demo.messagerie.yaml:5:10: edition: la fédération ne prend pas cette licence : AGPL-3.0-only', '  valeur donnée : "libre"', '  à faire : commander un autre logiciel, ou changer « licences » dans federation.yaml'],
    en: ['instances/mrc-demo.messagerie.yaml:5:10: edition: the federation does not take this licence: AGPL-3.0-only', '  given: "libre"', '  next: order another app, or change “licences” in federation.yaml'],
  },
  {
    name: 'a forbidden licence of an app without editions',
    edits: [adding(`${RELAY}licences: { forbidden: [GPL-2.0-or-later] }\n`), ...ordered('forum', '1.0-1')],
    fr: ['instances/mrc-demo.forum.yaml:2:10: release: la fédération ne prend pas cette licence : GPL-2.0-or-later', '  valeur donnée : "1.0-1"', '  à faire : commander un autre logiciel, ou changer « licences » dans federation.yaml'],
    en: ['instances/mrc-demo.forum.yaml:2:10: release: the federation does not take this licence: GPL-2.0-or-later', '  given: "1.0-1"', '  next: order another app, or change “licences” in federation.yaml'],
  },
  {
    name: 'an edition that is not free',
    edits: [adding('licences: { onlyFree: true }\n'), ...ordered('messagerie', '12.0-1')],
    fr: ['instances/mrc-demo.messagerie.yaml:2:10: release: la fédération ne prend que des logiciels libres, et cette licence ne l’est pas : LicenseRef-Messagerie', '  valeur donnée : "12.0-1"', '  à faire : edition: libre'],
    en: ['instances/mrc-demo.messagerie.yaml:2:10: release: the federation takes free software only, and this licence is not free: LicenseRef-Messagerie', '  given: "12.0-1"', '  next: edition: libre'],
  },
  {
    name: 'a forbidden licence that does not exist',
    edits: [adding('licences: { forbidden: [AGPL-3.0-onyl] }\n')],
    fr: ['federation.yaml:1:25: licences.forbidden[0]: licence inconnue', '  valeur donnée : "AGPL-3.0-onyl"', '  permis : un identifiant de spdx.org/licenses, ou LicenseRef-<nom>', '  à faire : vouliez-vous dire « AGPL-3.0-only » ?'],
    en: ['federation.yaml:1:25: licences.forbidden[0]: unknown licence', '  given: "AGPL-3.0-onyl"', '  allowed: an identifier of spdx.org/licenses, or LicenseRef-<name>', '  next: did you mean “AGPL-3.0-only”?'],
  },
  {
    name: 'mail in the clear, and an edition’s image without a digest, in production',
    edits: [['federation.yaml', 'environment: demo', 'environment: production'], adding(`${RELAY}  security: none\n`), ...ordered('messagerie', '12.0-1', 'base', 'edition: libre\n')],
    fr: ['federation.yaml:5:13: mail.security: courriel et mot de passe du relais en clair, refusés en production', '  valeur donnée : "none"', '  permis : starttls ou tls', 'sample/images.lock.yaml:1:63: outil.digest: image sans condensat, refusée en production', '  valeur donnée : "registry.test/outil:1.0"', '  à faire : chatiere images lock, là où le registre répond', 'catalog/images.lock.yaml:2:75: outil-libre.digest: image sans condensat, refusée en production', '  valeur donnée : "registry.test/outil-libre:1.0"', '  à faire : chatiere images lock, là où le registre répond'],
    en: ['federation.yaml:5:13: mail.security: mail and the relay’s password in the clear, refused in production', '  given: "none"', '  allowed: starttls or tls', 'sample/images.lock.yaml:1:63: outil.digest: image without a digest, refused in production', '  given: "registry.test/outil:1.0"', '  next: chatiere images lock, where the registry answers', 'catalog/images.lock.yaml:2:75: outil-libre.digest: image without a digest, refused in production', '  given: "registry.test/outil-libre:1.0"', '  next: chatiere images lock, where the registry answers'],
  },
  {
    name: 'a relay without a sender',
    edits: [adding('mail: { host: smtp.chatiere.test, port: 587 }\n')],
    fr: ['federation.yaml:1:7: mail.from: clé absente', '  à faire : ajouter « from: »'],
    en: ['federation.yaml:1:7: mail.from: missing key', '  next: add “from:”'],
  },
  {
    name: 'a sender that is no address',
    edits: [adding('mail: { host: smtp.chatiere.test, port: 587, from: services }\n')],
    fr: ['federation.yaml:1:52: mail.from: valeur mal formée', '  valeur donnée : "services"', '  permis : une adresse de courriel comme services@exemple.org'],
    en: ['federation.yaml:1:52: mail.from: malformed value', '  given: "services"', '  allowed: a mail address such as services@example.org'],
  },
  {
    name: 'a relay by the short name of this machine',
    edits: [adding('mail: { host: localhost, port: 587, from: services@chatiere.test }\n')],
    fr: ['federation.yaml:1:15: mail.host: valeur mal formée', '  valeur donnée : "localhost"', '  permis : un nom de domaine complet en minuscules, ou une adresse IPv4'],
    en: ['federation.yaml:1:15: mail.host: malformed value', '  given: "localhost"', '  allowed: a full domain name in lower case, or an IPv4 address'],
  },
  {
    name: 'an unknown security of the relay',
    edits: [adding('mail: { host: smtp.chatiere.test, port: 587, from: services@chatiere.test, security: ssl }\n')],
    fr: ['federation.yaml:1:86: mail.security: valeur inconnue', '  valeur donnée : "ssl"', '  permis : none, starttls, tls'],
    en: ['federation.yaml:1:86: mail.security: unknown value', '  given: "ssl"', '  allowed: none, starttls, tls'],
  },
  {
    name: 'a password of the relay in federation.yaml',
    edits: [adding('mail: { host: smtp.chatiere.test, port: 587, from: services@chatiere.test, password: Tournesol9 }\n')],
    fr: ['federation.yaml:1:76: mail.password: clé inconnue', '  valeur donnée : "password"', '  permis : from, host, port, security, username', '  à faire : retirer cette clé'],
    en: ['federation.yaml:1:76: mail.password: unknown key', '  given: "password"', '  allowed: from, host, port, security, username', '  next: remove this key'],
  },
  {
    name: 'a port of the relay that is none',
    edits: [adding('mail: { host: smtp.chatiere.test, port: 70000, from: services@chatiere.test }\n')],
    fr: ['federation.yaml:1:41: mail.port: nombre trop grand', '  valeur donnée : "70000"', '  permis : au plus 65535'],
    en: ['federation.yaml:1:41: mail.port: number that is too large', '  given: "70000"', '  allowed: at most 65535'],
  },
];
