import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latestRelease, loadCatalog, variablesOf } from '../../modules/catalog/index.ts';
import { CHECKOUT } from './folder.ts';

const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'), join(CHECKOUT, 'test', 'federation', 'catalog'));
const page = readFileSync(join(CHECKOUT, 'catalog', 'README.md'), 'utf8');

/** The names of an entry's variables, those of its services and secrets as `<SERVICE>` and `<NOM>`. */
function namesOf(app: string): string[] {
  const { sheet, compose } = latestRelease(catalog, app);
  return [...variablesOf(sheet, compose.services.keys()).keys()].map((name) => name.replace(/^(MEMORY|CPUS)_.*/, '$1_<SERVICE>').replace(/^SECRET_.*/, 'SECRET_<NOM>'));
}

describe('the catalog’s page', () => {
  it('lists every variable, and no other', () => {
    const offered = new Set(['lecteur', 'forum', 'porte', 'identite'].flatMap(namesOf));
    const section = page.slice(page.indexOf('## Variables'), page.indexOf('## Ajouter'));
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const listed = new Set(rows.flatMap((line) => [...(line.split('|')[1] as string).matchAll(/`([^`]+)`/g)].map(([, name]) => name as string)));
    expect([...listed].sort()).toEqual([...offered, 'IMAGE_<NOM>', 'SECRETS'].sort());
  });
});
