import type { HostSheet } from '../federation/index.ts';
import type { Problem } from '../kernel/index.ts';
import { attribute, energyOf, ownerKey, type Part, type PartOwner } from './attribution.ts';
import { facilityFigure } from './carbon.ts';
import { type Embodied, embodiedOf } from './embodied.ts';
import { shareEmbodied } from './embodied-share.ts';
import { type FactorRecord, type FactorTable, takeFactors } from './factors.ts';
import { exactly, productIn } from './interval.ts';
import type { Period } from './ledger-read.ts';
import type { WallReading } from './ledger-wall.ts';
import type { Outcome } from './outcome.ts';
import { type Evidence, nodeEnergy } from './power-ladder.ts';
import type { Hour } from './proposals.ts';
import { energyFrom } from './provenance.ts';
import { hoursOf, type Unseen } from './report-hours.ts';
import { type Load, NO_LOAD, sumLoads, unknownLoad } from './report-load.ts';
import { placeOf } from './report-period.ts';
import { Tally, type Times } from './report-tally.ts';
import type { Gap } from './sample-between.ts';
import type { Recorded } from './sample-merge.ts';
import { joules, type Joules } from './units.ts';
import { dayOf, loadOf } from './window.ts';

/** Everything that a host's meter says of a period: the windows of the readings that touch it too, which may begin earlier or end later. */
export interface HostReadings {
  readonly windows: readonly Recorded[];
  readonly walls: readonly WallReading[];
  readonly gaps: readonly Gap[];
  /** When the wall clock was set, and by how many seconds. */
  readonly steps: readonly { readonly at: number; readonly seconds: number }[];
}

/** Whose a part of a host's energy is; `idle`: at rest and reserved by nobody; `unseen`: counted at the plug while the meter was not there. */
export type HostPartOwner = PartOwner | { readonly kind: 'idle' } | { readonly kind: 'unseen' };

export interface HostPart {
  readonly owner: HostPartOwner;
  readonly load: Load;
  /** Of an owner's energy: what follows processor time, what follows memory, what is its share of the machine at rest. */
  readonly split: { readonly cpu: Joules; readonly memory: Joules; readonly idle: Joules };
}

/** A host over a period. `sum of parts = node`. */
export interface HostAccount {
  readonly host: string;
  readonly node: Load;
  /** Energy of the machine before it was shared out: what the parts must add up to. */
  readonly counted: number;
  /** By key, `instance:<organization>.<name>`, `shared:<part>`, `meter`, `foreign`, `system`, `idle`, `unseen`. */
  readonly parts: ReadonlyMap<string, HostPart>;
  /** In the period, each at most an hour, and how its energy was shared out. */
  readonly hours: readonly Hour[];
  /** In the period, each at most an hour. */
  readonly windows: readonly Recorded[];
  /** Those of which there is no energy. */
  readonly silent: readonly Recorded[];
  readonly times: Times;
  readonly problems: readonly Problem[];
  readonly factors: readonly FactorRecord[];
  /** What the making of the machine emitted, where its record says enough. */
  readonly embodied: Embodied | undefined;
  readonly amortised: boolean;
  /** The PUE is what the operator takes it to be. */
  readonly assumed: boolean;
}

