import type { Federation } from '../federation/index.ts';
import type { Problem } from '../kernel/index.ts';
import { spreadShared } from './attribution-shared.ts';
import { type FactorRecord, type FactorTable, oldGridFactors } from './factors.ts';
import { exactly } from './interval.ts';
import type { Period } from './ledger-read.ts';
import { type Energy, energyFrom } from './provenance.ts';
import { accountOf } from './report-account.ts';
import { accountHost, type HostAccount, type HostReadings } from './report-host.ts';
import { type Load, NO_LOAD, partOf, sumLoads, unknownLoad } from './report-load.ts';
import { hostReport, isoOf } from './report-machine.ts';
import type { EnergyReport, InstanceReport } from './report-schema.ts';
import { inKilowattHours, joules } from './units.ts';

/** What a host's meter said, or why it said nothing. */
export type HostSaid = { readonly readings: HostReadings } | { readonly problem: Problem };

/** All that a report follows from: the files, the factors, and what each host said. */
export interface ReportInput {
  readonly federation: Federation;
  readonly factors: FactorTable;
  readonly period: Period;
  readonly said: ReadonlyMap<string, HostSaid>;
}

/**
 * From windows to what people read: the federation, each operator, host, organization and instance. Pure.
 *
 * A host that said nothing, or that lacks a factor, is in no sum, and each sum names the hosts that it is without.
 * What serves everyone on a host (edge, meter, socket proxy, system) is spread over its instances, the identity server over all of the
 * federation's; what is idle and reserved by nobody stays the operator's.
 */
export function energyReport({ federation, factors, period, said }: ReportInput): EnergyReport {
  const accounts = accountsOf({ federation, factors, period, said });
  const loads = (host: string): Load => accounts.get(host)?.node ?? unknownLoad(host);
  const instances = instanceLoads(federation, accounts);
  const winter = [...accounts.values()].some(({ times }) => times.winter > 0);
  const sum = (id: string, name: string, parts: readonly Load[]) => accountOf(id, name, sumLoads([NO_LOAD, ...parts]), winter);
  const of = (organization: string): Load[] => [...instances.values()].filter((one) => one.organization === organization).map(({ load }) => load);
  const used = [...new Set([...accounts.values()].flatMap((account) => account.factors))];
  return {
    from: isoOf(period.from),
    to: isoOf(period.to),
    sharedKey: 'direct',
    federation: sum(federation.sheet.id, federation.sheet.name, [...federation.hosts.keys()].map(loads)),
    operators: [...federation.operators].map(([id, { name }]) => sum(id, name, [...federation.hosts].filter(([, host]) => host.operator === id).map(([host]) => loads(host)))),
    hosts: [...federation.hosts].map(([id, sheet]) => hostReport({ id, sheet, account: accounts.get(id), said: said.get(id), period, factors, winter, instances: [...federation.instances.values()].filter(({ host }) => host === id).length })),
    organizations: [...federation.organizations].map(([id, { name }]) => sum(id, name, of(id))),
    instances: [...instances].map(([id, one]): InstanceReport => ({ ...accountOf(id, id, one.load, winter), organization: one.organization, app: one.app, operator: one.operator, host: one.host, own: one.own, shared: one.shared })),
    factors: used.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((record) => factorReport(record, oldGridFactors([record], isoOf(period.to).slice(0, 10)).length > 0)),
  };
}

/** Host -> its readings, worked out; without the hosts that said nothing. */
export function accountsOf({ federation, factors, period, said }: ReportInput): ReadonlyMap<string, HostAccount> {
  const accounts = new Map<string, HostAccount>();
  for (const [host, sheet] of federation.hosts) {
    const one = said.get(host);
    const account = one && 'readings' in one ? accountHost(host, sheet, one.readings, factors, period) : undefined;
    if (account && account.parts.size + account.silent.length > 0) accounts.set(host, account);
  }
  return accounts;
}

const factorReport = ({ id, version, year, value, low, high, unit, source }: FactorRecord, old: boolean) => ({ id, version, year, value, low, high, unit, source, old });

interface InstanceLoad {
  readonly organization: string;
  readonly app: string;
  readonly operator: string;
  readonly host: string;
  readonly load: Load;
  /** kWh. */
  readonly own: InstanceReport['own'];
  readonly shared: number;
}

function instanceLoads(federation: Federation, accounts: ReadonlyMap<string, HostAccount>): Map<string, InstanceLoad> {
  const own = new Map([...federation.instances.keys()].map((id) => [id, [...accounts.values()].flatMap((account) => account.parts.get(`instance:${id}`) ?? [])]));
  const direct = new Map([...own].map(([id, parts]) => [id, sumLoads([NO_LOAD, ...parts.map(({ load }) => load)])]));
  const shared = new Map<string, Load[]>([...own.keys()].map((id) => [id, []]));
  for (const { load, served } of sharedLoads(federation, accounts)) {
    const weights = weightsOf(served.map((id) => ({ instance: id, direct: (direct.get(id) as Load).energy })));
    for (const id of served) shared.get(id)?.push(partOf(load, weights.get(id) ?? 0));
  }
  return new Map([...federation.instances].map(([id, sheet]): [string, InstanceLoad] => {
    const order = federation.orders.get(sheet.order);
    const parts = own.get(id) ?? [];
    const given = sumLoads([NO_LOAD, ...(shared.get(id) ?? [])]);
    const silent = (accounts.get(sheet.host)?.silent.length ?? 1) > 0;
    const mine = parts.length === 0 && silent ? unknownLoad(sheet.host) : (direct.get(id) as Load);
    const kilowattHours = (pick: 'cpu' | 'memory' | 'idle'): number => inKilowattHours(joules(parts.reduce((sum, { split }) => sum + split[pick], 0)));
    return [id, {
      organization: order?.organization ?? '',
      app: order?.app ?? '',
      operator: order?.operator ?? '',
      host: sheet.host,
      load: sumLoads([mine, given]),
      own: { cpu: kilowattHours('cpu'), memory: kilowattHours('memory'), idle: kilowattHours('idle') },
      shared: inKilowattHours(given.energy.joules.value),
    }];
  }));
}

/** What serves everyone, and whom: a host's own instances, or of the identity server all of them. */
function sharedLoads(federation: Federation, accounts: ReadonlyMap<string, HostAccount>): { readonly load: Load; readonly served: readonly string[] }[] {
  const all = [...federation.instances].filter(([, { host }]) => accounts.has(host));
  return [...accounts].flatMap(([host, { parts }]) => [...parts.values()].flatMap(({ owner, load }) => {
    if (owner.kind !== 'shared' && owner.kind !== 'meter' && owner.kind !== 'system') return [];
    const everyone = owner.kind === 'shared' && owner.part === 'identity';
    return [{ load, served: all.filter(([, instance]) => everyone || instance.host === host).map(([id]) => id) }];
  }));
}

/** Shares of one joule, which add up to 1. */
function weightsOf(served: readonly { readonly instance: string; readonly direct: Energy }[]): ReadonlyMap<string, number> {
  const spread = spreadShared(energyFrom('declared', exactly(joules(1))), served, 'direct');
  return new Map(spread.ok ? [...spread.value.parts].map(([id, { joules: { value } }]) => [id, value]) : []);
}
