import type { Size } from '../../kernel/index.ts';

/** Quantities as the API server writes them back: another spelling of the same amount would differ at each look at reality. */

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'] as const;

/** The largest binary unit of which it is a whole number: `1536Mi`, `2Gi`. */
export function bytes(size: Size): string {
  let [amount, unit] = [size.bytes, 0];
  while (amount > 0 && amount % 1024 === 0 && unit < BINARY.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${BINARY[unit]}`;
}

/** Thousandths of a processor, whole ones where they are: `1500m`, `2`. */
export const processors = (milli: number): string => (milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`);

/** Rounded up: a limit is never less than what the plan says. */
export const milliProcessors = (cpus: number): number => Math.ceil(Number((cpus * 1000).toFixed(6)));
