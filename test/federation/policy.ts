import { join } from 'node:path';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { orderDigest, OrderSheet } from '../../modules/federation/index.ts';
import { CHECKOUT, type Edit } from '../catalog/folder.ts';

export const SAMPLE = join(CHECKOUT, 'test', 'federation', 'sample');
/** The sample's catalog, with a forum that needs mail and a messaging app in two editions. */
export const policyCatalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'), join(CHECKOUT, 'test', 'federation', 'catalog'));

/** What a federation writes to have a relay. */
export const RELAY = 'mail:\n  host: smtp.chatiere.test\n  port: 587\n  from: services@chatiere.test\n';

/** Adds to federation.yaml. */
export const adding = (lines: string): Edit => ['federation.yaml', '# Une fédération', `${lines}# Une fédération`];

/** An approved order of the MRC, and its instance; `lines` are added to the instance's file. */
export function ordered(app: string, release: string, plan = 'base', lines = ''): Edit[] {
  const order = OrderSheet.parse({ organization: 'mrc-demo', operator: 'coop-des-rives', app, plan, pricePerMonth: 25, requestedOn: '2026-11-20' });
  const approval = `approval: { by: coop-des-rives, at: 2026-11-21T14:05:00Z, sha256: "${orderDigest(order)}" }\n`;
  return [
    [`orders/cmd-${app}.yaml`, `organization: mrc-demo\noperator: coop-des-rives\napp: ${app}\nplan: ${plan}\npricePerMonth: 25\nrequestedOn: 2026-11-20\n${approval}`],
    [`instances/mrc-demo.${app}.yaml`, `order: cmd-${app}\nrelease: ${release}\nhost: serveur-1\nhostname: ${app}.mrc-demo.chatiere.test\n${lines}`],
  ];
}
