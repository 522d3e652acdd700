import { link, mkdir, writeFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ContentHash } from '../../../tools/images/index.ts';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry, isRefused, rememberRefusal } from '../cache/index.ts';
import { capture, findOnPath, isProgram, run } from './command.ts';
import { findGoProgram, goProgram, goRecipe } from './go-program.ts';
import { type Origin, type ResolvedPart, step, type ToolchainProgress } from './part.ts';

const DOWNLOAD_LIMIT = 120_000;
const CLI = 'pulumi';
const HOST = 'pulumi-language-nodejs';

/**
 * The CLI and the language host that runs our programs, always as a pair from one folder: the CLI looks beside itself first.
 * One on PATH is used when it is of the pinned version, complete with its language host.
 */
export async function findPulumi(): Promise<[ResolvedPart, ResolvedPart] | undefined> {
  const { version } = await goRecipe(CLI);
  const onPath = findOnPath(CLI);
  if (onPath && (await capture(onPath, ['version'], { env: { PULUMI_SKIP_UPDATE_CHECK: 'true' } })) === `v${version}`) {
    const folder = dirname(realpathSync(onPath));
    if (isProgram(join(folder, HOST))) return pair(folder, version, 'path');
  }
  const downloaded = findEntry(downloadOf(version));
  if (downloaded) return pair(join(downloaded, 'bin'), version, 'downloaded');
  const built = builtEntry();
  const folder = built && findEntry(built);
  return folder ? pair(folder, version, 'built') : undefined;
}

/** As `findPulumi`; else downloaded, else built from Go modules. */
export async function resolvePulumi(progress: ToolchainProgress): Promise<[ResolvedPart, ResolvedPart]> {
  const found = await findPulumi();
  if (found) return found;
  const { version } = await goRecipe(CLI);
  const downloaded = await download(version, progress);
  return downloaded ? pair(join(downloaded, 'bin'), version, 'downloaded') : pair(await build(progress), version, 'built');
}

const pair = (folder: string, version: string, origin: Origin): [ResolvedPart, ResolvedPart] => [
  { part: 'pulumi', version, origin, path: join(folder, CLI) },
  { part: 'language-host', version, origin, path: join(folder, HOST) },
];

const downloadOf = (version: string): Entry => ({ name: 'pulumi-download', key: `${version}-${process.arch}` });

async function download(version: string, progress: ToolchainProgress): Promise<string | undefined> {
  const name = `pulumi-${version}`;
  if (await isRefused(name)) return undefined;
  try {
    return await ensureEntry(downloadOf(version), (partial) => step(progress, 'pulumi', text(`téléchargement de Pulumi ${version}`, `downloading Pulumi ${version}`), (line) =>
      run(process.execPath, ['--no-warnings', join(import.meta.dirname, 'download-pulumi.ts'), partial], { timeout: DOWNLOAD_LIMIT, line })));
  } catch (error) {
    await rememberRefusal(name, String(error));
    return undefined;
  }
}

async function build(progress: ToolchainProgress): Promise<string> {
  const host = await goProgram(HOST, 'language-host', progress);
  const cli = await goProgram(CLI, 'pulumi', progress);
  const entry = builtEntry();
  if (!entry) throw new Error('a Go program that was just built is not in the cache');
  return ensureEntry(entry, async (partial) => {
    await mkdir(partial, { recursive: true });
    await link(cli, join(partial, CLI));
    await link(host, join(partial, `${HOST}-bare`));
    await writeFile(join(partial, HOST), WRAPPER, { mode: 0o755 });
  });
}

/**
 * The language host that builds here is of an older release, which takes the project's runtime options as flags, while the CLI now sends them
 * with each request: so the root Pulumi.yaml's `typescript: false` and `nodeargs` are given to it here.
 */
const WRAPPER = `#!/bin/sh\nexec "$(dirname -- "$0")/${HOST}-bare" -typescript=false -nodeargs=--stack-trace-limit=0 "$@"\n`;

/** Both programs in one folder; known only once both are built. */
function builtEntry(): Entry | undefined {
  const programs = [findGoProgram(CLI), findGoProgram(HOST)];
  if (programs.includes(undefined)) return undefined;
  const hash = programs.reduce((all, program) => all.value('program', dirname(program ?? '')), new ContentHash().value('wrapper', WRAPPER));
  return { name: 'pulumi-cli', key: hash.hex().slice(0, 12) };
}
