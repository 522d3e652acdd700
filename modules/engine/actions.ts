import { join } from 'node:path';
import type { Release } from '../catalog/index.ts';
import { orderOf } from '../federation/index.ts';
import type { Problem } from '../kernel/index.ts';
import { accountsOf, type Candidate, type Carried, type Effect, effectsOf, loadFactors, type Period, type Proposal, proposalsOf } from '../metering/index.ts';
import { resolveInstance } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { CHECKOUT } from './layout.ts';
import type { MeterExec } from './meter-exec.ts';
import { readMeters } from './meter-read.ts';
import type { Session } from './session.ts';
import { windowAt } from './sleep/hours.ts';

/** What the readings of a period propose, and what is missing for more. */
export interface Actions {
  readonly proposals: readonly Proposal[];
  /** What came of changes that the files already have. */
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
  /** Hours of hosts that there were to look at. */
  readonly hours: number;
}

/** Seconds before the end of the period in which a change is looked for, and what it changed. */
const LOOKED_BACK = 90 * 86_400;

/** Asks every host's meter, proposes, and compares what was proposed once with what came of it. Nothing is done: each proposal is a change of a file. */
export async function federationActions(session: Pick<Session, 'federation' | 'catalog'>, exec: MeterExec, period: Period): Promise<Actions> {
  const { federation } = session;
  const carried = carriedOut(session);
  const read = carried.length === 0 ? period : { from: Math.min(period.from, period.to - LOOKED_BACK), to: period.to };
  const said = await readMeters(federation, exec, read);
  const accounts = [...accountsOf({ federation, factors: loadFactors(join(CHECKOUT, 'catalog')), period: read, said }).values()];
  const known = accounts.flatMap((account) => account.hours);
  const hours = known.filter(({ window }) => window.from >= period.from);
  const problems = [...[...said.values()].flatMap((one) => ('problem' in one ? [one.problem] : [])), ...accounts.flatMap((account) => account.problems)];
  const { timeZone, identity } = federation.sheet;
  const hosts = [...federation.hosts].map(([host, { operator }]) => ({ host, operator, bound: host === identity.host }));
  return { proposals: proposalsOf({ hours, instances: candidates(session), hosts, timeZone }), effects: known.length === 0 ? [] : effectsOf(known, carried), problems, hours: hours.length };
}

/** Schedules, and orders that amend one of a larger plan of the same app. */
function carriedOut({ federation, catalog }: Pick<Session, 'federation' | 'catalog'>): Carried[] {
  return [...federation.instances].flatMap(([instance, { host, sleep }]): Carried[] => {
    const { sheet } = orderOf(federation, instance);
    const former = sheet.amends === undefined ? undefined : federation.orders.get(sheet.amends);
    const plans = reservations(resolveInstance(federation, catalog, instance, localImageTag).release);
    const memoryBytes = former?.app === sheet.app ? (plans[former.plan] ?? 0) - (plans[sheet.plan] ?? 0) : 0;
    const nightOf = (schedule: NonNullable<typeof sleep>) => (moment: number): number | undefined => {
      const night = windowAt(schedule, federation.sheet.timeZone, moment * 1000);
      return night && night.from / 1000;
    };
    return [
      ...(sleep ? [{ kind: 'sleep', instance, host, nightOf: nightOf(sleep) } as const] : []),
      ...(memoryBytes > 0 ? [{ kind: 'plan', instance, host, memoryBytes } as const] : []),
    ];
  });
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
