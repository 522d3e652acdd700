import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { demoFederation, ordered, ORGANIZATION, plain, readable, stackGraph } from './demo.ts';
import type { Graph } from './graph.ts';

/**
 * Each app of the catalog on its plan `base`, and for the other plans what differs from it, a line each.
 * After a change that is meant: `npx vitest run test/golden -u`.
 */
const catalog = loadCatalog(join(import.meta.dirname, '..', '..', 'catalog'));
const releases = [...catalog.apps.keys()].map((app) => latestRelease(catalog, app)).filter(({ sheet }) => sheet.kind === 'app');

describe.each(releases.map((release) => [release.app, release] as const))('golden graph of %s', (app, release) => {
  const directory = demoFederation();
  appendFileSync(join(directory, 'federation.yaml'), 'mail: { host: relais.chatiere.test, port: 587, from: ne-pas-repondre@chatiere.test }\n');
  afterAll(() => rmSync(directory, { recursive: true }));
  const graphOn = (plan: string) => stackGraph(ordered(directory, release, plan), `${ORGANIZATION}.golden-${app}`);

  it('on the plan base', async () => {
    await expect(readable(await graphOn('base'))).toMatchFileSnapshot(`./apps/${app}.json`);
  });

  it('on the other plans', async () => {
    const base = await graphOn('base');
    const lines: string[] = [];
    for (const plan of Object.keys(release.sheet.sizing).filter((name) => name !== 'base')) lines.push(...differences(base, await graphOn(plan)).map((line) => `${plan}  ${line}`));
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./apps/${app}.plans.txt`);
  });

  it('after a change of slogan', async () => {
    const [before, after] = [await graphOn('base'), await inOtherWords(directory, () => graphOn('base'))];
    await expect(differences(before, after).map((line) => `${line}\n`).join('')).toMatchFileSnapshot(`./apps/${app}.slogan.txt`);
  });

  it('does not change when a newer release is there', async () => {
    const before = await graphOn('base');
    const [version, revision] = release.release.split(/-(?=\d+$)/) as [string, string];
    cpSync(release.folder, join(directory, 'catalog', app, `${version}-${Number(revision) + 1}`), { recursive: true });
    expect(latestRelease(loadCatalog(catalog.directory, join(directory, 'catalog')), app).release).not.toBe(release.release);
    // The digest of what the stack is made from included.
    expect(JSON.stringify(await graphOn('base'))).toBe(JSON.stringify(before));
  });

  it('stays below 60 resources', async () => {
    expect((await graphOn('base')).resources.length).toBeLessThanOrEqual(60);
  });
});

/** Runs `use` while the organization has a slogan of its own. */
async function inOtherWords<T>(directory: string, use: () => Promise<T>): Promise<T> {
  const file = join(directory, 'organizations', `${ORGANIZATION}.yaml`);
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace('brand:\n', 'brand:\n  slogan: Trois rives, une voix\n'));
  try {
    return await use();
  } finally {
    writeFileSync(file, before);
  }
}

/** A line for each value that is not the same, sorted. */
function differences(before: Graph, after: Graph): string[] {
  const [a, b] = [before, after].map((graph) => flat(JSON.parse(plain(graph)))) as [Map<string, string>, Map<string, string>];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort().map((path) => `${path}: ${shown(a.get(path))} -> ${shown(b.get(path))}`);
}

/** What a hash is says nothing to a reader; that it changed does. */
const shown = (value = '–'): string => (/^[0-9a-f]{64}$/.test(value) ? '<trigger>' : value);

/** Path of a value -> the value; resources go by their URN. */
function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || typeof value !== 'object') return into.set(path, String(value));
  const entries = Array.isArray(value) ? value.map((member, index) => [(member as { urn?: string } | null)?.urn ?? String(index), member] as const) : Object.entries(value);
  for (const [key, member] of entries) flat(member, `${path}${path ? ' ' : ''}${key}`, into);
  return into;
}
