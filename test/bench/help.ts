import { join } from 'node:path';
import { createFederation } from '../e2e/federation.ts';
import { repeated, timed } from './command.ts';
import type { Figure } from './figure.ts';
import { CHECKOUT, type Measure } from './measure.ts';

const RUNS = 15;
const COMMAND = join(CHECKOUT, 'scripts', 'chatiere');

/** How long the command itself takes, as a person types it, its compile cache warm. */
export const help: Measure = async (say) => {
  await timed(COMMAND, ['--help']);
  const helps = await repeated(RUNS, () => timed(COMMAND, ['--help']));
  say(`chatiere --help: ${RUNS} runs`);
  const federation = await createFederation();
  try {
    await timed(COMMAND, ['-C', federation.directory, 'status']);
    const statuses = await repeated(RUNS, () => timed(COMMAND, ['-C', federation.directory, 'status']));
    return [
      { ...milliseconds('`chatiere --help`', helps), bound: { atMost: 200 } },
      milliseconds('`chatiere status`, deux instances', statuses),
    ];
  } finally {
    await federation.dispose();
  }
};

const milliseconds = (what: string, runs: readonly { readonly seconds: number }[]): Figure => ({ what, unit: 'ms', samples: runs.map(({ seconds }) => seconds * 1000) });
