import { join } from 'node:path';
import { type EnergyReport, energyReport, loadFactors, type Period } from '../metering/index.ts';
import { CHECKOUT } from './layout.ts';
import type { MeterExec } from './meter-exec.ts';
import { readMeters } from './meter-read.ts';
import type { Session } from './session.ts';

/** Asks every host's meter and works the answers out with the catalog's factors. */
export async function federationEnergy({ federation }: Pick<Session, 'federation'>, exec: MeterExec, period: Period): Promise<EnergyReport> {
  const said = await readMeters(federation, exec, period);
  return energyReport({ federation, factors: loadFactors(join(CHECKOUT, 'catalog')), period, said });
}
