import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEMO_OUTPUTS, DEMO_STACKS, demoFederation, SEED, stackGraph } from '../golden/demo.ts';
import { UNKNOWN } from '../golden/graph.ts';

const directory = demoFederation();
afterAll(() => rmSync(directory, { recursive: true }));

const text = async (stack: string, more?: Parameters<typeof stackGraph>[2]): Promise<string> => JSON.stringify(await stackGraph(directory, stack, more));

describe('a fresh federation', () => {
  it.each(DEMO_STACKS)('%s previews before any stack has outputs', async (stack) => {
    const { resources } = await stackGraph(directory, stack, { preview: true, stacks: {} });
    expect(resources.length).toBeGreaterThan(4);
  });

  it('what other stacks will say is unknown, the rest is read', async () => {
    const { resources } = await stackGraph(directory, 'mrc-demo.miniflux', { preview: true, stacks: {} });
    const client = resources.find(({ type }) => type === 'keycloak:openid/client:Client');
    expect(client?.inputs).toMatchObject({ realmId: UNKNOWN, clientId: 'demo--mrc-demo--miniflux' });
  });

  it('previews before there are certificates', async () => {
    const bare = demoFederation();
    rmSync(join(bare, 'certificates'), { recursive: true });
    const { resources } = await stackGraph(bare, 'host.serveur-1', { preview: true, stacks: {} });
    rmSync(bare, { recursive: true });
    expect(resources.map(({ name }) => name)).toContain('demo--serveur-1--traefik-traefik');
  });

  it('an update says which fact is missing', async () => {
    await expect(text('identity', { stacks: {} })).rejects.toThrow(/"host\.serveur-1: identityAdminPassword"/);
    await expect(text('mrc-demo', { stacks: { identity: {} } })).rejects.toThrow(/"identity: issuer"/);
  });
});

describe('a stack’s name', () => {
  it.each([
    ['host.ailleurs', /ailleurs/],
    ['personne', /personne/],
    ['mrc-demo.rien', /mrc-demo\.rien/],
  ])('%s names nothing, and the error lists what there is', async (stack, given) => {
    await expect(text(stack)).rejects.toThrow(given);
    await expect(text(stack)).rejects.toThrow(/permis|allowed/);
  });

  it('needs a federation', async () => {
    await expect(stackGraph('', 'identity')).rejects.toThrow(/CHATIERE_FEDERATION/);
  });
});

describe('access', () => {
  it('another organization’s group is asked of its own stack', async () => {
    const { resources } = await stackGraph(directory, 'village-demo.miniflux');
    const references = resources.length > 0 ? JSON.stringify(resources) : '';
    expect(references).toContain('village-group');
    expect(references).not.toContain('mrc-group');
  });
});

describe('the identity server’s administrator', () => {
  it('has the password that the host’s stack gives out', async () => {
    const { deriveSecret } = await import('../../modules/kernel/index.ts');
    const { loadCatalog } = await import('../../modules/catalog/index.ts');
    const { loadFederation } = await import('../../modules/federation/index.ts');
    const { resolvePlatform } = await import('../../modules/placement/index.ts');
    const { platformWorkload } = await import('../../modules/workload/index.ts');
    const catalog = loadCatalog(join(import.meta.dirname, '..', '..', 'catalog'));
    const keycloak = resolvePlatform(loadFederation(directory, catalog), catalog, 'serveur-1', (name) => name).find(({ name }) => name === 'keycloak');
    const secrets = keycloak && platformWorkload(keycloak).services.flatMap((service) => service.secrets).flatMap(({ content }) => content);
    expect(secrets).toContainEqual({ secret: 'keycloak/admin-password', generation: 1 });
    expect(deriveSecret(SEED, 'keycloak/admin-password', 1)).toHaveLength(43);
    expect(DEMO_OUTPUTS['host.serveur-1']).toHaveProperty('identityAdminPassword');
  });
});
