import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

export const CHECKOUT = resolve(import.meta.dirname, '..');

/** Where the demonstration's copy lives: `$XDG_DATA_HOME/chatiere/demo`, else `~/.local/share/chatiere/demo`. */
export function demoDirectory(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  const data = environment['XDG_DATA_HOME'];
  return join(data && isAbsolute(data) ? data : join(home, '.local', 'share'), 'chatiere', 'demo');
}

/** Copies examples/demo on first use; a copy that exists is left as it is. Returns whether it was made. */
export async function ensureDemo(directory: string, example: string = join(CHECKOUT, 'examples', 'demo')): Promise<boolean> {
  if (existsSync(join(directory, 'federation.yaml'))) return false;
  await mkdir(dirname(directory), { recursive: true });
  await cp(example, directory, { recursive: true, errorOnExist: true, force: false });
  return true;
}
