import { join } from 'node:path';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry } from '../cache/index.ts';
import { run } from './command.ts';
import { SUITE, unpackPackages } from './debian.ts';
import { type PartName, step, type ToolchainProgress } from './part.ts';

/** A program of Debian 13 that is used out of its package, unpacked into the cache: nothing is installed and nothing starts. */
export interface DebianProgram {
  readonly part: PartName;
  /** As people know it, and as the cache does. */
  readonly name: string;
  readonly package: string;
  /** Within the package. */
  readonly path: string;
  /** The word by which it tells its version. */
  readonly version: '--version' | 'version';
}

const entryOf = ({ name }: DebianProgram): Entry => ({ name, key: `${SUITE}-${process.arch}` });

/** Path of a program that was unpacked before. */
export function findDebianProgram(program: DebianProgram): string | undefined {
  const folder = findEntry(entryOf(program));
  return folder && join(folder, program.path);
}

/** Path of the program, unpacked when it is not in the cache. */
export async function debianProgram(program: DebianProgram, progress: ToolchainProgress): Promise<string> {
  const { part, name, path, version } = program;
  const folder = await ensureEntry(entryOf(program), (partial) =>
    step(progress, part, text(`${name} de Debian 13`, `${name} of Debian 13`), async (line) => {
      await unpackPackages(partial, [program.package], line);
      // Fails here, and not later, where this machine's C library is too old for it.
      await run(join(partial, path), [version]);
    }));
  return join(folder, path);
}
