import { join } from 'node:path';
import { dockerMeters, openSession } from '../../modules/engine/index.ts';
import { minutesOf } from '../../modules/engine/meter-read.ts';
import { attribute, type Attribution, loadFactors, nodeEnergy, type Period, type Recorded } from '../../modules/metering/index.ts';
import type { TestFederation } from '../e2e/federation.ts';
import { CHECKOUT } from './measure.ts';

/** The one host of the demonstration. */
export const HOST = 'serveur-1';

/** What its meter wrote of a period, minute by minute. */
export function minutesIn({ directory }: TestFederation, period: Period): Promise<Recorded[]> {
  const { federation } = openSession(directory);
  return minutesOf(federation, dockerMeters(federation), HOST, period);
}

/** How the energy of a window is shared out. */
export function attributed({ directory }: TestFederation, window: Recorded): Attribution {
  const { hardware } = openSession(directory).federation.hosts.get(HOST)!;
  const node = nodeEnergy({ window, hardware, factors: loadFactors(join(CHECKOUT, 'catalog')) });
  const shared = node.ok ? attribute(window, node.value) : node;
  if (!shared.ok) throw new Error(`no figure: ${JSON.stringify(shared.problems)}`);
  return shared.value;
}
