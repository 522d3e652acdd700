import { type Call, type Fault, keyOf, type Subject } from './call.ts';

/** A fault that waits for its call. */
export interface Armed {
  /** The call's `keyOf`. */
  readonly key: string;
  readonly fault: Fault;
  /** Ends the run under test, all of it; resolves once nothing of it lives. */
  kill(): Promise<void>;
}

/** Numbers the mutating calls of a run and says which one is to be hurt; one proxy has one. */
export class Injector {
  #calls: Call[] = [];
  #seen = new Map<string, number>();
  #armed: Armed | undefined;
  #struck = false;
  #watchers = new Set<(call: Call) => void>();

  /** Begins a run: numbers start again at 1. */
  begin(armed?: Armed): void {
    this.#calls = [];
    this.#seen = new Map();
    this.#armed = armed;
    this.#struck = false;
  }

  /** Counts a call; gives the fault that it is to suffer. Each fault strikes once. */
  take(method: string, subject: Subject): Armed | undefined {
    const id = `${subject.kind} ${subject.name}`;
    const occurrence = (this.#seen.get(id) ?? 0) + 1;
    this.#seen.set(id, occurrence);
    const call: Call = { n: this.#calls.length + 1, method, ...subject, occurrence };
    this.#calls.push(call);
    for (const watch of this.#watchers) watch(call);
    const armed = this.#armed;
    if (armed === undefined || this.#struck || armed.key !== keyOf(call)) return undefined;
    this.#struck = true;
    return armed;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Whether the armed fault met its call. */
  get struck(): boolean {
    return this.#struck;
  }

  /** Tells of each call as it comes, until the end of the run. */
  watch(watcher: (call: Call) => void): void {
    this.#watchers.add(watcher);
  }

  unwatch(): void {
    this.#watchers.clear();
  }
}