/** Works the readings of one host out. What is missing is in `problems`, once each, and in what the loads lack. */
export function accountHost(host: string, sheet: HostSheet, readings: HostReadings, factors: FactorTable, period: Period): HostAccount {
  const { hardware } = sheet;
  const { windows, unseen } = hoursOf(readings.windows, readings.walls, period, { hardware, factors });
  const notes = new Notes();
  const tally = new Tally(host);
  const silent: Recorded[] = [];
  const hours: Hour[] = [];
  let [amortised, counted] = [false, 0];
  let made: Embodied | undefined;
  const restingWatts = observedRest(windows, { hardware, factors });
  for (const window of windows) {
    const node = notes.of('energy', nodeEnergy({ window, hardware, factors, restingWatts }));
    const shared = node && notes.of('energy', attribute(window, node));
    if (!shared) {
      silent.push(window);
      continue;
    }
    hours.push({ window, shares: shared });
    const at = tally.begin(window);
    counted += node.energy.joules.value;
    for (const part of shared.parts) tally.add(at, ownerKey(part.owner), part.owner, energyOf(part), splitOf(part));
    tally.add(at, 'idle', { kind: 'idle' }, shared.unallocated);
    const embodied = notes.of('embodied', embodiedOf(host, hardware, factors, dayOf(window)));
    if (!embodied || !hardware) continue;
    const shares = shareEmbodied(window, embodied, hardware);
    for (const [key, { owner, grams }] of shares.parts) tally.make(key, owner, grams);
    tally.make('idle', { kind: 'idle' }, shares.unallocated);
    made = embodied;
    amortised ||= shares.amortised;
  }
  for (const one of unseen) counted += addUnseen(tally, one, factors, notes);
  const assumed = { value: false };
  const parts = tally.parts((day, energy) => {
    const outcome = notes.of('carbon', facilityFigure(energy, sheet.site, factors, day));
    assumed.value ||= outcome?.assumed ?? false;
    return outcome;
  }, notes.lacking);
  const nothing = parts.size === 0 ? unknownLoad(host) : NO_LOAD;
  return { host, node: sumLoads([nothing, ...[...parts.values()].map(({ load }) => load)]), counted, parts, hours, windows, silent, times: tally.times, problems: notes.problems, factors: [...notes.factors], embodied: made, amortised, assumed: assumed.value };
}

/** Load below which a machine is at rest. */
const AT_REST = 0.05;

/**
 * Power at rest as it was seen in the period: the 5th percentile of the hours at rest. Asked only of a machine that measures its energy and
 * whose record says nothing of its rest; with a record, the split of an hour does not depend on the period that it is shown in.
 */
function observedRest(windows: readonly Recorded[], known: Omit<Evidence, 'window'>): number | undefined {
  const first = windows[0] && nodeEnergy({ ...known, window: windows[0] });
  if (!first || first.ok || !first.problems.some(({ code }) => code === 'no-resting-power')) return undefined;
  const powers = windows.filter((window) => loadOf(window) < AT_REST).flatMap((window) => {
    const outcome = nodeEnergy({ ...known, window, restingWatts: 0 });
    return outcome.ok ? [outcome.value.energy.joules.value / window.seconds] : [];
  });
  return powers.toSorted((a, b) => a - b)[Math.floor(powers.length * 0.05)];
}

const splitOf = ({ cpu, memory, idle }: Part): HostPart['split'] => ({ cpu: cpu.joules.value, memory: memory.joules.value, idle: idle.joules.value });

function addUnseen(tally: Tally, { from, to, joules: counted }: Unseen, factors: FactorTable, notes: Notes): number {
  const day = new Date(from * 1000).toISOString().slice(0, 10);
  const taken = notes.of('energy', takeFactors(factors, day, { error: ['error.measured-wall', '1'] }));
  if (!taken) return 0;
  tally.addUntimed(day, placeOf((from + to) / 2).day, 'unseen', { kind: 'unseen' }, energyFrom('measured_wall', productIn<Joules>(exactly(joules(counted)), taken.error)));
  return counted;
}

/** What was missing and which factors were used, once each, however many hours say so. */
class Notes {
  readonly factors = new Set<FactorRecord>();
  readonly lacking = new Set<'energy' | 'carbon' | 'embodied'>();
  readonly #problems = new Map<string, Problem>();

  of<T>(kind: 'energy' | 'carbon' | 'embodied', outcome: Outcome<T>): T | undefined {
    if (outcome.ok) {
      for (const factor of outcome.factors) this.factors.add(factor);
      return outcome.value;
    }
    this.lacking.add(kind);
    for (const problem of outcome.problems) {
      const key = JSON.stringify([problem.code, problem.what.en, problem.where]);
      if (!this.#problems.has(key)) this.#problems.set(key, problem);
    }
    return undefined;
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }
}

