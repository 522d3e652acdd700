import type { HardwareSheet } from '../federation/index.ts';
import { type Problem, text } from '../kernel/index.ts';
import { takeFactors, type FactorTable, type FactorUnit } from './factors.ts';
import { exactly, type Interval, interval, onePlus, productIn } from './interval.ts';
import { andThen, figure, noFigure, type Outcome } from './outcome.ts';
import { archetypePower, calibratedPower, type ModelledPower, ratedPower } from './power-model.ts';
import { type Energy, energyFrom, type Provenance } from './provenance.ts';
import { during, fromKilowattHours, type Joules, joules, kilowattHours, type Watts, watts } from './units.ts';
import { dayOf, type Window } from './window.ts';

/** Everything that the energy of a machine follows from. */
export interface Evidence {
  readonly window: Window;
  /** `hardware:` of the host's file; without it nothing is modelled. */
  readonly hardware?: HardwareSheet | undefined;
  readonly factors: FactorTable;
  /** Power of the whole machine at rest, as seen over the last days by whatever measures it: its 5th percentile while the load was below 5 %. */
  readonly restingWatts?: number | undefined;
}

/** Energy of a whole machine over a window, and what of it is there whatever runs. */
export interface NodeEnergy {
  readonly energy: Energy;
  /** Of `energy.joules.value`, never more. */
  readonly idle: Joules;
  /** Where the power at rest comes from. */
  readonly idleFrom: 'calibrated' | 'observed' | 'modelled' | 'declared';
  /** Share of the dynamic energy that the memory's own counter saw, 0 to 1; it follows memory, not processor time. */
  readonly memoryShare: number;
}

/** One way to know; undefined where the machine does not give what it takes. */
export type Rung = (evidence: Evidence) => Outcome<NodeEnergy> | undefined;

/**
 * From the best evidence down. A rung that could be taken but lacks a factor gives no figure: the next one would be a worse figure
 * under the same name.
 */
export function nodeEnergy(evidence: Evidence): Outcome<NodeEnergy> {
  for (const rung of Object.values(LADDER)) {
    const outcome = rung(evidence);
    if (outcome) return outcome;
  }
  return noFigure(evidence.hardware ? noPower(evidence) : noHardware(evidence.window.host));
}

const wall: Rung = (evidence) => {
  const counted = evidence.window.node.wallJoules;
  return counted === undefined ? undefined : measured(evidence, 'measured_wall', { error: ['error.measured-wall', '1'] }, ({ error }) => productIn<Joules>(exactly(joules(counted)), error));
};

const raplCalibrated: Rung = (evidence) => {
  const [counted, plug] = [countedByProcessor(evidence), evidence.hardware?.calibration?.wall];
  if (counted === undefined || !plug) return undefined;
  return measured(evidence, 'measured_rapl_cal', { error: ['error.measured-rapl-calibrated', '1'] }, ({ error }) =>
    productIn<Joules>(exactly(joules(plug.watts * evidence.window.seconds + plug.slope * counted)), error));
};

const rapl: Rung = (evidence) => (evidence.hardware?.counters === 'hypervisor' ? undefined : withTheRest(evidence, 'measured_rapl'));

const hypervisor: Rung = (evidence) => (evidence.hardware?.counters === 'hypervisor' ? withTheRest(evidence, 'measured_hypervisor') : undefined);

const calibrated: Rung = (evidence) => modelled(evidence, 'modelled_calibrated', 'calibrated', calibratedPower);

const rated: Rung = (evidence) => modelled(evidence, 'modelled_tdp', 'modelled', ratedPower);

const archetype: Rung = (evidence) => modelled(evidence, 'modelled_archetype', 'modelled', archetypePower);

/** A bill knows nothing of load: all of it is idle, and so shared by what is reserved. Of use for 18 months after its period. */
const declared: Rung = ({ window, hardware }) => {
  const bill = hardware?.declared;
  if (!bill || dayOf(window) < bill.from) return undefined;
  const [from, until] = [Date.parse(bill.from), Date.parse(bill.until)];
  if (window.from * 1000 > until + 548 * 86_400_000) return noFigure(oldBill(window.host, bill.until));
  const part = (amount: number): Joules => joules((fromKilowattHours(kilowattHours(amount)) * window.seconds * 1000) / (until - from));
  const energy = energyFrom('declared', interval(part(bill.kilowattHours), part(bill.low), part(bill.high)));
  return figure({ energy, idle: energy.joules.value, idleFrom: 'declared', memoryShare: 0 });
};

/** Each way to know the energy of a machine, best first; each is a pure function of the evidence. */
export const LADDER: Readonly<Record<Provenance, Rung>> = {
  measured_wall: wall,
  measured_rapl_cal: raplCalibrated,
  measured_rapl: rapl,
  measured_hypervisor: hypervisor,
  modelled_calibrated: calibrated,
  modelled_tdp: rated,
  modelled_archetype: archetype,
  declared,
};

/** The board's counter where it is to be trusted, else processors and memory; never both, for one holds the other. */
function countedByProcessor({ window, hardware }: Evidence): number | undefined {
  const counters = window.node.raplJoules;
  if (!counters) return undefined;
  return hardware?.preferPsys && counters.psys !== undefined ? counters.psys : counters.package + (counters.dram ?? 0);
}

