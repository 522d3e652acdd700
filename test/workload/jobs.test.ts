import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Duration, literalOf } from '../../modules/kernel/index.ts';
import { type Service, toWorkload, type Workload, workloadDigest } from '../../modules/workload/index.ts';
import { inCopyOf, CHECKOUT, type Edit } from '../catalog/folder.ts';
import { instanceWith } from '../placement/sample.ts';
import { join } from 'node:path';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { resolveInstance } from '../../modules/placement/index.ts';

const SAMPLES = { catalog: join(CHECKOUT, 'test', 'catalog', 'sample'), federation: join(CHECKOUT, 'test', 'federation', 'sample') };
const COMPOSE = 'lecteur/2.2.15-1/compose.yaml';
const ORGANIZATION = 'organizations/mrc-demo.yaml';

/** The workload after edits of the catalog. */
function afterCatalog(...edits: readonly Edit[]): Workload {
  return inCopyOf(SAMPLES.catalog, edits, (folder) => {
    const catalog = loadCatalog(folder);
    return toWorkload(resolveInstance(loadFederation(SAMPLES.federation, catalog), catalog, 'mrc-demo.lecteur', (recipe) => recipe));
  });
}
const after = (...edits: readonly Edit[]): Workload => toWorkload(instanceWith(...edits));
const job = (workload: Workload, name: string): Service => workload.services.find((service) => service.name === name) as Service;
const triggers = (workload: Workload) => Object.fromEntries(workload.services.filter(({ kind }) => kind === 'job').map(({ name, trigger }) => [name, trigger]));

const workload = after();

describe('jobs', () => {
  it('run their argv alone, in their service’s image, with its mounts, files, environment and user', () => {
    const [language, database] = [job(workload, 'language'), job(workload, 'database')];
    expect(language.entrypoint).toEqual([['sh']]);
    expect(language.command).toEqual([['-c'], ['echo "$0" "$" ""'], ['fr'], []]);
    for (const key of ['image', 'user', 'environment', 'secrets', 'configs', 'mounts', 'tmpfs', 'egress', 'readOnly', 'capAdd', 'memory', 'cpus'] as const) expect(language[key], key).toEqual(database[key]);
    expect([language.healthcheck, language.ports, language.timeLimit]).toEqual([undefined, [], Duration.seconds(60)]);
  });

  it('wait for all services, and for the job before them', () => {
    const ready = [
      { service: 'database', condition: 'healthy' },
      { service: 'prepare', condition: 'completed' },
      { service: 'app', condition: 'healthy' },
    ];
    expect(job(workload, 'install').dependsOn).toEqual(ready);
    expect(job(workload, 'language').dependsOn).toEqual([...ready, { service: 'install', condition: 'completed' }]);
    expect(job(workload, 'migrate').dependsOn).toEqual([...ready, { service: 'language', condition: 'completed' }]);
  });

  it.each([
    ['0', ''],
    ['3', String.raw`[a  b][$HOME "x" \][][é’']` + '\n'],
  ])('with a check that exits %s', (code, printed) => {
    const check = ['sh', '-c', `echo unseen; exit ${code}`];
    const argv = ['printf', String.raw`[%s][%s][%s][%s]\n`, 'a  b', String.raw`$HOME "x" \ `.trimEnd(), '', "é’'"];
    const { entrypoint, command } = job(afterCatalog(['lecteur/2.2.15-1/app.yaml', 'when: install, argv: [setup, "${ORGANIZATION}"]', `when: install, check: ${JSON.stringify(check)}, argv: ${JSON.stringify(argv)}`]), 'install');
    const [program, ...words] = [...(entrypoint ?? []), ...(command ?? [])].map((word) => literalOf(word) as string);
    expect(execFileSync(program as string, words, { encoding: 'utf8' })).toBe(printed);
  });

  it('of a Compose file have five minutes', () => {
    expect(job(workload, 'prepare')).toMatchObject({ kind: 'job', when: 'change', timeLimit: Duration.seconds(300) });
    expect(job(workload, 'app')).toMatchObject({ kind: 'service', when: undefined, timeLimit: undefined, trigger: undefined });
  });
});

