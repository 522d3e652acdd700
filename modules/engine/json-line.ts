import { z } from 'zod';
import type { Progress } from './progress.ts';

/** Raised when a line changes its meaning; what is only added does not raise it. */
export const JSON_SCHEMA_VERSION = 1;

const Words = z.object({ fr: z.string(), en: z.string() });
const outcome = z.enum(['succeeded', 'unchanged', 'asleep', 'failed', 'skipped', 'cancelled']);
const seconds = z.number().nonnegative();
const count = z.int().nonnegative();
const Changes = z.object({ create: count, update: count, replace: count, delete: count, same: count }).describe('Resources, by what was (or in a preview would be) done to them');
const Step = z.object({
  urn: z.string(),
  operation: z.enum(['create', 'update', 'replace', 'delete', 'refresh']),
  type: z.string().describe('Pulumi’s type token'),
  name: z.string(),
  properties: z.array(z.string()).describe('Paths of the properties that differ'),
});

/** What the engine tells while it works. */
const events = [
  z.strictObject({ kind: z.literal('task-started'), task: z.string(), title: Words }),
  z.strictObject({ kind: z.literal('task-line'), task: z.string(), line: z.string().describe('The last line that a long task’s command wrote') }),
  z.strictObject({ kind: z.literal('task-finished'), task: z.string(), outcome, seconds }),
  z.strictObject({ kind: z.literal('stack-started'), stack: z.string(), operation: z.enum(['up', 'preview', 'refresh', 'destroy']), usualSeconds: seconds.optional().describe('What the last success took') }),
  z.strictObject({ kind: z.literal('step-started'), stack: z.string(), step: Step }),
  z.strictObject({ kind: z.literal('step-finished'), stack: z.string(), step: Step, outcome: z.enum(['succeeded', 'failed']), seconds }),
  z.strictObject({ kind: z.literal('stack-finished'), stack: z.string(), outcome, changes: Changes, seconds }),
  z.strictObject({ kind: z.literal('note'), text: Words, stack: z.string().optional() }),
] as const;

const Problem = z.object({
  code: z.string().describe('Stable identifier'),
  what: Words,
  where: z.object({ file: z.string(), line: z.int(), column: z.int(), field: z.string() }).partial().optional(),
  given: z.string().optional().describe('The value found, as it was'),
  allowed: Words.optional(),
  next: Words.optional().describe('What to do'),
});

const versioned = { schema: z.literal(JSON_SCHEMA_VERSION) };
const dated = { ...versioned, at: z.iso.datetime() };

/** One line that the command writes with `--json`: events on stdout while it works, its result last; its error on stderr. */
export const JsonLine = z.discriminatedUnion('kind', [
  z.looseObject({
    ...versioned,
    kind: z.literal('result'),
    stacks: z.array(z.looseObject({ stack: z.string(), outcome: outcome.optional(), changes: Changes.optional() })).optional().describe('Of up, down and preview: what came of each stack'),
    total: Changes.optional().describe('Of up, down and preview'),
  }),
  z.strictObject({ ...versioned, kind: z.literal('error'), exitCode: z.int(), problems: z.array(Problem).min(1) }),
  z.strictObject({ ...dated, kind: z.literal('stopping') }),
  ...events.map((event) => event.extend(dated)),
]);

/** The same as a JSON Schema (draft 2020-12), for whoever reads the lines. */
export const jsonLineSchema = (): object => z.toJSONSchema(JsonLine);

/** An event of the schema is an event of the engine, and the other way round: neither changes alone. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[] : T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Loose<T> = T extends { kind: 'stack-started' } ? Omit<T, 'usualSeconds'> & { usualSeconds?: number | undefined } : T extends { kind: 'note' } ? Omit<T, 'stack'> & { stack?: string | undefined } : T;
type Event = z.infer<(typeof events)[number]>;
true satisfies Same<Loose<Plain<Progress>>, Loose<Event>>;
