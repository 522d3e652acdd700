import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { jsonSchemas, loadFederation } from '../../modules/federation/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { CLUSTER } from './refusals/clusters.ts';

const schemas = jsonSchemas();
/** Read back by zod: a second reader of what editors are given. */
const accepts = (name: string, value: unknown): boolean => z.fromJSONSchema(schemas[name] as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;

describe('jsonSchemas', () => {
  it('describe every kind of file', () => {
    expect(Object.keys(schemas)).toEqual(['federation', 'operator', 'host', 'organization', 'order', 'instance', 'app', 'plans', 'images.lock']);
    const object = { type: 'object' };
    for (const [name, schema] of Object.entries(schemas)) expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...(name === 'host' ? { oneOf: [object, object] } : object) });
  });

  it.each(['operator', 'host', 'organization', 'order', 'instance'])('accept every %s of the demonstration, as written', (name) => {
    const folder = join(CHECKOUT, 'examples', 'demo', `${name}s`);
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(accepts(name, parse(readFileSync(join(folder, file), 'utf8'))), file).toBe(true);
  });

  it('accept a host that is a cluster, as the page on clusters writes it too', () => {
    const page = readFileSync(join(CHECKOUT, 'docs', 'kubernetes.md'), 'utf8');
    const written = [...page.matchAll(/```yaml\n(operator:[^]*?)```/g)].map(([, block]) => parse(block as string) as unknown);
    expect(written).toHaveLength(1);
    for (const host of [parse(CLUSTER), ...written]) expect(accepts('host', host)).toBe(true);
  });

  it.each([
    ['instance', { order: 'a', release: '1-1', host: 'a', hostname: '*.a.test' }],
    ['instance', { order: 'a', release: '1-1', host: 'a', hostname: 'a.test', acces: {} }],
    ['order', { organization: 'a--b' }],
    ['host', {}],
    ['host', { ...parse(CLUSTER), platform: {} }],
    ['host', { ...parse(CLUSTER), cluster: { kubeconfig: '/root/.kube/config' } }],
  ])('refuse an %s like %j', (name, value) => {
    expect(accepts(name, value)).toBe(false);
  });
});

describe('the demonstration', () => {
  it('is valid, and of two operators, one host, two organizations, two approved orders and two instances', () => {
    const federation = loadFederation(join(CHECKOUT, 'examples', 'demo'), loadCatalog(join(CHECKOUT, 'catalog')));
    expect(federation.sheet).toMatchObject({ id: 'demo', domain: 'chatiere.test', environment: 'demo', images: 'local', publicDns: false });
    expect([federation.operators, federation.hosts, federation.organizations, federation.orders, federation.instances].map(({ size }) => size)).toEqual([2, 1, 2, 2, 2]);
    expect([...federation.orders.values()].every(({ approval }) => approval !== undefined)).toBe(true);
    expect([...federation.instances.keys()]).toEqual(['mrc-demo.miniflux', 'village-demo.miniflux']);
  });
});
