import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { imagesOf, latestRelease, type Level, Levels, loadCatalog, readLevels, type Release } from '../../modules/catalog/index.ts';
import { imageRecipe } from '../../tools/images/index.ts';
import { levelOf } from './level.ts';

// npm run levels: runs the suite of every app, or of those that APPS names, each plan included, and writes catalog/levels.json. Nothing else writes it.

const CHECKOUT = join(import.meta.dirname, '..', '..');
const DIRECTORY = join(CHECKOUT, 'catalog');
const catalog = loadCatalog(DIRECTORY);

/** One line an app. */
const lineOf = (release: string, { level, tested, steps }: Level): string =>
  `${release}  ${level} (${tested})  ${Object.entries(steps).map(([step, held]) => `${held ? '✓' : '–'} ${step}`).join('  ')}`;

const passed = await runSuites();
const today = new Date().toISOString().slice(0, 10);
const levels = Object.fromEntries([...passed].map(([app, names]) => {
  const release = latestRelease(catalog, app);
  return [`${app}/${release.release}`, { docker: levelOf(names, testedOf(release), today) }];
}));
// What was found of other releases of the catalog stays.
const others = Object.entries(readLevels(DIRECTORY)).filter(([name]) => catalog.apps.get(name.split('/')[0] ?? '')?.has(name.split('/')[1] ?? ''));
await writeFile(join(DIRECTORY, 'levels.json'), `${JSON.stringify(Levels.parse({ ...Object.fromEntries(others), ...levels }), null, 2)}\n`);
for (const [release, { docker }] of Object.entries(levels)) console.log(lineOf(release, docker));

/** App -> names of its tests that passed. What fails lowers a level; it does not end the run. */
async function runSuites(): Promise<Map<string, Set<string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-levels-'));
  try {
    const file = join(folder, 'result.json');
    const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config=test/apps/levels.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    await execa(process.execPath, vitest, { cwd: CHECKOUT, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
    const { testResults } = JSON.parse(await readFile(file, 'utf8')) as Results;
    const names = new Map<string, Set<string>>();
    for (const { ancestorTitles: [app = ''], title, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
      const own = names.get(app) ?? new Set();
      names.set(app, status === 'passed' ? own.add(title) : own);
    }
    return names;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Results {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string }[] }[];
}

/** The suite runs on images built here: what no recipe calls a double is the app. */
function testedOf(release: Release): Level['tested'] {
  const recipes = imagesOf(release).flatMap((name) => catalog.images[name]?.build ?? []);
  return recipes.some((recipe) => imageRecipe(recipe).double === true) ? 'double' : 'real';
}