/** The processor's counters see neither disks, fans nor the supply's losses: times 1 + κ. */
function withTheRest(evidence: Evidence, provenance: Provenance): Outcome<NodeEnergy> | undefined {
  const counted = countedByProcessor(evidence);
  return counted === undefined ? undefined : measured(evidence, provenance, { kappa: ['other.ratio', '1'] }, ({ kappa }) => productIn<Joules>(exactly(joules(counted)), onePlus(kappa)));
}

function measured<N extends Readonly<Record<string, readonly [string, FactorUnit]>>>(evidence: Evidence, provenance: Provenance, needed: N, energyOf: (factors: Readonly<Record<keyof N, Interval>>) => Interval<Joules>): Outcome<NodeEnergy> {
  const { window, factors } = evidence;
  return andThen(takeFactors(factors, dayOf(window), needed), (taken) => andThen(restingPower(evidence), ({ power, from }) => {
    const energy = energyFrom(provenance, energyOf(taken as Readonly<Record<keyof N, Interval>>));
    return figure({ energy, idle: idleOf(energy, power, window), idleFrom: from, memoryShare: memoryShareOf(window) });
  }));
}

/** Power at rest: as calibrated, else as seen, else as modelled from the machine's record. */
function restingPower(evidence: Evidence): Outcome<{ readonly power: Watts; readonly from: 'calibrated' | 'observed' | 'modelled' }> {
  const { window, hardware, factors, restingWatts } = evidence;
  const curve = hardware && calibratedPower(window, hardware, factors);
  if (curve) return andThen(curve, ({ idle }) => figure({ power: idle.value, from: 'calibrated' }));
  if (restingWatts !== undefined) return figure({ power: watts(restingWatts), from: 'observed' });
  const model = hardware && (ratedPower(window, hardware, factors) ?? archetypePower(window, hardware, factors));
  return model ? andThen(model, ({ idle }) => figure({ power: idle.value, from: 'modelled' })) : noFigure(noRest(window.host));
}

function modelled(evidence: Evidence, provenance: Provenance, idleFrom: NodeEnergy['idleFrom'], model: (window: Window, hardware: HardwareSheet, factors: FactorTable) => Outcome<ModelledPower> | undefined): Outcome<NodeEnergy> | undefined {
  const { window, hardware, factors } = evidence;
  const outcome = hardware && model(window, hardware, factors);
  return outcome && andThen(outcome, ({ power, idle }) => {
    const over = (one: Watts): Joules => during(one, window.seconds);
    const energy = energyFrom(provenance, { value: over(power.value), low: over(power.low), high: over(power.high) });
    return figure({ energy, idle: idleOf(energy, idle.value, window), idleFrom, memoryShare: 0 });
  });
}

const idleOf = ({ joules: { value } }: Energy, power: Watts, { seconds }: Window): Joules => joules(Math.min(value, during(power, seconds)));

function memoryShareOf({ node: { raplJoules } }: Window): number {
  const { package: processors = 0, dram = 0 } = raplJoules ?? {};
  return dram === 0 ? 0 : dram / (processors + dram);
}

const inHostFile = (host: string) => ({ file: `hosts/${host}.yaml`, field: 'hardware' });

const noHardware = (host: string): Problem => ({
  code: 'no-hardware',
  what: text('serveur sans fiche matérielle, et rien n’y mesure l’énergie : pas de chiffre', 'host without a hardware record, and nothing measures its energy: there is no figure'),
  where: inHostFile(host),
  given: host,
  next: text('décrire la machine sous « hardware: », ou brancher un compteur à la prise', 'describe the machine under “hardware:”, or put a meter at the plug'),
});

const noPower = ({ window: { host } }: Evidence): Problem => ({
  code: 'no-power',
  what: text('fiche matérielle sans rien d’où tirer une puissance', 'hardware record with nothing to draw a power from'),
  where: inHostFile(host),
  given: host,
  allowed: text('calibration, cpu.tdpWatts, cpu.architecture ou declared', 'calibration, cpu.tdpWatts, cpu.architecture or declared'),
  next: text('chatiere calibrate, ou ajouter l’une de ces clés', 'chatiere calibrate, or add one of these keys'),
});

const noRest = (host: string): Problem => ({
  code: 'no-resting-power',
  what: text('énergie mesurée, mais puissance au repos inconnue : elle ne peut se partager', 'energy that is measured, but power at rest that is not known: it cannot be shared out'),
  where: inHostFile(host),
  given: host,
  next: text('chatiere calibrate, ou ajouter cpu.tdpWatts ; sinon attendre une heure creuse', 'chatiere calibrate, or add cpu.tdpWatts; otherwise wait for a quiet hour'),
});

const oldBill = (host: string, until: string): Problem => ({
  code: 'declared-out-of-date',
  what: text('consommation déclarée depuis plus de 18 mois', 'consumption that was declared more than 18 months ago'),
  where: { ...inHostFile(host), field: 'hardware.declared' },
  given: until,
  next: text('y mettre la dernière facture', 'put the latest bill there'),
});
