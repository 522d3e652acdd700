import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Layout } from '../layout.ts';

/** Says that `up` found something to do in a stack and left it because its instance sleeps; beside the state that the work would change. */
const fileOf = (layout: Layout, stack: string): string => join(layout.state, 'waiting', stack);

/** The instance was asleep when its changes came: they are made when it wakes. */
export function keepWaiting(layout: Layout, stack: string): void {
  const file = fileOf(layout, stack);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, '', { mode: 0o600 });
}

export const isWaiting = (layout: Layout, stack: string): boolean => existsSync(fileOf(layout, stack));
export const endWaiting = (layout: Layout, stack: string): void => rmSync(fileOf(layout, stack), { force: true });
