import { join } from 'node:path';
import type { Release } from '../catalog/index.ts';
import { orderOf } from '../federation/index.ts';
import type { Problem } from '../kernel/index.ts';
import { accountsOf, type Candidate, loadFactors, type Period, type Proposal, proposalsOf } from '../metering/index.ts';
import { resolveInstance } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { CHECKOUT } from './layout.ts';
import type { MeterExec } from './meter-exec.ts';
import { readMeters } from './meter-read.ts';
import type { Session } from './session.ts';

/** What the readings of a period propose, and what is missing for more. */
export interface Actions {
  readonly proposals: readonly Proposal[];
  readonly problems: readonly Problem[];
  /** Hours of hosts that there were to look at. */
  readonly hours: number;
}

/** Asks every host's meter, and proposes. Nothing is done: each proposal is a change of a file. */
export async function federationActions(session: Pick<Session, 'federation' | 'catalog'>, exec: MeterExec, period: Period): Promise<Actions> {
  const { federation } = session;
  const said = await readMeters(federation, exec, period);
  const accounts = [...accountsOf({ federation, factors: loadFactors(join(CHECKOUT, 'catalog')), period, said }).values()];
  const hours = accounts.flatMap((account) => account.hours);
  const problems = [...[...said.values()].flatMap((one) => ('problem' in one ? [one.problem] : [])), ...accounts.flatMap((account) => account.problems)];
  const { timeZone, identity } = federation.sheet;
  const hosts = [...federation.hosts].map(([host, { operator }]) => ({ host, operator, bound: host === identity.host }));
  return { proposals: proposalsOf({ hours, instances: candidates(session), hosts, timeZone }), problems, hours: hours.length };
}

function candidates({ federation, catalog }: Pick<Session, 'federation' | 'catalog'>): Candidate[] {
  return [...federation.instances].map(([instance, { host, sleep }]) => {
    const order = orderOf(federation, instance);
    const { release } = resolveInstance(federation, catalog, instance, localImageTag);
    return { instance, host, order: order.id, scheduled: sleep !== undefined, plan: order.sheet.plan, plans: reservations(release) };
  });
}

/** Plan -> bytes of what keeps running. */
function reservations({ sheet, compose }: Release): Record<string, number> {
  const lasting = [...compose.services.values()].filter(({ oneShot }) => !oneShot).map(({ name }) => name);
  return Object.fromEntries(Object.entries(sheet.sizing).map(([plan, sizes]) => [plan, lasting.reduce((sum, service) => sum + (sizes[service]?.memoryMiB ?? 0) * 2 ** 20, 0)]));
}
