import { findOnPath } from './command.ts';
import { debianProgram } from './debian-program.ts';
import type { ToolchainProgress } from './part.ts';

/** Prometheus' own checker of rules, for the tests: on PATH, else Debian's. */
export async function resolvePromtool(progress: ToolchainProgress): Promise<string> {
  return findOnPath('promtool') ?? debianProgram({ part: 'promtool', name: 'promtool', package: 'promtool', path: 'usr/bin/promtool', version: '--version' }, progress);
}
