import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, it } from 'vitest';
import { imageRecipe, recipeFolder } from '../../tools/images/index.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');

/** All files of ours that a file imports, itself first. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, target = ''] of readFileSync(join(CHECKOUT, file), 'utf8').matchAll(/\b(?:from|import)\s+'(\.[^']+)'/g)) closure(normalize(join(dirname(file), target)), seen);
  return seen;
}

it('the image of the meter is made from what the meter imports: all of it, and nothing else but the kernel', () => {
  const recipe = imageRecipe('meter');
  const folder = recipeFolder('meter');
  const sources = (recipe.bundle?.sources ?? []).map((source) => relative(CHECKOUT, join(folder, source)));
  const imported = [...closure('modules/metering/meter.ts')].sort();
  expect(sources.filter((source) => source !== 'modules/kernel').sort()).toEqual(imported.filter((file) => !file.startsWith('modules/kernel/')));
  expect(sources).toContain('modules/kernel');
});

it('the meter imports one package', () => {
  const packages = [...closure('modules/metering/meter.ts')].flatMap((file) => [...readFileSync(join(CHECKOUT, file), 'utf8').matchAll(/^(?:import|export)[^;]*?from '([^.'][^']*)'/gm)].map(([, name]) => name as string));
  expect([...new Set(packages.filter((name) => !name.startsWith('node:')))]).toEqual(['prom-client']);
});

it('no file of the program is left behind in the folder', () => {
  const own = readdirSync(join(CHECKOUT, 'modules', 'metering')).filter((name) => /^(counters|cgroup|powercap|docker-labels|sample|ledger|exposition|meter)/.test(name));
  expect(own.filter((name) => ![...closure('modules/metering/meter.ts')].includes(`modules/metering/${name}`))).toEqual([]);
});
