const SECONDS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, 'µs': 1e-6, ns: 1e-9 };
const PART = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns)/y;

/**
 * Whole seconds of a duration written as Go does (`1h30m`, `0.5h`, `90s`).
 * @throws Error on any other text
 */
export function seconds(written: string): number {
  const sign = written.startsWith('-') ? -1 : 1;
  const body = written.replace(/^[+-]/, '');
  if (body === '0') return 0;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < body.length) {
    const part = PART.exec(body);
    if (part === null) break;
    total += Number(part[1]) * (SECONDS[part[2]!] ?? 0);
    if (PART.lastIndex === body.length) return sign * Math.trunc(total + 1e-9);
  }
  throw new Error(`time: invalid duration ${JSON.stringify(written)}; write for example 30m or 10h`);
}

/** Seconds as Go writes them: `36000` is `10h0m0s`. */
export function written(total: number): string {
  const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  if (h > 0) return `${h}h${m}m${s}s`;
  return m > 0 ? `${m}m${s}s` : `${s}s`;
}
