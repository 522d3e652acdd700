import type { Refusal } from '../folder.ts';

/** Variables where they may not stand. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a secret in a config',
    edits: [['lecteur/2.2.15-1/compose.yaml', 'nom = ${BRAND_NAME}', 'nom = ${SECRET_TOKEN}']],
    fr: ['catalog/lecteur/2.2.15-1/compose.yaml:78:14: configs.settings.content: un secret ne peut pas être ici : d’autres pourraient le lire', '  valeur donnée : "${SECRET_TOKEN}"', '  permis : ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${CPUS_DATABASE}, ${CPUS_PREPARE}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${MEMORY_DATABASE}, ${MEMORY_PREPARE}, ${OIDC_CLIENT_ID}, ${OIDC_ISSUER}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.15-1/compose.yaml:78:14: configs.settings.content: a secret cannot stand here: others could read it', '  given: "${SECRET_TOKEN}"', '  allowed: ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${CPUS_DATABASE}, ${CPUS_PREPARE}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${MEMORY_DATABASE}, ${MEMORY_PREPARE}, ${OIDC_CLIENT_ID}, ${OIDC_ISSUER}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'a fact in a health check',
    edits: [['lecteur/2.2.15-1/compose.yaml', '"--user=lecteur"', '"${OIDC_ISSUER}"']],
    fr: ['catalog/lecteur/2.2.15-1/compose.yaml:62:44: services.database.healthcheck.test[2]: cette variable ne peut pas être ici', '  valeur donnée : "${OIDC_ISSUER}"', '  permis : ${ADMINS_GROUP}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${CPUS_DATABASE}, ${CPUS_PREPARE}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${MEMORY_DATABASE}, ${MEMORY_PREPARE}, ${OIDC_CLIENT_ID}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.15-1/compose.yaml:62:44: services.database.healthcheck.test[2]: this variable cannot stand here', '  given: "${OIDC_ISSUER}"', '  allowed: ${ADMINS_GROUP}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${CPUS_DATABASE}, ${CPUS_PREPARE}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${MEMORY_DATABASE}, ${MEMORY_PREPARE}, ${OIDC_CLIENT_ID}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'the engine’s socket in an app',
    edits: [['lecteur/2.2.9-1/compose.yaml', '    read_only: true', '    command: ["${DOCKER_SOCKET}"]\n    read_only: true']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:6:15: services.app.command[0]: variable inconnue', '  valeur donnée : "${DOCKER_SOCKET}"', '  permis : ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:6:15: services.app.command[0]: unknown variable', '  given: "${DOCKER_SOCKET}"', '  allowed: ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'the edge’s key in an app',
    edits: [['lecteur/2.2.9-1/compose.yaml', '    read_only: true', '    environment: { A: "${EDGE_TLS}" }\n    read_only: true']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: variable inconnue', '  valeur donnée : "${EDGE_TLS}"', '  permis : ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SECRET_TOKEN}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: unknown variable', '  given: "${EDGE_TLS}"', '  allowed: ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SECRET_TOKEN}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'sign-on in an app without it',
    edits: [['lecteur/2.2.9-1/compose.yaml', '    read_only: true', '    environment: { A: "${OIDC_ISSUER}" }\n    read_only: true']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: variable inconnue', '  valeur donnée : "${OIDC_ISSUER}"', '  permis : ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SECRET_TOKEN}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: unknown variable', '  given: "${OIDC_ISSUER}"', '  allowed: ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SECRET_TOKEN}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'the folder of secrets',
    edits: [['lecteur/2.2.9-1/compose.yaml', '    read_only: true', '    command: ["${SECRETS}"]\n    read_only: true']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:6:15: services.app.command[0]: variable inconnue', '  valeur donnée : "${SECRETS}"', '  permis : ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:6:15: services.app.command[0]: unknown variable', '  given: "${SECRETS}"', '  allowed: ${ADMINS_GROUP}, ${AUTHORITY}, ${BRAND_COLOUR}, ${BRAND_LEGAL}, ${BRAND_NAME}, ${BRAND_PRIVACY}, ${BRAND_SLOGAN}, ${BRAND_SUPPORT}, ${BREAK_GLASS}, ${CPUS_APP}, ${FEDERATION}, ${HOST}, ${HOSTNAME}, ${LANGUAGE}, ${LOCALE}, ${MEMBERS}, ${MEMORY_APP}, ${ORGANIZATION}, ${ORGANIZATION_NAME}, ${REGISTRATION}, ${SSO_ONLY}, ${STORAGE_GIB}, ${TIMEZONE}, ${UPLOAD_MIB}, ${URL}, ${WORKLOAD}'],
  },
  {
    name: 'the edge’s key in a command',
    edits: [['porte/3.0-1/compose.yaml', '"--only=${FEDERATION}"', '"${EDGE_TLS}"']],
    fr: ['catalog/porte/3.0-1/compose.yaml:6:63: services.porte.command[1]: un secret ne peut pas être ici : d’autres pourraient le lire', '  valeur donnée : "${EDGE_TLS}"', '  permis : ${AUTHORITY}, ${CPUS_PORTE}, ${EDGE_ADDRESS}, ${EDGE_HEALTH_PORT}, ${EDGE_HTTPS_PORT}, ${EDGE_HTTP_PORT}, ${FEDERATION}, ${HOST}, ${LANGUAGE}, ${LOCALE}, ${MEMORY_PORTE}, ${METER_PORT}, ${SLEEP_PORT}, ${SOCKET_PROXY_PORT}, ${TIMEZONE}, ${WORKLOAD}'],
    en: ['catalog/porte/3.0-1/compose.yaml:6:63: services.porte.command[1]: a secret cannot stand here: others could read it', '  given: "${EDGE_TLS}"', '  allowed: ${AUTHORITY}, ${CPUS_PORTE}, ${EDGE_ADDRESS}, ${EDGE_HEALTH_PORT}, ${EDGE_HTTPS_PORT}, ${EDGE_HTTP_PORT}, ${FEDERATION}, ${HOST}, ${LANGUAGE}, ${LOCALE}, ${MEMORY_PORTE}, ${METER_PORT}, ${SLEEP_PORT}, ${SOCKET_PROXY_PORT}, ${TIMEZONE}, ${WORKLOAD}'],
  },
  {
    name: 'a logo within a text',
    edits: [['lecteur/2.2.9-1/compose.yaml', 'favicon: { file: "${BRAND_FAVICON}" }', 'favicon: { content: "${BRAND_FAVICON}" }']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:20:23: configs.favicon.content: cette variable ne peut pas être ici', '  valeur donnée : "${BRAND_FAVICON}"', '  permis : configs.<nom>.file seulement'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:20:23: configs.favicon.content: this variable cannot stand here', '  given: "${BRAND_FAVICON}"', '  allowed: configs.<name>.file only'],
  },
  {
    name: 'a logo in an environment',
    edits: [['lecteur/2.2.9-1/compose.yaml', '    read_only: true', '    environment: { A: "${BRAND_LOGO}" }\n    read_only: true']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: cette variable ne peut pas être ici', '  valeur donnée : "${BRAND_LOGO}"', '  permis : configs.<nom>.file seulement'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:6:23: services.app.environment.A: this variable cannot stand here', '  given: "${BRAND_LOGO}"', '  allowed: configs.<name>.file only'],
  },
  {
    name: 'a name in the place of a file',
    edits: [['lecteur/2.2.9-1/compose.yaml', 'file: "${BRAND_LOGO}"', 'file: "${BRAND_NAME}"']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: cette variable ne peut pas être ici', '  valeur donnée : "${BRAND_NAME}"', '  permis : ${BRAND_FAVICON}, ${BRAND_LOGO}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: this variable cannot stand here', '  given: "${BRAND_NAME}"', '  allowed: ${BRAND_FAVICON}, ${BRAND_LOGO}'],
  },
  {
    name: 'an unknown variable in the place of a file',
    edits: [['lecteur/2.2.9-1/compose.yaml', 'file: "${BRAND_LOGO}"', 'file: "${BRAND_LOGOS}"']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: variable inconnue', '  valeur donnée : "${BRAND_LOGOS}"', '  permis : ${BRAND_FAVICON}, ${BRAND_LOGO}', '  à faire : vouliez-vous dire « ${BRAND_LOGO} » ?'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: unknown variable', '  given: "${BRAND_LOGOS}"', '  allowed: ${BRAND_FAVICON}, ${BRAND_LOGO}', '  next: did you mean “${BRAND_LOGO}”?'],
  },
  {
    name: 'a file beside a picture',
    edits: [['lecteur/2.2.9-1/compose.yaml', 'file: "${BRAND_LOGO}"', 'file: "${BRAND_LOGO}/logo.png"']],
    fr: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: valeur mal formée', '  valeur donnée : "${BRAND_LOGO}/logo.png"', '  permis : ./files/ et un nom de fichier, ${BRAND_LOGO} ou ${BRAND_FAVICON}'],
    en: ['catalog/lecteur/2.2.9-1/compose.yaml:19:17: configs.logo.file: malformed value', '  given: "${BRAND_LOGO}/logo.png"', '  allowed: ./files/ and a file name, ${BRAND_LOGO} or ${BRAND_FAVICON}'],
  },
  {
    name: 'a logo in a platform entry',
    edits: [['fenetre/1.0-1/compose.yaml', '    read_only: true', '    configs: [{ source: logo, target: /etc/fenetre/logo }]\n    read_only: true'], ['fenetre/1.0-1/compose.yaml', 'services:', 'configs: { logo: { file: "${BRAND_LOGO}" } }\nservices:']],
    fr: ['catalog/fenetre/1.0-1/compose.yaml:1:26: configs.logo.file: variable inconnue', '  valeur donnée : "${BRAND_LOGO}"', '  permis : aucun pour l’instant'],
    en: ['catalog/fenetre/1.0-1/compose.yaml:1:26: configs.logo.file: unknown variable', '  given: "${BRAND_LOGO}"', '  allowed: none so far'],
  },
];
