import type { Refusal } from '../folder.ts';

const COMPOSE = 'lecteur/2.2.9-1/compose.yaml';
const SERVICE_KEYS = 'cap_add, cap_drop, command, configs, depends_on, deploy, entrypoint, environment, expose, healthcheck, image, network_mode, ports, read_only, restart, secrets, stop_grace_period, tmpfs, user, volumes';

const foreign: readonly (readonly [key: string, value: string])[] = [
  ['build', '.'],
  ['cgroup_parent', 'x'],
  ['container_name', 'app'],
  ['devices', '[/dev/kmsg]'],
  ['env_file', '.env'],
  ['extends', 'autre'],
  ['hostname', 'app'],
  ['init', 'true'],
  ['ipc', 'host'],
  ['labels', '{ traefik.enable: "true" }'],
  ['networks', '[web]'],
  ['pid', 'host'],
  ['pids_limit', '100'],
  ['privileged', 'true'],
  ['security_opt', '[seccomp=unconfined]'],
  ['sysctls', '{ a: 1 }'],
  ['userns_mode', 'host'],
  ['working_dir', '/'],
];

/** Keys of Compose outside the subset, named with their line. */
export const refusals: readonly Refusal[] = [
  ...foreign.map(([key, value]): Refusal => ({
    name: `${key} of a service`,
    edits: [[COMPOSE, '    read_only: true', `    ${key}: ${value}\n    read_only: true`]],
    fr: [`catalog/${COMPOSE}:6:5: services.app.${key}: clé inconnue`, `  valeur donnée : "${key}"`, `  permis : ${SERVICE_KEYS}`, '  à faire : retirer cette clé'],
    en: [`catalog/${COMPOSE}:6:5: services.app.${key}: unknown key`, `  given: "${key}"`, `  allowed: ${SERVICE_KEYS}`, '  next: remove this key'],
  })),
  {
    name: 'a key of the subset that lacks a letter',
    edits: [[COMPOSE, '    read_only: true', '    comand: [a]\n    read_only: true']],
    fr: [`catalog/${COMPOSE}:6:5: services.app.comand: clé inconnue`, '  valeur donnée : "comand"', `  permis : ${SERVICE_KEYS}`, '  à faire : vouliez-vous dire « command » ?'],
    en: [`catalog/${COMPOSE}:6:5: services.app.comand: unknown key`, '  given: "comand"', `  allowed: ${SERVICE_KEYS}`, '  next: did you mean “command”?'],
  },
];
