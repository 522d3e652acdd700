import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation, orderDigest, writeChanges } from '../../modules/federation/index.ts';
import { stacksOf } from '../../modules/placement/index.ts';
import { CHECKOUT, inCopyOf } from '../catalog/folder.ts';
import { fleet, type FleetRequest } from './fleet.ts';

const catalog = loadCatalog(join(CHECKOUT, 'catalog'), join(import.meta.dirname, 'catalog'));
const request: FleetRequest = { seed: 4, organizations: 5, instancesEach: 3, apps: ['miniflux'], operator: 'coop-des-rives', host: 'serveur-1', domain: 'chatiere.test' };

it('is a valid federation, its orders approved as they stand', () => {
  inCopyOf(join(CHECKOUT, 'examples', 'demo'), [], (directory) => {
    for (const folder of ['organizations', 'orders', 'instances']) rmSync(join(directory, folder), { recursive: true });
    writeChanges(directory, fleet(catalog, request));
    const federation = loadFederation(directory, catalog);
    expect([federation.organizations.size, federation.orders.size, federation.instances.size]).toEqual([5, 15, 15]);
    for (const order of federation.orders.values()) expect(order.approval?.sha256).toBe(orderDigest(order));
    expect(stacksOf(federation)).toHaveLength(2 + 5 + 15);
    expect(new Set([...federation.orders.values()].map(({ plan }) => plan)).size).toBeGreaterThan(1);
  });
});

it('orders the bench’s own entry too, several times for one organization', () => {
  const changes = fleet(catalog, { ...request, organizations: 1, instancesEach: 2, apps: ['feuille'] });
  expect(changes.map(({ file }) => file).filter((file) => file.startsWith('instances/')).map((file) => file.split('.')[1])).toEqual(['feuille', 'feuille-2']);
});

it('depends on its seed alone', () => {
  expect(fleet(catalog, request)).toEqual(fleet(catalog, request));
  expect(fleet(catalog, { ...request, seed: 5 })).not.toEqual(fleet(catalog, request));
});
