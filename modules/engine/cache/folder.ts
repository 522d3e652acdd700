import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where everything that was downloaded or built is kept, outside the checkout and shared by all checkouts of a person:
 * `$XDG_CACHE_HOME/chatiere`, else `~/.cache/chatiere`. A relative XDG_CACHE_HOME is ignored, as its specification asks.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment['XDG_CACHE_HOME'];
  return join(base && isAbsolute(base) ? base : join(environment['HOME'] || homedir(), '.cache'), 'chatiere');
}
