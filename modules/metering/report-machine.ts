import type { HostSheet } from '../federation/index.ts';
import { type Problem, text } from '../kernel/index.ts';
import { memoryReservation, processorReservation } from './attribution.ts';
import { ageInHours } from './embodied.ts';
import type { FactorTable } from './factors.ts';
import { sumOf } from './interval.ts';
import type { Period } from './ledger-read.ts';
import { LADDER } from './power-ladder.ts';
import { accountOf, kilowattHoursOf } from './report-account.ts';
import type { HostAccount, HostPartOwner } from './report-host.ts';
import { unknownLoad } from './report-load.ts';
import type { HostSaid } from './report.ts';
import type { HostPartReport, HostReport, Quality } from './report-schema.ts';
import type { Recorded } from './sample-merge.ts';
import { loadOf } from './window.ts';

interface HostInput {
  readonly id: string;
  readonly sheet: HostSheet;
  readonly account: HostAccount | undefined;
  readonly said: HostSaid | undefined;
  readonly period: Period;
  readonly factors: FactorTable;
  readonly winter: boolean;
  readonly instances: number;
}

/** ISO 8601, in universal time. */
export const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** A host: its account, what it is made of, how full it is, and how far its figures are to be trusted. */
export function hostReport({ id, sheet, account, said, period, factors, winter, instances }: HostInput): HostReport {
  const { site, hardware } = sheet;
  const { pue } = site;
  return {
    ...accountOf(id, id, account?.node ?? unknownLoad(id), winter),
    operator: sheet.operator,
    site: site.name,
    pue: pue ? { value: pue.value, category: pue.category, year: pue.year, evidence: pue.evidence ?? null } : null,
    parts: account ? partsOf(account) : [],
    hardware: hardware ? {
      model: hardware.model,
      example: hardware.example,
      year: hardware.year,
      age: ageInHours(hardware.year, period.to) / HOURS_PER_YEAR,
      condition: hardware.condition,
      lifeYears: hardware.lifeYears ?? (account?.embodied ? account.embodied.lifeHours / HOURS_PER_YEAR : null),
      amortised: account?.amortised ?? false,
    } : null,
    density: account && account.windows.length > 0 ? densityOf(account.windows, instances) : null,
    methods: account ? methodsOf(account.windows, sheet, factors) : [],
    quality: account && said && 'readings' in said ? qualityOf(account, said.readings, period) : null,
    problems: [...(account?.problems ?? []), ...(account ? [] : [silenceOf(id, said)])].map((problem) => ({ ...problem })),
  };
}

const HOURS_PER_YEAR = 8760;

/** What to say of a host that gave no window: its meter's own words, or that nothing was measured in this period. */
function silenceOf(host: string, said: HostSaid | undefined): Problem {
  if (said && 'problem' in said) return said.problem;
  return { code: 'no-reading', what: text('pas de relevé dans cette période', 'no reading in this period'), given: host, next: text('choisir une autre période ; le compteur relève chaque minute dès que « chatiere up » l’a démarré', 'choose another period; the meter samples every minute once “chatiere up” has started it') };
}

/** In the order of a host's page: instances, what serves everyone, the system, others, idle, unseen. */
const ORDER: readonly HostPartOwner['kind'][] = ['instance', 'shared', 'meter', 'system', 'foreign', 'idle', 'unseen'];

function partsOf({ parts, node }: HostAccount): HostPartReport[] {
  const whole = node.energy.joules.value;
  return [...parts.values()]
    .toSorted((a, b) => ORDER.indexOf(a.owner.kind) - ORDER.indexOf(b.owner.kind))
    .map(({ owner, load }) => ({
      kind: owner.kind,
      id: owner.kind === 'instance' ? owner.instance : owner.kind === 'shared' ? owner.part : '',
      kilowattHours: kilowattHoursOf(load.energy.joules),
      share: whole === 0 ? 0 : load.energy.joules.value / whole,
    }));
}

/** Means over the time that was measured. */
function densityOf(windows: readonly Recorded[], instances: number): HostReport['density'] {
  const seconds = windows.reduce((sum, window) => sum + window.seconds, 0);
  const mean = (of: (window: Recorded) => number): number => windows.reduce((sum, window) => sum + of(window) * window.seconds, 0) / seconds;
  const reserved = (of: (use: Recorded['containers'][number], window: Recorded) => number) => mean((window) => Math.min(1, window.containers.reduce((sum, use) => sum + of(use, window), 0)));
  return {
    instances,
    load: mean(loadOf),
    reservedCores: reserved((use, window) => processorReservation(use, window.node.cores, window.seconds)),
    reservedMemory: reserved((use, { node }) => memoryReservation(use, node.memoryBytes)),
  };
}

/** The energy of the hours of which every way to know is asked, wall and counters and model side by side. */
function methodsOf(windows: readonly Recorded[], { hardware }: HostSheet, factors: FactorTable): HostReport['methods'] {
  return Object.entries(LADDER).flatMap(([provenance, rung]) => {
    const figures = windows.flatMap((window) => {
      const outcome = rung({ window, hardware, factors });
      return outcome?.ok ? [{ seconds: window.seconds, joules: outcome.value.energy.joules }] : [];
    });
    if (figures.length === 0) return [];
    return [{ provenance, hours: figures.reduce((sum, { seconds }) => sum + seconds, 0) / 3600, kilowattHours: kilowattHoursOf(sumOf(figures.map(({ joules }) => joules))) }];
  });
}

function qualityOf(account: HostAccount, readings: Extract<HostSaid, { readings: unknown }>['readings'], period: Period): Quality {
  const { windows, silent, counted, parts } = account;
  const seconds = (list: readonly Recorded[]): number => list.reduce((sum, window) => sum + window.seconds, 0);
  const missing: Record<string, number> = {};
  for (const window of windows) for (const name of window.missing) missing[name] = (missing[name] ?? 0) + window.seconds;
  const last = Math.max(...windows.map((window) => window.from + window.seconds));
  const together = [...parts.values()].reduce((sum, { load }) => sum + load.energy.joules.value, 0);
  const inside = (moment: number): boolean => moment >= period.from && moment < period.to;
  return {
    coverage: Math.min(1, seconds(windows) / Math.max(1, period.to - period.from)),
    measuredSeconds: seconds(windows),
    silentSeconds: seconds(silent),
    gaps: readings.gaps.filter(({ from }) => inside(from)).map(({ from, seconds: length, reason }) => ({ from: isoOf(from), seconds: length, reason })),
    steps: readings.steps.filter(({ at }) => inside(at)).map(({ at, seconds: by }) => ({ at: isoOf(at), seconds: by })),
    missing,
    walls: readings.walls.length,
    last: windows.length === 0 ? null : isoOf(last),
    residual: counted === 0 ? 0 : Math.abs(together - counted) / counted,
  };
}

