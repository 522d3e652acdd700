import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf, words } from './folder.ts';
import { refusals as compose } from './refusals/compose.ts';
import { refusals as entries } from './refusals/entries.ts';

const SAMPLE = join(CHECKOUT, 'test', 'catalog', 'sample');
const COMPOSE = 'lecteur/2.2.9-1/compose.yaml';
const refused = (...edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadCatalog(directory)));

it('accepts the sample as it stands', () => {
  expect(refused()).toEqual([]);
});

describe.each([
  ['compose.yaml', compose],
  ['the entry', entries],
])('%s: says in both languages what is wrong, where, and what to do', (_, cases) => {
  it.each(cases)('$name', ({ edits, fr, en }) => {
    const problems = refused(...edits);
    expect(words(problems, 'fr')).toEqual(fr);
    expect(words(problems, 'en')).toEqual(en);
  });
});

const SERVICE_KEYS = 'cap_add, cap_drop, command, configs, depends_on, deploy, entrypoint, environment, expose, healthcheck, image, network_mode, ports, read_only, restart, secrets, stop_grace_period, tmpfs, user, volumes';

describe('keys of Compose outside the subset', () => {
  it.each([
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
  ])('refuses %s by its name and line', (key, value) => {
    const problems = refused([COMPOSE, '    read_only: true', `    ${key}: ${value}\n    read_only: true`]);
    expect(words(problems, 'fr')).toEqual([
      `catalog/${COMPOSE}:6:5: services.app.${key}: clé inconnue`,
      `  valeur donnée : "${key}"`,
      `  permis : ${SERVICE_KEYS}`,
      '  à faire : retirer cette clé',
    ]);
  });

  it('suggests the key that was meant', () => {
    const [problem] = refused([COMPOSE, '    read_only: true', '    comand: [a]\n    read_only: true']);
    expect(problem?.next?.en).toBe('did you mean “command”?');
  });
});

describe('variables where they may not stand', () => {
  const LONG = 'lecteur/2.2.15-1/compose.yaml';
  it.each([
    ['a secret in a config', LONG, 'nom = ${BRAND_NAME}', 'nom = ${SECRET_TOKEN}', 'misplaced-variable', 'configs.settings.content'],
    ['a fact in a health check', LONG, '"--user=lecteur"', '"${OIDC_ISSUER}"', 'misplaced-variable', 'services.database.healthcheck.test[2]'],
    ['the engine’s socket in an app', COMPOSE, '    read_only: true', '    command: ["${DOCKER_SOCKET}"]\n    read_only: true', 'unknown-variable', 'services.app.command[0]'],
    ['the edge’s key in an app', COMPOSE, '    read_only: true', '    environment: { A: "${EDGE_TLS}" }\n    read_only: true', 'unknown-variable', 'services.app.environment.A'],
    ['sign-on in an app without it', COMPOSE, '    read_only: true', '    environment: { A: "${OIDC_ISSUER}" }\n    read_only: true', 'unknown-variable', 'services.app.environment.A'],
    ['the folder of secrets', COMPOSE, '    read_only: true', '    command: ["${SECRETS}"]\n    read_only: true', 'unknown-variable', 'services.app.command[0]'],
    ['the edge’s key in a command', 'porte/3.0-1/compose.yaml', '"--only=${FEDERATION}"', '"${EDGE_TLS}"', 'misplaced-variable', 'services.porte.command[1]'],
  ])('refuses %s', (_, file, from, to, code, field) => {
    expect(refused([file, from, to]).map((problem) => [problem.code, problem.where?.field])).toEqual([[code, field]]);
  });
});

describe('a catalog that a federation adds', () => {
  const load = (edits: readonly Edit[]) => inCopyOf(join(CHECKOUT, 'test', 'e2e', 'catalog'), edits, (added) => problemsOf(() => loadCatalog(SAMPLE, added)));

  it('adds apps and images', () => {
    expect(load([])).toEqual([]);
    const catalog = loadCatalog(SAMPLE, join(CHECKOUT, 'test', 'e2e', 'catalog'), '/nowhere');
    expect([...catalog.apps.keys()]).toEqual(['fenetre', 'identite', 'lecteur', 'porte', 'carnet']);
    expect(Object.keys(catalog.images)).toEqual(['outil', 'base-de-donnees', 'busybox']);
  });

  it('changes no image and no plan', () => {
    const redefined = [['plans.yaml', 'base: { name: { fr: B, en: B }, members: 1, storageGiB: 1, pricePerMonth: 1 }\n'], ['images.lock.yaml', 'busybox', 'outil: { repository: ailleurs.test/outil, tag: "1", digest: null }\nbusybox']] as const;
    expect(load(redefined).map(({ code, given }) => [code, given])).toEqual([['redefined', 'base'], ['redefined', 'outil']]);
  });
});
