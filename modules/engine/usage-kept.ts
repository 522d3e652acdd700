import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Usage } from '../catalog/index.ts';
import { BANDS, missing, type Shown, type ShownUsage } from '../metering/index.ts';
import type { Layout } from './layout.ts';

const Count = z.discriminatedUnion('shown', [
  z.strictObject({ shown: z.literal('count'), count: z.int().nonnegative() }),
  z.strictObject({ shown: z.literal('below'), threshold: z.int().positive() }),
  z.strictObject({ shown: z.literal('withheld') }),
  z.strictObject({ shown: z.literal('missing') }),
]);
const Seen = z.strictObject({ counts: z.record(z.string(), Count), bands: z.partialRecord(z.enum(BANDS), Count) });

/** The last reading of an instance, as each audience may see it: a number that is hidden from both is not in the file either. */
const Kept = z.strictObject({ schema: z.literal(1), at: z.iso.datetime(), release: z.string(), organization: Seen, public: Seen });
export type Kept = z.infer<typeof Kept>;

const folderOf = (layout: Layout): string => join(layout.state, 'usage');
const fileOf = (layout: Layout, instance: string): string => join(folderOf(layout), `${instance}.json`);

/** In the place of the one before. Without a state nothing was ever brought up from here, and nothing is kept. */
export function keepUsage(layout: Layout, instance: string, kept: Kept): void {
  if (!existsSync(layout.state)) return;
  const file = fileOf(layout, instance);
  mkdirSync(folderOf(layout), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.${process.pid}.tmp`, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
  renameSync(`${file}.${process.pid}.tmp`, file);
}

/** Undefined where there is none, or something else lies there: then it is counted anew. */
export function keptUsage(layout: Layout, instance: string): Kept | undefined {
  try {
    return Kept.safeParse(JSON.parse(readFileSync(fileOf(layout, instance), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Nothing stays of those who do not agree any more, nor of those who are gone. */
export function forgetUsage(layout: Layout, agreeing: ReadonlySet<string>): void {
  if (!existsSync(folderOf(layout))) return;
  for (const file of readdirSync(folderOf(layout))) if (file.endsWith('.json') && !agreeing.has(file.slice(0, -'.json'.length))) rmSync(join(folderOf(layout), file), { force: true });
}

export const seen = ({ counts, bands }: ShownUsage): z.infer<typeof Seen> => ({
  counts: Object.fromEntries(counts.map(({ query, value }) => [query.id, value])),
  bands: Object.fromEntries(bands.map(({ band, value }) => [band, value])),
});

/** Back, with the definitions of the release that was counted. */
export const shownOf = ({ counts, bands }: z.infer<typeof Seen>, queries: readonly Usage[]): ShownUsage => ({
  counts: queries.map((query) => ({ query, value: counts[query.id] ?? missing })),
  bands: BANDS.flatMap((band) => (bands[band] === undefined ? [] : [{ band, value: bands[band] as Shown }])),
  problems: [],
});
