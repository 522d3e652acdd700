import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '../../modules/engine/index.ts';
import { writeChanges } from '../../modules/federation/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { fleet, type FleetRequest } from './fleet.ts';

const SEED = 2026;

/** A federation of its own whose organizations are generated, instead of the demonstration's; with the bench's own catalog entries. */
export async function createFleet(request: Pick<FleetRequest, 'organizations' | 'instancesEach' | 'apps'>): Promise<TestFederation> {
  const federation = await createFederation();
  const { directory, domain } = federation;
  for (const folder of ['organizations', 'orders', 'instances']) await rm(join(directory, folder), { recursive: true });
  await cp(join(import.meta.dirname, 'catalog'), join(directory, 'catalog'), { recursive: true });
  writeChanges(directory, fleet(openCatalog(directory), { ...request, seed: SEED, operator: 'coop-des-rives', host: 'serveur-1', domain }));
  return federation;
}
