import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '../../modules/engine/index.ts';
import { writeChanges } from '../../modules/federation/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { fleet, type FleetRequest } from './fleet.ts';
import { CHECKOUT } from './measure.ts';

const SEED = 2026;

type Request = Pick<FleetRequest, 'organizations' | 'instancesEach' | 'apps'>;

/** A federation of its own whose organizations are generated, instead of the demonstration's; with the bench's own catalog entries. */
export async function createFleet(request: Request): Promise<TestFederation> {
  const federation = await createFederation();
  await populate(federation.directory, { ...request, host: 'serveur-1', domain: federation.domain });
  return federation;
}

/** The demonstration's federation with generated organizations instead of its own, in a folder that is not there yet; all on one host. */
export async function writeFleet(directory: string, request: Request & Pick<FleetRequest, 'host'>): Promise<void> {
  await cp(join(CHECKOUT, 'examples', 'demo'), directory, { recursive: true });
  await populate(directory, { ...request, domain: 'chatiere.test' });
}

async function populate(directory: string, request: Request & Pick<FleetRequest, 'host' | 'domain'>): Promise<void> {
  for (const folder of ['organizations', 'orders', 'instances']) await rm(join(directory, folder), { recursive: true });
  await cp(join(import.meta.dirname, 'catalog'), join(directory, 'catalog'), { recursive: true });
  writeChanges(directory, fleet(openCatalog(directory), { ...request, seed: SEED, operator: 'coop-des-rives' }));
}
