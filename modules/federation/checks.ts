import { type Catalog, problemAt, unknownName } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import { checkBrand } from './check-brand.ts';
import { checkHosts } from './check-hosts.ts';
import { checkOwnNames } from './check-hostnames.ts';
import { checkInstances } from './check-instances.ts';
import { checkLicences } from './check-licences.ts';
import { checkOrders } from './check-orders.ts';
import { checkProduction } from './check-production.ts';
import type { Draft } from './load.ts';

/** Every reference between the files of a directory, and from them to the catalog. */
export function checkFederation(draft: Draft, catalog: Catalog): void {
  checkNames(draft);
  checkHosts(draft, catalog);
  checkOrders(draft, catalog);
  checkLicences(draft);
  checkInstances(draft, catalog);
  checkBrand(draft, catalog);
  checkProduction(draft, catalog);
}

/** Hosts and organizations share one namespace: the second segment of every physical name. */
function checkNames(draft: Draft): void {
  const { sheet: main, organizations, ids, problems } = draft;
  if (main) checkOwnNames(draft, main);
  // The realm bears the federation's id, and the server's own realm is called so.
  if (main?.value.id === 'master') problems.push(problemAt(main, ['id'], 'reserved-id', text('nom réservé : c’est celui du domaine d’administration du serveur d’identité', 'reserved name: it is that of the identity server’s own realm'), { given: 'master', allowed: text('tout autre que master', 'any but master') }));
  const seen = new Map<string, string>();
  for (const [id, sheet] of organizations) {
    const bare = id.replaceAll('-', '');
    const other = seen.get(bare);
    if (other !== undefined) problems.push({ code: 'confusable', what: text('deux organisations dont les noms ne diffèrent que par des traits d’union', 'two organizations whose names differ by hyphens alone'), where: { file: sheet.file }, given: id, next: text(`voir organizations/${other}.yaml ; prendre un nom qui s’en distingue`, `see organizations/${other}.yaml; take a name that differs more`) });
    seen.set(bare, id);
    if (ids.hosts.includes(id)) problems.push({ code: 'name-shared', what: text('une organisation et un serveur ne peuvent porter le même nom', 'an organization and a host cannot have the same name'), where: { file: sheet.file }, given: id, next: text('renommer l’un des deux fichiers', 'rename one of the two files') });
  }
}

type Folder = keyof Draft['ids'];
const unknown: Readonly<Record<Folder, Text>> = {
  operators: text('hébergeur inconnu', 'unknown operator'),
  hosts: text('serveur inconnu', 'unknown host'),
  organizations: text('organisation inconnue', 'unknown organization'),
  orders: text('commande inconnue', 'unknown order'),
  instances: text('instance inconnue', 'unknown instance'),
};

/** Whether a file of that name exists; says so if not. A file, or a folder, that exists but is wrong counts: its own problems are said. */
export function refers(draft: Draft, folder: Folder, id: string, sheet: Parameters<typeof unknownName>[0], path: Parameters<typeof unknownName>[1]): boolean {
  if (draft.ids[folder].includes(id) || draft.problems.some(({ where }) => where?.file === folder)) return true;
  draft.problems.push(unknownName(sheet, path, `unknown-${folder.slice(0, -1)}`, unknown[folder], id, draft.ids[folder]));
  return false;
}
