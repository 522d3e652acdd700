import { ChatiereError, type Text, text } from '../kernel/index.ts';
import { instanceId } from './digest.ts';
import type { Federation, OrderSheet } from './schema.ts';

/** Orders that are handled together are for instances that differ. `next`: what to do about one that is not. */
export function refuseTwice(sheets: readonly OrderSheet[], next: (sheet: OrderSheet) => Text): void {
  const instances = sheets.map(instanceId);
  const twice = sheets.filter((_, index) => instances.indexOf(instances[index] as string) !== index);
  if (twice.length === 0) return;
  const what = text('deux de ces commandes sont pour la même instance', 'two of these orders are for the same instance');
  throw new ChatiereError(twice.map((sheet) => ({ code: 'instance-twice', what, given: instanceId(sheet), next: next(sheet) })));
}

/** An order for an instance that is there amends the one that the instance is for. */
export function refuseTaken({ instances }: Federation, sheets: readonly OrderSheet[]): void {
  const problems = sheets.flatMap((sheet) => {
    const instance = instanceId(sheet);
    const running = instances.get(instance)?.order;
    if (running === undefined || running === sheet.amends) return [];
    return [{ code: 'instance-exists', what: text('cette instance existe déjà, pour une autre commande', 'this instance already exists, for another order'), where: { file: `instances/${instance}.yaml` }, given: running, next: text(`écrire amends: ${running} dans la commande, ou lui donner un autre name:`, `write amends: ${running} in the order, or give it another name:`) }];
  });
  if (problems.length > 0) throw new ChatiereError(problems);
}
