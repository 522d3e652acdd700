import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';

/**
 * Gives a federation a release of its own of an app, since the published one is not edited: the newest, of a revision that the catalog
 * will never have, with one file changed. @returns its name.
 */
export async function ownRelease(directory: string, app: string, file: string, change: (published: string) => string): Promise<string> {
  const catalog = join(CHECKOUT, 'catalog');
  const { release } = latestRelease(loadCatalog(catalog), app);
  const own = release.replace(/-\d+$/, '-9000');
  const folder = join(directory, 'catalog', app, own);
  await cp(join(catalog, app, release), folder, { recursive: true });
  await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  return own;
}
