import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ContentHash, TOOLS } from '../../../tools/images/index.ts';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry, withLock } from '../cache/index.ts';
import { capture, run } from './command.ts';
import { resolveGo } from './go.ts';
import { type PartName, step, type ToolchainProgress } from './part.ts';

/** tools/<name>/recipe.json: how the program of that Go module is built. */
export interface GoRecipe {
  readonly version: string;
  readonly package: string;
  readonly tags?: readonly string[];
  /** String variables of the program and their values, for the linker. */
  readonly set?: Readonly<Record<string, string>>;
  /** Files that a module lacks: it is built from a copy to which `folder` (of tools/<name>) has been added. */
  readonly supply?: { readonly module: string; readonly folder: string };
  /** Files of that folder of a module which the program embeds as if they stood in tools/<name>. */
  readonly embed?: { readonly module: string; readonly folder: string; readonly files: readonly string[] };
  /** What the program needs beside it: other programs of its modules, and folders of the module `module`. */
  readonly beside?: { readonly packages: readonly string[]; readonly module: string; readonly folders: readonly string[] };
}

/** Sub-folder, beside the program, of what its recipe's `beside` names. */
export const BESIDE = 'beside';

export const goRecipe = async (name: string): Promise<GoRecipe> => JSON.parse(await readFile(join(TOOLS, name, 'recipe.json'), 'utf8')) as GoRecipe;

/** Where the program of tools/<name> is kept, as that folder now is. */
export const goEntry = (name: string): Entry => ({ name, key: new ContentHash().folder(name, join(TOOLS, name)).value('machine', `${process.platform}-${process.arch}`).hex() });

/** Path of a program built before from the recipe as it stands. */
export function findGoProgram(name: string): string | undefined {
  const folder = findEntry(goEntry(name));
  return folder && join(folder, name);
}

/** Path of the program of tools/<name>, built when it is not in the cache. One build at a time: each uses every core. */
export async function goProgram(name: string, part: PartName, progress: ToolchainProgress): Promise<string> {
  const waiting = () => progress({ part, step: text('attente d’un autre processus', 'waiting for another process') });
  const folder = await ensureEntry(goEntry(name), async (partial) => {
    const go = await resolveGo(progress);
    const recipe = await goRecipe(name);
    await withLock('go-build', () => step(progress, part, text(`compilation de ${name} ${recipe.version}`, `building ${name} ${recipe.version}`), (line) => build(go.path, name, recipe, partial, line)), { waiting });
  }, { waiting });
  return join(folder, name);
}

/** Folder beside the program while it is built. */
const WORK = 'work';

/** The machine's own Go settings, less what would change the program. */
const settings = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-buildvcs=false' };

async function build(go: string, name: string, recipe: GoRecipe, folder: string, line: (line: string) => void): Promise<void> {
  const set = Object.entries(recipe.set ?? {}).map(([variable, value]) => `-X ${variable}=${value}`);
  const args = [
    'build', '-v', '-mod=readonly', '-trimpath',
    ...(recipe.supply ? [`-modfile=${await supply(go, name, recipe.supply, folder, line)}`] : []),
    ...(recipe.embed ? [`-overlay=${await overlay(go, name, recipe.embed, folder, line)}`] : []),
    ...(recipe.tags ? ['-tags', recipe.tags.join(',')] : []),
    '-ldflags', ['-s', '-w', ...set].join(' '),
  ];
  const options = { cwd: join(TOOLS, name), env: settings, line };
  await run(go, [...args, '-o', join(folder, name), recipe.package], options);
  if (recipe.beside) {
    const beside = join(folder, BESIDE);
    await mkdir(beside);
    await run(go, [...args, '-o', beside, ...recipe.beside.packages], options);
    const module = await moduleFolder(go, name, recipe.beside.module);
    for (const part of recipe.beside.folders) await cp(join(module, part), join(beside, part), { recursive: true });
    // Go's module cache is read-only, and so is its copy.
    await run('chmod', ['-R', 'u+w', beside]);
  }
  await rm(join(folder, WORK), { recursive: true, force: true });
}

/** The folder of a module in Go's module cache, downloaded when it is not there. */
async function downloaded(go: string, name: string, module: string, line: (line: string) => void): Promise<string> {
  await run(go, ['mod', 'download', module], { cwd: join(TOOLS, name), env: settings, line });
  return moduleFolder(go, name, module);
}

const moduleFolder = async (go: string, name: string, module: string): Promise<string> =>
  (await capture(go, ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module], { cwd: join(TOOLS, name), env: settings, timeout: 60_000 })) ?? '';

/** Copies a module, adds to it, and writes a go.mod that uses the copy (Go refuses an overlay below its module cache). */
async function supply(go: string, name: string, { module, folder: added }: NonNullable<GoRecipe['supply']>, folder: string, line: (line: string) => void): Promise<string> {
  const cwd = join(TOOLS, name);
  const original = await downloaded(go, name, module, line);
  const copy = join(folder, WORK, 'module');
  await cp(original, copy, { recursive: true });
  // Go's module cache is read-only, and so is its copy.
  await run('chmod', ['-R', 'u+w', copy]);
  await cp(join(cwd, added), copy, { recursive: true });
  const file = join(folder, WORK, 'go.mod');
  await writeFile(file, `${await readFile(join(cwd, 'go.mod'), 'utf8')}\nreplace ${module} => ${copy}\n`);
  await cp(join(cwd, 'go.sum'), join(folder, WORK, 'go.sum'));
  return file;
}

/** Tells Go where the embedded files really are, so that nothing is written into tools/<name>, whose content is the key of the cache. */
async function overlay(go: string, name: string, { module, folder: inside, files }: NonNullable<GoRecipe['embed']>, folder: string, line: (line: string) => void): Promise<string> {
  const original = await downloaded(go, name, module, line);
  const file = join(folder, WORK, 'overlay.json');
  await mkdir(join(folder, WORK), { recursive: true });
  await writeFile(file, JSON.stringify({ Replace: Object.fromEntries(files.map((one) => [join(TOOLS, name, one), join(original, inside, one)])) }));
  return file;
}
