import { z } from 'zod';
import { Bilingual, ReleaseName, Segment } from './fields.ts';

const Argv = z.array(z.string()).min(1);
/** A command in a running service. */
const Command = z.strictObject({ service: Segment, argv: Argv });

/** A one-shot job after the services are healthy, in the order listed. */
export const Configure = z.strictObject({
  id: Segment,
  /** Service whose image, mounts, secrets and environment the job uses. */
  service: Segment,
  /** Secrets and configs of its service that it uses; a change of the others does not run it again. All of them when absent. */
  files: z.array(Segment).optional(),
  argv: Argv,
  /** Run before, in the same container: exit code 0 says that there is nothing to do. The image needs /bin/sh. */
  check: Argv.optional(),
  when: z.enum(['install', 'change', 'upgrade']),
  timeoutSeconds: z.int().min(1).default(300),
});
export type Configure = z.infer<typeof Configure>;

/** What to save, in order, and how to put it back. */
export const Backup = z.strictObject({
  /** What holds the app still meanwhile: nothing, its end, or a mode of its own. */
  quiesce: z.union([z.enum(['none', 'stop']), z.strictObject({ enter: Command, exit: Command })]),
  sets: z.array(z.strictObject({
    id: Segment,
    kind: z.enum(['database', 'volume']),
    /** Of a database: where `argv` writes the copy to its output. */
    service: Segment.optional(),
    argv: Argv.optional(),
    volume: Segment.optional(),
  })).min(1),
  /** Steps in order; those with a command can be run as they stand. */
  restore: z.array(Bilingual.extend({ service: Segment.optional(), argv: Argv.optional() })).min(1),
});

/** Which releases may become this one. */
export const Upgrade = z.strictObject({
  /** `revision`: the same version of upstream; `minor`: within a major; `one-major`: that or the next; `any`: any later one. Never an earlier one. */
  rule: z.enum(['revision', 'minor', 'one-major', 'any']).default('any'),
  /** Releases from which one may move to this one, where the rule alone is too generous; empty: as the rule says. */
  from: z.array(ReleaseName).default([]),
  strategy: z.enum(['stop-first', 'rolling']).default('stop-first'),
  /** To see to before, in words. */
  before: z.array(Bilingual).default([]),
  /** Jobs of `configure` that follow an upgrade. */
  after: z.array(Segment).default([]),
});
