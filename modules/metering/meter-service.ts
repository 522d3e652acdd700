import { createServer, type Server, type ServerResponse } from 'node:http';
import { ChatiereError, ExitCode, renderProblem, text } from '../kernel/index.ts';
import { Exposition, type Health } from './exposition.ts';
import type { Ledger } from './ledger.ts';
import { rollUp } from './ledger-rollup.ts';
import { acquaintances, lastSample, recordSample } from './ledger-write.ts';
import { between, type Outcome } from './sample-between.ts';
import type { Sampler } from './sample-take.ts';

/** One line of the log, or of the answer to a trigger: JSON, English, no person and no name of a container. */
export type Say = (line: Readonly<Record<string, unknown>>) => void;

/** Samples a host and writes down what came of it. Holds nothing that is not in the ledger: killed and started again, it goes on from there. */
export class Meter {
  readonly #ledger: Ledger;
  readonly #sampler: Sampler;
  readonly #say: Say;
  #sampled: { readonly wall: number; readonly monotonic: number } | undefined;
  #failing: string | undefined;
  #unanswered = false;

  constructor(ledger: Ledger, sampler: Sampler, say: Say) {
    this.#ledger = ledger;
    this.#sampler = sampler;
    this.#say = say;
  }

  get health(): Health {
    return { sampledAt: this.#sampled?.wall, age: this.#sampled && (performance.now() - this.#sampled.monotonic) / 1000, failing: this.#failing };
  }

  /**
   * Takes one sample, dated by the wall clock given. What cannot be read or written now is said, once, and tried again at the next sample.
   * @returns undefined when nothing was written. @throws ChatiereError for a ledger that is damaged: no sample will ever go in.
   */
  async sample(wall: number): Promise<Outcome | undefined> {
    try {
      const taken = await this.#sampler.take(wall, acquaintances(this.#ledger));
      const outcome = between(lastSample(this.#ledger), taken.sample);
      recordSample(this.#ledger, taken.sample, outcome, taken.learned);
      this.#tell(outcome, taken.unanswered);
      this.#sampled = { wall, monotonic: performance.now() };
      this.#failing = undefined;
      const rolled = rollUp(this.#ledger, wall);
      if (rolled > 0) this.#say({ level: 'info', event: 'rolled-up', windows: rolled });
      return outcome;
    } catch (error) {
      const problem = error instanceof ChatiereError ? error.problems[0] : undefined;
      if (problem === undefined || problem.code === 'ledger-damaged') throw error;
      if (this.#failing !== problem.code) this.#say({ level: 'error', event: problem.code, message: renderProblem(problem, 'en') });
      this.#failing = problem.code;
      return undefined;
    }
  }

  #tell({ window, gap, step }: Outcome, unanswered: unknown): void {
    if (this.#failing !== undefined) this.#say({ level: 'info', event: 'recovered', after: this.#failing });
    if (gap) this.#say({ level: 'warn', event: 'gap', ...gap });
    if (step !== undefined) this.#say({ level: 'warn', event: 'clock-step', seconds: step });
    if (window && window.missing.length > 0) this.#say({ level: 'debug', event: 'missing', figures: window.missing });
    if (unanswered !== undefined && !this.#unanswered) this.#say({ level: 'warn', event: 'engine-unanswered', message: unanswered instanceof Error ? unanswered.message : String(unanswered) });
    this.#unanswered = unanswered !== undefined;
  }
}

/** Seconds after the last sample from which the meter is not well: three were missed. */
const STALE = 200;

/**
 * Answers `/metrics` and `/health` on an address of this machine alone.
 * @throws ChatiereError when the address is taken.
 */
export async function serve(address: string, exposition: Exposition, health: () => Health): Promise<Server> {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(address) ?? [];
  const server = createServer((request, response) => {
    void answer(request.url ?? '', response).catch((error: unknown) => end(response, 500, `${String(error)}\n`));
  });
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    if (url === '/metrics') end(response, 200, await exposition.text(), exposition.contentType);
    else if (url === '/health') end(response, well(health()) ? 200 : 503, `${JSON.stringify(health())}\n`, 'application/json');
    else end(response, 404, 'not found\n');
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? taken(address) : error));
    server.listen(Number(port), host.replace(/^\[|\]$/g, ''), resolve);
  });
  return server;
}

const well = ({ age, failing }: Health): boolean => failing === undefined && age !== undefined && age < STALE;

function end(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

const taken = (address: string): ChatiereError =>
  new ChatiereError({
    code: 'meter-port-taken',
    what: text('cette adresse est prise ; peut-être par un autre compteur de ce serveur', 'this address is taken; perhaps by another meter of this host'),
    given: address,
    next: text('arrêter qui la tient (ss -ltnp le nomme), ou donner un autre port à edge.meterPort', 'stop who holds it (ss -ltnp names it), or give edge.meterPort another port'),
  }, ExitCode.locked);
