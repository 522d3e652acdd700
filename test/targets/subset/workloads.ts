import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalog, loadCatalog, type Release } from '../../../modules/catalog/index.ts';
import { loadFederation } from '../../../modules/federation/index.ts';
import { inputOf } from '../../../modules/input/index.ts';
import type { Workload } from '../../../modules/workload/index.ts';
import { localImageTag } from '../../../tools/images/index.ts';
import { CHECKOUT } from '../../catalog/folder.ts';
import { demoFederation, ordered, ORGANIZATION } from '../../golden/demo.ts';

export const catalog: Catalog = loadCatalog(join(CHECKOUT, 'catalog'));

/** Every release of every app, on every plan that it has sizes for. */
export const OFFERS: readonly (readonly [string, Release, string])[] = [...catalog.apps.values()]
  .flatMap((releases) => [...releases.values()])
  .filter(({ sheet }) => sheet.kind === 'app')
  .flatMap((release) => Object.keys(release.sheet.sizing).map((plan) => [`${release.app}/${release.release}`, release, plan] as const));

/** The demonstration federation, whose organization has a picture, with a mail relay. */
export function federationWithAll(): string {
  const directory = demoFederation();
  appendFileSync(join(directory, 'federation.yaml'), 'mail: { host: relais.chatiere.test, port: 2525, from: ne-pas-repondre@chatiere.test }\n');
  return directory;
}

/** What runs for that offer. */
export function offered(directory: string, release: Release, plan: string): Workload {
  ordered(directory, release, plan);
  const input = inputOf(loadFederation(directory, catalog), catalog, `${ORGANIZATION}.golden-${release.app}`, localImageTag);
  if (input.kind !== 'instance') throw new RangeError(input.kind);
  return input.workload;
}
