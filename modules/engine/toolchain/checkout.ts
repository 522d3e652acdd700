import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ContentHash } from '../../../tools/images/index.ts';
import { cacheFolder } from '../cache/index.ts';

/** Root of this checkout. */
export const CHECKOUT = realpathSync(resolve(import.meta.dirname, '..', '..', '..'));

/**
 * Our own PULUMI_HOME, one for each checkout: stand-in plugins run code of the checkout that installed them,
 * so two checkouts on one machine must not share it.
 */
export function pulumiHome(cache: string = cacheFolder(), checkout: string = CHECKOUT): string {
  return join(cache, `pulumi-home-${new ContentHash().value('checkout', checkout).hex().slice(0, 12)}`);
}

/** The exact version that package.json pins. */
export async function pinnedVersion(dependency: string): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(CHECKOUT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const version = dependencies[dependency];
  if (!version || !/^\d/.test(version)) throw new Error(`package.json must pin ${dependency} to one version`);
  return version;
}
