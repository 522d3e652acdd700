import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ChatiereError, type Problem } from '../kernel/index.ts';
import { parseSheet } from './sheet.ts';

/** How far the suite got with a release on a target; computed, never written by hand. */
export const Level = z.strictObject({
  level: z.int().min(0),
  /** The published images, or a double of the app. */
  tested: z.enum(['real', 'double']),
  on: z.iso.date(),
  /** Step -> what came of it, in the suite's own words. */
  steps: z.record(z.string(), z.json()),
});

/** `levels.json`: `<app>/<release>` -> target -> level. */
export const Levels = z.record(z.string(), z.record(z.string(), Level));
export type Level = z.infer<typeof Level>;
export type Levels = z.infer<typeof Levels>;

const FILE = 'levels.json';

/** The levels of a catalog directory; none where nothing was measured. Throws a `ChatiereError`. */
export function readLevels(directory: string): Levels {
  const path = join(directory, FILE);
  if (!existsSync(path)) return {};
  const problems: Problem[] = [];
  const sheet = parseSheet(`${basename(directory)}/${FILE}`, readFileSync(path, 'utf8'), Levels, problems);
  if (!sheet) throw new ChatiereError(problems);
  return sheet.value;
}
