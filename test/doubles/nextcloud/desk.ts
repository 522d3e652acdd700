import type { Call } from '../kit/call.ts';
import type { Place, System } from './place.ts';
import type { Store } from './store.ts';

/** What a sub-command works on. */
export interface Desk {
  readonly place: Place;
  readonly system: System;
  readonly store: Store;
  readonly print: (line: string) => void;
}

/** Gives the exit code, 0 when it says nothing. */
export type Handler = (call: Call, desk: Desk) => Promise<number | void>;

/** The last value given to an option. */
export function option(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return Array.isArray(value) ? (value.at(-1) as string) : typeof value === 'string' ? value : undefined;
}

export const isFlag = (call: Call, name: string): boolean => call.options[name] !== undefined;

/** Refused by the app itself, as upstream refuses it: exit code 1. */
export function fail(why: string): number {
  console.error(why);
  return 1;
}
