import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { latestRelease } from '../../modules/catalog/index.ts';
import { type Api, type Cluster, REFUSED_REGISTRY, startCluster } from '../../modules/engine/cluster/index.ts';
import { openCatalog } from '../../modules/engine/index.ts';
import { accessOf } from '../../modules/engine/kubernetes/access.ts';
import { lastWords } from '../../modules/engine/kubernetes/last-words.ts';
import { ChatiereError } from '../../modules/kernel/index.ts';
import { demoFederation, ordered, ORGANIZATION } from '../golden/demo.ts';
import { type Ground, HOST, joinCluster, openGround } from './ground.ts';

// What people read when an instance does not come up: the real plugin's words and the cluster's, with ours around them.

/** One app and what becomes of it, by a change of its Compose file. */
const TRIALS: Readonly<Record<string, (compose: string) => string>> = {
  brise: (compose) => compose.replace('EXIT_CODE: "0"', 'EXIT_CODE: "3"'),
  serre: (compose) => compose,
  sansfin: (compose) => compose.replace('EXIT_CODE: "0"', 'EXIT_CODE: never'),
  sansimage: (compose) => compose.replace('IMAGE_BUSYBOX', 'IMAGE_REFUSED'),
};
const IMAGES = `busybox: { repository: docker.io/library/busybox, tag: 1.37-glibc, digest: null }
refused: { repository: ${REFUSED_REGISTRY}/busybox, tag: "1", digest: null }
`;

const home = mkdtempSync(join(tmpdir(), 'chatiere-words-'));
const directory = demoFederation();
const namespaceOf = (app: string): string => `demo--${ORGANIZATION}--${app}`;
let cluster: Cluster;
let api: Api;
let ground: Ground;

beforeAll(async () => {
  cluster = await startCluster({ folder: join(home, 'cluster') });
  for (const name of ['certificates', 'private']) await rm(join(directory, name), { recursive: true });
  for (const [app, change] of Object.entries(TRIALS)) {
    const folder = join(directory, 'catalog', app, '1.0-1');
    await cp(join(import.meta.dirname, 'catalog', 'essai', '1.0-1'), folder, { recursive: true });
    await writeFile(join(folder, 'compose.yaml'), change(await readFile(join(folder, 'compose.yaml'), 'utf8')));
  }
  await writeFile(join(directory, 'catalog', 'images.lock.yaml'), IMAGES);
  await edit('federation.yaml', 'images', 'registry');
  api = await joinCluster(directory, cluster, ['docker.io', REFUSED_REGISTRY]);
  const catalog = openCatalog(directory);
  for (const app of Object.keys(TRIALS)) ordered(directory, latestRelease(catalog, app), 'base', { name: app, host: HOST });
  ground = await openGround(directory);
  // Nobody waits eleven minutes for a test.
  for (const app of ['serre', 'sansimage']) await edit(`targets/Pulumi.${ORGANIZATION}.${app}.yaml`, 'config', { 'chatiere:patience': 10 });
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(directory, { recursive: true });
});

/** Sets a key of a file of the federation; within a mapping, the others stay. */
async function edit(file: string, key: string, value: unknown): Promise<void> {
  const document = parseDocument(await readFile(join(directory, file), 'utf8'));
  if (typeof value === 'object') for (const [name, one] of Object.entries(value as object)) document.setIn([key, name], one);
  else document.set(key, value);
  await writeFile(join(directory, file), document.toString());
}

/** Code and words of each problem, as `chatiere up` tells them: of the run, then of the pods. */
async function problemsOf(app: string): Promise<{ code: string; words: string; next: string }[]> {
  const error: unknown = await ground.run('up', `${ORGANIZATION}.${app}`).then(() => undefined, (failure: unknown) => failure);
  if (!(error instanceof ChatiereError)) throw error ?? new Error(`${app} came up`);
  const access = accessOf(ground.session.federation, HOST) ?? expect.fail('no cluster');
  const problems = [...error.problems, ...(await lastWords(access, namespaceOf(app)))];
  return problems.map(({ code, what, next }) => ({ code, words: what.fr, next: next?.fr ?? '' }));
}

describe('an instance that does not come up', { concurrent: true }, () => {
  it('because a job fails: its code, and the last lines of its pod', async () => {
    await cluster.writePodLog('failed', ['connexion', 'relation "users" does not exist']);
    const [run, pod, ...more] = await problemsOf('brise');
    expect(more).toEqual([]);
    expect(run).toMatchObject({ code: 'job-failed', words: expect.stringMatching(/tâche « demo--mrc-demo--brise-settle » : échouée[^]*exit code 3/) });
    expect(pod).toMatchObject({ code: 'pod-words', words: expect.stringMatching(/^« settle », dernières lignes du pod settle-[a-z0-9]+ :\n {2}> connexion\n {2}> relation "users" does not exist$/) });
  });

  it('because a job never ends: that it was stopped, and how to see what it waits for', async () => {
    const [run, ...more] = await problemsOf('sansfin');
    expect(more, 'the cluster has removed its pod').toEqual([]);
    expect(run).toMatchObject({ code: 'job-hangs', words: expect.stringContaining('DeadlineExceeded'), next: expect.stringContaining('kubectl logs --follow') });
  });

  it('because its image is refused: which, in the words of the pod, and what to check', async () => {
    const [run, pod, ...more] = await problemsOf('sansimage');
    expect(more).toEqual([]);
    expect(run).toMatchObject({ code: 'not-ready', words: expect.stringMatching(/déploiement « demo--mrc-demo--sansimage-web » : pas prêt à temps/) });
    expect(pod).toMatchObject({ code: 'image-refused', words: expect.stringMatching(/^« web », dernières lignes du pod web-\S+ :\n {2}> ImagePullBackOff: .*refused\.invalid/), next: expect.stringContaining('vérifier le registre') });
  });

  it('because the quota of its namespace is used up: which, and what to order', async () => {
    const core = api.config.makeApiClient(api.library.CoreV1Api);
    await core.createNamespace({ body: { metadata: { name: namespaceOf('serre') } } });
    await core.createNamespacedResourceQuota({ namespace: namespaceOf('serre'), body: { metadata: { name: 'autre' }, spec: { hard: { pods: '0' } } } });
    const [run, quota, ...more] = await problemsOf('serre');
    expect(more).toEqual([]);
    expect(run).toMatchObject({ code: 'not-ready' });
    expect(quota).toMatchObject({ code: 'quota-exceeded', words: expect.stringMatching(/^« web », la grappe n’en laisse pas faire le pod :\n {2}> pods .* exceeded quota: autre/), next: expect.stringContaining('un plus grand forfait') });
  });
});
