import { rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../kernel/index.ts';
import { type Layout, PROJECT } from './layout.ts';
import { clearEngineLock, type Held, type Owner, takeLock } from './lock.ts';
import type { Listener } from './progress.ts';
import { endOrphans } from './recovery/orphans.ts';
import { settle } from './state/copies.ts';
import { refuseDamage } from './state/integrity.ts';
import { checkRoom } from './state/room.ts';
import { brokenAttributes } from './state/store.ts';

/**
 * Does something that changes stacks while holding the lock of each; all or none are taken. What keeps their state sound is seen
 * to here: a dead owner's lock, ours or Pulumi's own, is cleared and told, and what it left running is ended; a live owner refuses
 * with exit code 4; there must be room for the state, and it must be as the last operation left it.
 */
export async function withLocks<T>(layout: Layout, stacks: readonly string[], listen: Listener, act: () => Promise<T>): Promise<T> {
  checkRoom(layout);
  const held: Held[] = [];
  try {
    const dead: { stack: string; owner: Owner }[] = [];
    for (const stack of stacks.toSorted()) {
      const lock = await takeLock(layout.locks, stack);
      held.push(lock);
      if (lock.cleared) dead.push({ stack, owner: lock.cleared });
    }
    const orphaned = await endOrphans(layout, stacks);
    for (const stack of stacks) {
      for (const owner of await clearEngineLock(engineLocks(layout, stack), stack, list)) dead.push({ stack, owner });
    }
    for (const stack of orphaned) listen({ kind: 'note', stack, text: orphanText(stack) });
    for (const { stack, owner } of dead) listen({ kind: 'note', stack, text: clearedText(stack, owner) });
    // An operation that was cut off left its state between two steps: that is how it stands now.
    for (const stack of new Set([...orphaned, ...dead.map(({ stack }) => stack)])) settle(layout, stack);
    for (const file of stacks.flatMap((stack) => brokenAttributes(layout, stack))) rmSync(file, { force: true });
    refuseDamage(layout, stacks);
    return await act();
  } finally {
    await Promise.all(held.map((lock) => lock.release()));
  }
}

const engineLocks = (layout: Layout, stack: string): string => join(layout.state, '.pulumi', 'locks', 'organization', PROJECT, stack);
const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const clearedText = (stack: string, { pid, user, startedAt }: Owner) =>
  text(
    `pile « ${stack} » : verrou d’un processus disparu levé (pid ${pid}, ${user}, depuis ${startedAt})`,
    `stack "${stack}": lock of a process that is gone was cleared (pid ${pid}, ${user}, since ${startedAt})`,
  );

const orphanText = (stack: string) =>
  text(`pile « ${stack} » : ce qu’une opération sans maître faisait encore tourner a été arrêté`, `stack "${stack}": what an operation without an owner still had running was ended`);
