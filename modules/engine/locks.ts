import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../kernel/index.ts';
import type { Layout } from './layout.ts';
import { clearEngineLock, type Held, type Owner, takeLock } from './lock.ts';
import type { Listener } from './progress.ts';
import { PROJECT } from './stack.ts';

/**
 * Does something while holding the lock of each stack; all or none are taken.
 * A dead owner's lock, ours or Pulumi's own, is cleared and told; a live one refuses with exit code 4.
 */
export async function withLocks<T>(layout: Layout, stacks: readonly string[], listen: Listener, act: () => Promise<T>): Promise<T> {
  const held: Held[] = [];
  try {
    for (const stack of stacks.toSorted()) {
      const lock = await takeLock(layout.locks, stack);
      held.push(lock);
      const dead = [...(lock.cleared ? [lock.cleared] : []), ...(await clearEngineLock(engineLocks(layout, stack), stack, list))];
      for (const owner of dead) listen({ kind: 'note', stack, text: clearedText(stack, owner) });
    }
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
