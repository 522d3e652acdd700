import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { loadCatalog } from '../modules/catalog/index.ts';
import { loadFederation } from '../modules/federation/index.ts';
import { inputOf, type SecretSource, type StackInput } from '../modules/input/index.ts';
import { ChatiereError, deriveSecret, text } from '../modules/kernel/index.ts';
import { localImageTag } from '../tools/images/index.ts';

/** The checkout that these programs are of. */
export const CHECKOUT = join(import.meta.dirname, '..');

/** What the stack is made from, out of the federation directory and the catalog. */
export function readInput(stack: string): StackInput {
  const directory = process.env['CHATIERE_FEDERATION'];
  if (!directory) {
    throw new ChatiereError({
      code: 'no-federation',
      what: text('CHATIERE_FEDERATION ne nomme aucune fédération', 'CHATIERE_FEDERATION names no federation'),
      next: text('eval "$(chatiere env <pile>)"', 'eval "$(chatiere env <stack>)"'),
    });
  }
  const catalog = loadCatalog(join(CHECKOUT, 'catalog'), join(directory, 'catalog'));
  return inputOf(loadFederation(directory, catalog), catalog, stack, localImageTag);
}

/** Name -> output of another stack; secret if it is secret there. */
export type Facts = Readonly<Record<string, pulumi.Output<any>>>;

/** What the other stacks say, by stack. */
export interface Reading {
  readonly facts: Readonly<Record<string, Facts>>;
  /** Digest of each of their outputs. */
  readonly digests: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
}

/**
 * Outputs of the other stacks that the input names: unknown in a preview until they exist, an error in an update.
 * Asked for before any resource is made, so that what is missing is said once.
 */
export async function readFacts(input: StackInput): Promise<Reading> {
  const read = await Promise.all(Object.entries(input.facts).map(async ([stack, names]) => {
    const reference = new pulumi.StackReference(`organization/chatiere/${stack}`);
    const facts = await Promise.all(names.map(async (name) => [name, factOf(await reference.getOutputDetails(name), `${stack}: ${name}`)] as const));
    return { stack, facts: Object.fromEntries(facts), digests: (await reference.getOutputDetails('facts')).value as Record<string, string> | undefined };
  }));
  return {
    facts: Object.fromEntries(read.map(({ stack, facts }) => [stack, facts])),
    digests: Object.fromEntries(read.map(({ stack, digests }) => [stack, digests])),
  };
}

const factOf = ({ value, secretValue }: pulumi.StackReferenceOutputDetails, name: string): pulumi.Output<any> =>
  secretValue === undefined ? pulumi.output(value ?? missing(name)) : pulumi.secret(secretValue);

/** Content of a file of the input. */
export function fileOf({ files }: StackInput, role: string): pulumi.Output<string> {
  const file = files[role] ?? '';
  return pulumi.output(existsSync(file) ? readFileSync(file, 'utf8') : (missing(file) as string));
}

/** A secret of this stack, from its seed. */
export const secretOf = ({ purpose, generation }: SecretSource): pulumi.Output<string> =>
  pulumi.secret(seed().apply((value) => deriveSecret(value, purpose, generation)));

export const seed = (): pulumi.Output<string> => new pulumi.Config('chatiere').requireSecret('seed');

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
