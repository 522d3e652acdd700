import { fingerprintsOf, inputDigest, inputOf, programDigest, type StackInput } from '../../input/index.ts';
import { localImageTag } from '../../../tools/images/index.ts';
import { CHECKOUT } from '../layout.ts';
import type { Planned } from '../plan.ts';
import type { Session } from '../session.ts';
import { isRestored } from './restore.ts';
import { type Checkpoint, lastUpdate, parseCheckpoint, readContent } from './store.ts';

/**
 * Says of a stack whether an update would find nothing to do, without starting Pulumi: its last operation was an update that
 * succeeded, nobody touched its state since, and it was made from the very input that the files give now. Nothing else counts.
 */
export function currencyOf(session: Session): (stack: string) => boolean {
  const program = programDigest(CHECKOUT);
  const parse = parseOnce();
  return (stack) => {
    const checkpoint = settledCheckpoint(session, stack, parse);
    return checkpoint !== undefined && checkpoint.outputs['input'] === digestNow(session, inputOf(session.federation, session.catalog, stack, localImageTag), program, parse);
  };
}

type Parse = (stack: string, content: Buffer) => Checkpoint | undefined;

/** Parses a checkpoint once for as long as it lies there unchanged: each instance reads that of the realm and that of its organization. */
function parseOnce(): Parse {
  const known = new Map<string, { readonly content: Buffer; readonly checkpoint: Checkpoint | undefined }>();
  return (stack, content) => {
    const before = known.get(stack);
    if (before?.content.equals(content)) return before.checkpoint;
    const checkpoint = parseCheckpoint(content);
    known.set(stack, { content, checkpoint });
    return checkpoint;
  };
}

/** The stacks of a plan that are not current, and those that may cease to be when these have run: all that need one of them. */
export function staleStacks(plans: readonly Planned[], isCurrent: (stack: string) => boolean): string[] {
  const stale = new Set<string>();
  for (const { name, dependsOn } of plans) {
    if (dependsOn.some((other) => stale.has(other)) || !isCurrent(name)) stale.add(name);
  }
  return [...stale];
}

/** What the last operation left, if it was a successful update and lies there unchanged, with nothing pending, and was not taken back from a copy. */
function settledCheckpoint({ layout }: Session, stack: string, parse: Parse): Checkpoint | undefined {
  const content = isRestored(layout, stack) ? undefined : readContent(layout, stack);
  const last = content && lastUpdate(layout, stack);
  if (!last?.succeeded || last.kind !== 'update' || last.content === undefined || !content?.equals(last.content)) return undefined;
  const checkpoint = parse(stack, content);
  return checkpoint?.pending.length === 0 ? checkpoint : undefined;
}

function digestNow({ layout }: Session, input: StackInput, program: string, parse: Parse): string {
  const facts = Object.keys(input.facts).map((stack) => [stack, factDigests(stack, readContent(layout, stack), parse)] as const);
  return inputDigest(input, fingerprintsOf(input, program), Object.fromEntries(facts));
}

const factDigests = (stack: string, content: Buffer | undefined, parse: Parse): Readonly<Record<string, string>> | undefined =>
  content && (parse(stack, content)?.outputs['facts'] as Readonly<Record<string, string>> | undefined);
