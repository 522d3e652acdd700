import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { type Catalog, loadCatalog } from '../modules/catalog/index.ts';
import { AUTHORITY, certificateFiles } from '../modules/edge/index.ts';
import { type Federation, loadFederation } from '../modules/federation/index.ts';
import { ChatiereError, text } from '../modules/kernel/index.ts';
import { type Platform, resolvePlatform } from '../modules/placement/index.ts';
import { localImageTag } from '../tools/images/index.ts';

/** What every program starts from: the federation directory, the catalog and the stack's seed. */
export interface Context {
  readonly federation: Federation;
  readonly catalog: Catalog;
  readonly seed: pulumi.Output<string>;
}

export function readContext(): Context {
  const directory = process.env['CHATIERE_FEDERATION'];
  if (!directory) {
    throw new ChatiereError({
      code: 'no-federation',
      what: text('CHATIERE_FEDERATION ne nomme aucune fédération', 'CHATIERE_FEDERATION names no federation'),
      next: text('eval "$(chatiere env <pile>)"', 'eval "$(chatiere env <stack>)"'),
    });
  }
  const catalog = loadCatalog(join(import.meta.dirname, '..', 'catalog'), join(directory, 'catalog'));
  return { catalog, federation: loadFederation(directory, catalog), seed: new pulumi.Config('chatiere').requireSecret('seed') };
}

/**
 * Outputs of another stack: unknown in a preview until they exist, an error in an update; secret if they are secret there.
 * Asked for before any resource is made, so that what is missing is said once.
 */
export async function factsOf<T = string, Name extends string = string>(stack: string, ...names: readonly Name[]): Promise<Record<Name, pulumi.Output<T>>> {
  const reference = new pulumi.StackReference(`organization/chatiere/${stack}`);
  const facts = await Promise.all(names.map(async (name) => {
    const { value, secretValue } = await reference.getOutputDetails(name);
    if (secretValue !== undefined) return [name, pulumi.secret(secretValue)];
    return [name, pulumi.output(value ?? missing(`${stack}: ${name}`))];
  }));
  return Object.fromEntries(facts) as Record<Name, pulumi.Output<T>>;
}

/** A file of the federation's certificates. */
export function certificateOf({ federation }: Context, name: string, part: 'certificate' | 'key'): pulumi.Output<string> {
  const file = certificateFiles(federation.directory, name)[part];
  return pulumi.output(existsSync(file) ? readFileSync(file, 'utf8') : (missing(file) as string));
}

export const authorityOf = (context: Context): pulumi.Output<string> => certificateOf(context, AUTHORITY, 'certificate');

export const platformOf = ({ federation, catalog }: Context, host: string): Platform[] => resolvePlatform(federation, catalog, host, localImageTag);

/** An unknown is only ever returned in a preview, where Pulumi waits for it. */
function missing(given: string): unknown {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown;
  throw new ChatiereError({
    code: 'missing-fact',
    what: text('il manque une donnée d’une autre pile', 'a fact of another stack is missing'),
    given,
    next: text('chatiere up, qui met les piles à jour dans l’ordre', 'chatiere up, which updates the stacks in order'),
  });
}
