import { CONTAINER, type Bench, type Made } from './docker-bench.ts';
import type { Diff, Failure, Values } from './server-client.ts';

/** Health checks that pass, and that never do. */
export const PASSES = { tests: ['CMD', 'true'], interval: '200ms', timeout: '5s', retries: 3 };
export const FAILS = { tests: ['CMD', 'false'], interval: '200ms', timeout: '5s', retries: 1 };

/** The steps of a test with containers; each takes what the one before gave. */
export interface Hand {
  make(inputs?: Values): Promise<Made>;
  /** Against the same inputs, or with some of them changed. */
  diff(made: Made, changed?: Values): Promise<Diff>;
  refreshed(made: Made): Promise<Made>;
  update(made: Made, changed: Values): Promise<Made>;
  remove(made: Made): Promise<void>;
  inspect(id: string, format: string): Promise<string>;
}

export function handOf(bench: () => Bench): Hand {
  return {
    make: (inputs) => bench().make(CONTAINER, bench().service(inputs)),
    diff: ({ state, inputs }, changed = {}) => bench().client.diff(CONTAINER, state, { ...inputs, ...changed }),
    async refreshed({ id, state, inputs }) {
      return { id, inputs, state: (await bench().client.read(CONTAINER, id, state, inputs)).state };
    },
    async update(made, changed) {
      const inputs = { ...made.inputs, ...changed };
      return { id: made.id, inputs, state: await bench().client.update(CONTAINER, made.id, made.state, inputs) };
    },
    remove: ({ id, state }) => bench().client.delete(CONTAINER, id, state),
    inspect: (id, format) => bench().docker('inspect', '--format', format, id),
  };
}

/** The failure that must come. */
export const failing = (work: Promise<unknown>): Promise<Failure> =>
  work.then(() => { throw new Error('should fail'); }, (error: Failure) => error);