describe('files', () => {
  const install = (files: string, ...edits: readonly Edit[]): Service => job(afterCatalog(['lecteur/2.2.15-1/app.yaml', 'when: install,', `when: change,${files}`], ...edits), 'install');
  const price: Edit = [COMPOSE, 'prix = 5 $$', 'prix = 6 $$'];

  it('of a job are those that it names', () => {
    const { secrets, configs } = install(' files: [token, page],');
    expect([...secrets, ...configs].map(({ name }) => name)).toEqual(['token', 'page']);
  });

  it.each([
    ['any, where it names none', '', false],
    ['one that it names', ' files: [settings],', false],
    ['one that it does not name', ' files: [page],', true],
  ])('of a job: a change of %s', (_, files, same) => {
    expect(install(files, price).trigger === install(files).trigger).toBe(same);
  });
});

describe('triggers', () => {
  const before = triggers(workload);
  const changed = (other: Workload): string[] => Object.keys(before).filter((name) => triggers(other)[name] !== before[name]);

  it('are a constant for install, the release for upgrade, a hash for change', () => {
    expect(before).toMatchObject({ install: 'installed', migrate: '2.2.15-1', prepare: expect.stringMatching(/^[0-9a-f]{64}$/), language: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([
    ['nothing', [], []],
    ['the language', [[ORGANIZATION, 'fr-CA', 'en-CA']], ['prepare', 'language']],
    ['a brand that the job does not use', [[ORGANIZATION, '  name: MRC des Trois-Rivages\n  colour', '  colour']], []],
    ['the generation of its secret', [['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: serveur-1\nsecretGenerations: { database-password: 2 }']], ['language']],
    ['the host name', [['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo', 'fils.mrc-demo']], []],
  ] as [string, Edit[], string[]][])('of %s', (_, edits, expected) => {
    expect(changed(after(...edits))).toEqual(expected);
  });

  it.each([
    ['its image', [['images.lock.yaml', 'registry.test/bd', 'registry.test/autre']], ['language']],
    ['its environment', [[COMPOSE, 'EQUALS=a=b', 'EQUALS=c']], ['language']],
    ['its limits', [['lecteur/2.2.15-1/app.yaml', 'memoryMiB: 192', 'memoryMiB: 200']], []],
    ['its health check', [[COMPOSE, 'interval: 2s', 'interval: 3s']], []],
  ] as [string, Edit[], string[]][])('of %s', (_, edits, expected) => {
    expect(changed(afterCatalog(...edits))).toEqual(expected);
  });
});

describe('workloadDigest', () => {
  it.each([
    ['the plan’s limits', afterCatalog(['lecteur/2.2.15-1/app.yaml', 'memoryMiB: 192', 'memoryMiB: 200'])],
    ['a health check', afterCatalog([COMPOSE, 'interval: 2s', 'interval: 3s'])],
    ['a secret’s generation', after(['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: serveur-1\nsecretGenerations: { token: 2 }'])],
    ['the host name', after(['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo', 'fils.mrc-demo'])],
    ['the brand', after([ORGANIZATION, '  name: MRC des Trois-Rivages\n  colour', '  name: MRC\n  colour'])],
  ])('follows %s', (_, other) => {
    expect(workloadDigest(other)).not.toBe(workloadDigest(workload));
  });

  it('does not follow access, notes or comments', () => {
    const same = after(['instances/mrc-demo.lecteur.yaml', 'organizations: []', 'organizations: [village-demo] # ouvert'], ['organizations/village-demo.yaml', 'name: Village', 'name: Le village']);
    expect(workloadDigest(same)).toBe(workloadDigest(workload));
  });
});
