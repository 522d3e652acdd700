import { readFileSync } from 'node:fs';
import { sha256 } from '../kernel/index.ts';
import { takeLock } from './lock.ts';
import { refuseUnknown } from './plan.ts';
import type { Session } from './session.ts';
import { type Copy, copiesOf } from './state/copies.ts';
import { type Damage, damageOf } from './state/integrity.ts';
import { acceptState, restoreState } from './state/restore.ts';
import { parseCheckpoint } from './state/store.ts';

/** A stack's state and its kept copies, newest first. */
export interface StateReport {
  readonly stack: string;
  readonly damage: Damage | undefined;
  readonly copies: readonly (Copy & { readonly sound: boolean; readonly resources: number })[];
}

/** Of the named stacks, of all when none is named. */
export async function statesOf(session: Session, wanted: readonly string[]): Promise<StateReport[]> {
  const known = session.plans.map(({ name }) => name);
  refuseUnknown(known, wanted);
  return (wanted.length > 0 ? wanted : known).map((stack) => ({ stack, damage: damageOf(session.layout, stack), copies: copiesOf(session.layout, stack).map(described) }));
}

function described(copy: Copy): StateReport['copies'][number] {
  const content = readFileSync(copy.file);
  return { ...copy, sound: sha256(content) === copy.sha256, resources: parseCheckpoint(content)?.resources.length ?? 0 };
}

export const restore = (session: Session, stack: string, sequence: number | undefined): Promise<ReturnType<typeof restoreState>> =>
  alone(session, stack, () => restoreState(session.layout, stack, sequence));

export const accept = (session: Session, stack: string): Promise<void> => alone(session, stack, () => acceptState(session.layout, stack));

/** While nobody works on the stack. */
async function alone<T>({ plans, layout }: Session, stack: string, act: () => T): Promise<T> {
  refuseUnknown(plans.map(({ name }) => name), [stack]);
  const lock = await takeLock(layout.locks, stack);
  try {
    return act();
  } finally {
    await lock.release();
  }
}
