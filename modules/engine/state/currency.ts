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
  return (stack) => {
    const checkpoint = settledCheckpoint(session, stack);
    return checkpoint !== undefined && checkpoint.outputs['input'] === digestNow(session, inputOf(session.federation, session.catalog, stack, localImageTag), program);
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
function settledCheckpoint({ layout }: Session, stack: string): Checkpoint | undefined {
  const content = isRestored(layout, stack) ? undefined : readContent(layout, stack);
  const last = content && lastUpdate(layout, stack);
  if (!last?.succeeded || last.kind !== 'update' || last.content === undefined || !content?.equals(last.content)) return undefined;
  const checkpoint = parseCheckpoint(content);
  return checkpoint?.pending.length === 0 ? checkpoint : undefined;
}

function digestNow({ layout }: Session, input: StackInput, program: string): string {
  const facts = Object.keys(input.facts).map((stack) => [stack, factDigests(readContent(layout, stack))] as const);
  return inputDigest(input, fingerprintsOf(input, program), Object.fromEntries(facts));
}

const factDigests = (content: Buffer | undefined): Readonly<Record<string, string>> | undefined =>
  content && (parseCheckpoint(content)?.outputs['facts'] as Readonly<Record<string, string>> | undefined);
