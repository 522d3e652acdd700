import type { Connection } from './connection.ts';
import { some, text, whole, type Values } from './values.ts';

export interface FlowRef {
  realm: string;
  /** Alias. */
  flow: string;
}

const turns = new Map<string, Promise<unknown>>();

/**
 * Steps of one flow are written one after another: Keycloak numbers a new step from those it sees,
 * and two writes at once to the same flow can undo each other.
 */
export function inTurn<T>({ realm, flow }: FlowRef, write: () => Promise<T>): Promise<T> {
  const key = `${realm}/${flow}`;
  const turn = (turns.get(key) ?? Promise.resolve()).then(write, write);
  turns.set(key, turn.catch(() => undefined));
  return turn;
}

/** Sets requirement and priority; Keycloak takes a priority left out for 0. */
export async function setPlace(keycloak: Connection, target: FlowRef, id: string, values: Values): Promise<void> {
  const place = { id, requirement: text(values, 'requirement'), priority: some(whole(values, 'priority')) };
  await keycloak.put((admin) => admin.authenticationManagement.updateExecution(target, place as never));
}

/** Keycloak tells it, though the library's type of a step does not know it. */
export function priorityOf(step: { priority?: number } | object): number {
  return 'priority' in step ? (step.priority ?? 0) : 0;
}
