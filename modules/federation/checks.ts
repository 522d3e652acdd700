import { type Catalog, unknownName } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import { checkHosts } from './check-hosts.ts';
import { checkInstances } from './check-instances.ts';
import { checkOrders } from './check-orders.ts';
import { checkProduction } from './check-production.ts';
import type { Draft } from './load.ts';

/** Every reference between the files of a directory, and from them to the catalog. */
export function checkFederation(draft: Draft, catalog: Catalog): void {
  checkNames(draft);
  checkHosts(draft, catalog);
  checkOrders(draft, catalog);
  checkInstances(draft, catalog);
  checkProduction(draft, catalog);
}

/** Hosts and organizations share one namespace: the second segment of every physical name. */
function checkNames({ organizations, ids, problems }: Draft): void {
  for (const [id, sheet] of organizations) {
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

/** Whether a file of that name exists; says so if not. A file that exists but is wrong counts: its own problems are said. */
export function refers(draft: Draft, folder: Folder, id: string, sheet: Parameters<typeof unknownName>[0], path: Parameters<typeof unknownName>[1]): boolean {
  if (draft.ids[folder].includes(id)) return true;
  draft.problems.push(unknownName(sheet, path, `unknown-${folder.slice(0, -1)}`, unknown[folder], id, draft.ids[folder]));
  return false;
}
