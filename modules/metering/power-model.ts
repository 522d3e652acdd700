import type { HardwareSheet } from '../federation/index.ts';
import { takeFactors, type FactorTable } from './factors.ts';
import { type Interval, onePlus, productIn, sumOf, times } from './interval.ts';
import { andThen, figure, type Outcome } from './outcome.ts';
import { type Curve, piecewise } from './power-curve.ts';
import { type In, inGigabytes, watts, type Watts } from './units.ts';
import { dayOf, loadOf, type NodeUse, type Window } from './window.ts';

/** Power of a whole machine, of a model: at the load of a window, and at rest. */
export interface ModelledPower {
  readonly power: Interval<Watts>;
  readonly idle: Interval<Watts>;
}

/** Loads of the curve of Teads, which `curve.teads.<percent>` gives as shares of the rated power. */
const teads = { at0: ['curve.teads.0', 'W/W'], at10: ['curve.teads.10', 'W/W'], at50: ['curve.teads.50', 'W/W'], at100: ['curve.teads.100', 'W/W'] } as const;

/** The machine's share that its system sees: 1 of a machine of one's own, less of a virtual one. */
export const threadShare = (node: NodeUse, hardware: HardwareSheet): number => Math.min(1, node.cores / hardware.cpu.threads);

/** The same of its memory. A machine of one's own has all of it, though its system sees a little less. */
export function memoryShare(node: NodeUse, hardware: HardwareSheet): number {
  const bytes = hardware.memory.reduce((sum, { modules, gigabytes }) => sum + modules * gigabytes * 1024 ** 3, 0);
  return threadShare(node, hardware) === 1 ? 1 : Math.min(1, node.memoryBytes / bytes);
}

/**
 * Processors by their rated power and the curve of Teads: `TDP · sockets · f(load) · threads seen / threads there`. Undefined where
 * no rated power is recorded.
 */
export function processorPower({ node }: Window, hardware: HardwareSheet, load: number, factors: FactorTable, day: string): Outcome<Interval<Watts>> | undefined {
  const { tdpWatts, sockets } = hardware.cpu;
  if (tdpWatts === undefined) return undefined;
  return andThen(takeFactors(factors, day, teads), (shares) => {
    const at = (pick: (share: Interval) => number): number => piecewise([[0, pick(shares.at0)], [0.1, pick(shares.at10)], [0.5, pick(shares.at50)], [1, pick(shares.at100)]], load);
    const relative = { value: at(({ value }) => value), low: at(({ low }) => low), high: at(({ high }) => high) };
    return figure(times(relative as Interval<Watts>, tdpWatts * sockets * threadShare(node, hardware)));
  });
}

/** Memory: by module, each further one a little less; of a virtual machine, by the gigabytes that it was given. */
export function memoryPower(node: NodeUse, hardware: HardwareSheet, factors: FactorTable, day: string): Outcome<Interval<Watts>> {
  if (threadShare(node, hardware) < 1) {
    return andThen(takeFactors(factors, day, { perGigabyte: ['memory.gigabyte', 'W/GB'] }), ({ perGigabyte }) => figure(productIn<Watts>(perGigabyte, exact(inGigabytes(node.memoryBytes)))));
  }
  const modules = hardware.memory.reduce((sum, one) => sum + one.modules, 0);
  return andThen(takeFactors(factors, day, { module: ['memory.module', 'W'] }), ({ module }) => figure(times(module, weightedModules(modules))));
}

/** Modules counted in full up to the fourth, then at 90 %, from the ninth at 80 %, from the seventeenth at 70 %. */
export const weightedModules = (modules: number): number =>
  Math.min(modules, 4) + 0.9 * Math.min(Math.max(modules - 4, 0), 4) + 0.8 * Math.min(Math.max(modules - 8, 0), 8) + 0.7 * Math.max(modules - 16, 0);

