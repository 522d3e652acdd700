import { join } from 'node:path';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry } from '../cache/index.ts';
import { findOnPath, run } from './command.ts';
import { unpackPackages } from './debian.ts';
import { step, type ToolchainProgress } from './part.ts';

const PROGRAM = join('usr', 'bin', 'promtool');
const entry: Entry = { name: 'promtool', key: `trixie-${process.arch}` };

/** Prometheus' own checker of rules, for the tests: on PATH, else out of Debian 13's package of that name, unpacked into the cache; nothing is installed and no server starts. */
export async function resolvePromtool(progress: ToolchainProgress): Promise<string> {
  const own = findOnPath('promtool');
  if (own !== undefined) return own;
  const folder = await ensureEntry(entry, (partial) =>
    step(progress, 'promtool', text('promtool de Debian 13', 'promtool of Debian 13'), async (line) => {
      await unpackPackages(partial, ['promtool'], line);
      // Fails here, and not later, where this machine's C library is too old for it.
      await run(join(partial, PROGRAM), ['--version']);
    }));
  return join(folder, PROGRAM);
}
