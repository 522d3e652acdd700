import { attribute, type ContainerUse, energyFrom, exactly, type Hour, joules, type NodeEnergy } from '../../modules/metering/index.ts';
import { container, instance, must, windowOf } from './sample.ts';

export const HOUR = 3600;
export const GIB = 2 ** 30;
/** Monday, midnight in Toronto. */
export const BEGIN = Date.parse('2026-06-01T04:00:00Z') / 1000;
export const TORONTO = 'America/Toronto';

/** A machine of 4 cores that takes 20 W at rest and 10 W a busy core. */
const powerOf = (cpuSeconds: number): NodeEnergy => ({ energy: energyFrom('measured_wall', exactly(joules(20 * HOUR + 10 * cpuSeconds))), idle: joules(20 * HOUR), idleFrom: 'calibrated', memoryShare: 0 });

export type Use = Partial<Pick<ContainerUse, 'cpuSeconds' | 'receivedBytes' | 'memoryBytes' | 'memoryRequest' | 'cpuRequest'>>;
export const hourOf = (index: number, uses: Readonly<Record<string, Use>>, host = 'serveur-1'): Hour => {
  const containers = Object.entries(uses).map(([name, use]) => container(name, instance(name), use));
  const cpuSeconds = containers.reduce((sum, one) => sum + one.cpuSeconds, 0);
  const window = windowOf({ cpuSeconds }, containers, { host, from: BEGIN + index * HOUR, seconds: HOUR });
  return { window, shares: must(attribute(window, powerOf(cpuSeconds))) };
};
export const days = (count: number, use: (hour: number, day: number) => Readonly<Record<string, Use>>, host?: string): Hour[] => Array.from({ length: count * 24 }, (_, index) => hourOf(index, use(index % 24, Math.floor(index / 24)), host));