/** Disks by their capacity, used or not. */
export function diskPower(hardware: HardwareSheet, factors: FactorTable, day: string): Outcome<Interval<Watts>> {
  return andThen(takeFactors(factors, day, { ssd: ['disk.ssd', 'W/TB'], hdd: ['disk.hdd', 'W/TB'] }), ({ ssd, hdd }) => {
    const terabytes = (kind: 'ssd' | 'hdd'): number => hardware.disks.filter((disk) => disk.kind === kind).reduce((sum, { count, gigabytes }) => sum + (count * gigabytes) / 1000, 0);
    return figure(sumOf([times(ssd as Interval as Interval<Watts>, terabytes('ssd')), times(hdd as Interval as Interval<Watts>, terabytes('hdd'))]));
  });
}

/** `(P_cpu + P_ram) · (1 + κ) + P_disk`, with the error that such models have. Undefined where no rated power is recorded. */
export function ratedPower(window: Window, hardware: HardwareSheet, factors: FactorTable): Outcome<ModelledPower> | undefined {
  const day = dayOf(window);
  const at = (load: number): Outcome<Interval<Watts>> | undefined => {
    const processors = processorPower(window, hardware, load, factors, day);
    if (!processors) return undefined;
    return andThen(processors, (cpu) => andThen(memoryPower(window.node, hardware, factors, day), (memory) => andThen(diskPower(hardware, factors, day), (disks) => {
      const needed = takeFactors(factors, day, { kappa: ['other.ratio', '1'], error: ['error.modelled-tdp', '1'] });
      return andThen(needed, ({ kappa, error }) => {
        const board = productIn<Watts>(sumOf([cpu, memory]), onePlus(kappa));
        return figure(productIn<Watts>(sumOf([board, times(disks, threadShare(window.node, hardware))]), error));
      });
    })));
  };
  return both(at(loadOf(window)), at(0));
}

/**
 * By kind of processor, `vcpu.<architecture>.min` and `.max` watts a thread. They come from measurements of whole servers: what the board,
 * the memory and the disks take is in them, and nothing is added. Undefined where no architecture is recorded.
 */
export function archetypePower(window: Window, hardware: HardwareSheet, factors: FactorTable): Outcome<ModelledPower> | undefined {
  const { architecture } = hardware.cpu;
  if (architecture === undefined) return undefined;
  const needed = takeFactors(factors, dayOf(window), { min: [`vcpu.${architecture}.min`, 'W'], max: [`vcpu.${architecture}.max`, 'W'], error: ['error.modelled-archetype', '1'] });
  return andThen(needed, ({ min, max, error }) => {
    const load = loadOf(window);
    const at = (share: number): Interval<Watts> => productIn<Watts>(times(sumOf([times(min, 1 - share), times(max, share)]), window.node.cores), error);
    return figure({ power: at(load), idle: at(0) });
  });
}

/** By the curve that was taken of this machine; of its processors alone, the rest of the board is added. Undefined where none was. */
export function calibratedPower(window: Window, hardware: HardwareSheet, factors: FactorTable): Outcome<ModelledPower> | undefined {
  const { calibration } = hardware;
  if (!calibration) return undefined;
  const needed = takeFactors(factors, dayOf(window), { kappa: ['other.ratio', '1'], error: ['error.modelled-calibrated', '1'] });
  return andThen(needed, ({ kappa, error }) => {
    const curve: Curve = calibration.curve.map(({ load, watts: power }) => [load, power]);
    const at = (load: number): Interval<Watts> => productIn<Watts>(exact(watts(piecewise(curve, load))), ...(calibration.measured === 'rapl' ? [onePlus(kappa)] : []), error);
    return figure({ power: at(loadOf(window)), idle: at(0) });
  });
}

const exact = <T extends In<string>>(value: T): Interval<T> => ({ value, low: value, high: value });

function both(power: Outcome<Interval<Watts>> | undefined, idle: Outcome<Interval<Watts>> | undefined): Outcome<ModelledPower> | undefined {
  return power && idle && andThen(power, (now) => andThen(idle, (rest) => figure({ power: now, idle: rest })));
}
