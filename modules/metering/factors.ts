import { type Problem, text } from '../kernel/index.ts';
import { type Interval, interval } from './interval.ts';
import { figure, noFigure, type Outcome } from './outcome.ts';
import type { In } from './units.ts';

/** Units that factors are given in: what they are inside, and times what. Grams inside, whatever the source prints. */
export const UNITS = {
  ratio: ['1', 1],
  'W/W': ['W/W', 1],
  W: ['W', 1],
  'W/GB': ['W/GB', 1],
  'W/TB': ['W/TB', 1],
  'kWh/GB': ['kWh/GB', 1],
  h: ['h', 1],
  'GB/cm2': ['GB/cm2', 1],
  'gCO2e/kWh': ['g/kWh', 1],
  'kgCO2e/MWh': ['g/kWh', 1],
  gCO2e: ['g', 1],
  kgCO2e: ['g', 1000],
  'gCO2e/GB': ['g/GB', 1],
  'kgCO2e/GB': ['g/GB', 1000],
  'kgCO2e/mm2': ['g/mm2', 1000],
  'kgCO2e/cm2': ['g/cm2', 1000],
  'kgCO2e/kg': ['g/kg', 1000],
} as const satisfies Record<string, readonly [inside: string, scale: number]>;
export type UnitName = keyof typeof UNITS;
/** Units inside. */
export type FactorUnit = (typeof UNITS)[UnitName][0];

/** One published value of a factor, never edited once used: another value is another version. */
export interface FactorRecord {
  /** `grid.qc.direct`. */
  readonly id: string;
  /** Counts from 1 for each id. */
  readonly version: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** As the source prints it. */
  readonly unit: UnitName;
  /** Year that the value speaks of. */
  readonly year: number;
  readonly source: string;
  readonly licence: string;
  /** Days of the readings that it may be used for, both included. */
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
}

/** Every factor, by id; versions of one id never speak of the same day. */
export type FactorTable = ReadonlyMap<string, readonly FactorRecord[]>;

/** Name of ours -> id and unit inside. */
type Needed = Readonly<Record<string, readonly [id: string, unit: FactorUnit]>>;
type Taken<N extends Needed> = { readonly [K in keyof N]: Interval<In<N[K][1]>> };

/** The factors that a figure of that day needs, in units inside; or every one of them that is missing, out of date or in another unit. */
export function takeFactors<const N extends Needed>(table: FactorTable, day: string, needed: N): Outcome<Taken<N>> {
  const problems: Problem[] = [];
  const used: FactorRecord[] = [];
  const taken: [string, Interval][] = [];
  for (const [name, [id, unit]] of Object.entries(needed)) {
    const found = findFactor(table, id, day, unit);
    if ('code' in found) problems.push(found);
    else {
      used.push(found);
      taken.push([name, amountOf(found)]);
    }
  }
  return problems.length > 0 ? noFigure(...problems) : figure(Object.fromEntries(taken) as Taken<N>, used);
}

/** Value and interval in the unit inside: 1.172 kg/GB and 1172 g/GB are the same. */
export function amountOf({ value, low, high, unit }: FactorRecord): Interval {
  const [, scale] = UNITS[unit];
  return interval(value * scale, low * scale, high * scale);
}

function findFactor(table: FactorTable, id: string, day: string, unit: FactorUnit): FactorRecord | Problem {
  const versions = table.get(id) ?? [];
  const record = versions.find((one) => one.validFrom <= day && (one.validUntil === undefined || day <= one.validUntil));
  if (!record) return versions.length === 0 ? unknownFactor(id) : outOfDate(id, day, versions);
  const [inside] = UNITS[record.unit];
  if (inside === unit) return record;
  const allowed = Object.entries(UNITS).filter(([, [own]]) => own === unit).map(([name]) => name).join(', ');
  return { code: 'factor-unit', what: text(`facteur d’une autre unité : ${id}`, `factor of another unit: ${id}`), given: record.unit, allowed: text(allowed, allowed) };
}

const unknownFactor = (id: string): Problem => ({
  code: 'factor-missing',
  what: text(`facteur absent : ${id} ; pas de chiffre sans lui`, `missing factor: ${id}; there is no figure without it`),
  next: text('l’ajouter à catalog/factors, avec sa source', 'add it to catalog/factors, with its source'),
});

function outOfDate(id: string, day: string, versions: readonly FactorRecord[]): Problem {
  const last = versions.map(({ validUntil }) => validUntil ?? '9999').sort().at(-1) as string;
  const first = versions.map(({ validFrom }) => validFrom).sort()[0] as string;
  const late = day > last;
  return {
    code: late ? 'factor-out-of-date' : 'factor-not-for-day',
    what: late ? text(`facteur périmé : ${id} ; pas de chiffre sans lui`, `factor out of date: ${id}; there is no figure without it`) : text(`facteur sans valeur pour ce jour : ${id}`, `factor without a value for this day: ${id}`),
    given: day,
    allowed: late ? text(`jusqu’au ${last}`, `until ${last}`) : text(`à partir du ${first}, sans trou`, `from ${first} on, without gaps`),
    next: text('ajouter à catalog/factors la valeur de cette année, avec sa source', 'add this year’s value to catalog/factors, with its source'),
  };
}

/** Factors of the grid whose year ended more than 18 months before a day: still used, and said to be old. */
export const oldGridFactors = (factors: readonly FactorRecord[], day: string): FactorRecord[] => factors.filter(({ id, year }) => id.startsWith('grid.') && day >= `${year + 2}-07-01`);
