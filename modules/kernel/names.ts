import { createHash } from 'node:crypto';
import { ChatiereError } from './errors.ts';
import { text } from './text.ts';

/** One segment of a name: lower-case words joined by single hyphens. */
export const SEGMENT = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
export const MAX_SEGMENT = 30;
/** Limit of a DNS label, and so of a Kubernetes name and of a container's host name. */
export const MAX_NAME = 63;

export const segmentRule = text(
  `lettres minuscules sans accent, chiffres et traits d’union simples, une lettre d’abord, ${MAX_SEGMENT} caractères au plus`,
  `lower-case letters without accents, digits and single hyphens, a letter first, at most ${MAX_SEGMENT} characters`,
);

export function isSegment(value: string): boolean {
  return value.length <= MAX_SEGMENT && SEGMENT.test(value);
}

/**
 * Joins segments with `--`, at most 63 characters. A longer name is cut and ends in `--0` and 10 hexadecimal digits of the
 * SHA-256 of the whole. Injective: no segment holds `--`, and none starts with a digit, so a cut name is never a whole one.
 */
export function joinName(...segments: readonly string[]): string {
  for (const segment of segments) assertSegment(segment);
  return fit(segments.join(SEPARATOR));
}

/** Name of a part of something already named by `joinName`: `<name>--<part>`, cut in the same way. Injective in the pair. */
export function partName(name: string, ...parts: readonly string[]): string {
  for (const part of parts) assertSegment(part);
  return fit([name, ...parts].join(SEPARATOR));
}

const SEPARATOR = '--';

function assertSegment(segment: string): void {
  if (isSegment(segment)) return;
  throw new ChatiereError({ code: 'name-segment', what: text('segment de nom invalide', 'invalid name segment'), given: segment, allowed: segmentRule });
}

function fit(whole: string): string {
  if (whole.length <= MAX_NAME) return whole;
  const suffix = `${SEPARATOR}0${createHash('sha256').update(whole).digest('hex').slice(0, 10)}`;
  return `${whole.slice(0, MAX_NAME - suffix.length).replace(/-+$/, '')}${suffix}`;
}
