import type { Failure, Shape } from './resource.ts';
import { UNKNOWN, type Values } from './value.ts';

/** Names that the engine adds for itself. */
const ENGINES_OWN = new Set(['version', 'pluginDownloadURL']);

/**
 * Provider configuration as plain values. The engine sends strings, JSON within where the value is none. With shapes, only
 * what is no string by its shape is read as JSON; without, what reads as true, false, a list or an object.
 */
export function readConfiguration(raw: Values, shapes?: Record<string, Shape>): Values {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, read(value, shapes, name)]));
}

/** Failures by name: unknown settings, JSON that is none. Empty without shapes. */
export function checkConfiguration(raw: Values, shapes?: Record<string, Shape>): Failure[] {
  if (shapes === undefined) return [];
  return Object.entries(raw).filter(([name]) => !ENGINES_OWN.has(name) && !name.startsWith('__')).flatMap(([property, value]) => {
    const shape = shapes[property];
    if (shape === undefined) return [{ property, reason: `"${property}" is not a setting here; allowed: ${Object.keys(shapes).join(', ')}` }];
    if (typeof value !== 'string' || shape === 'string' || parse(value) !== undefined) return [];
    return [{ property, reason: `${property}: expected ${typeof shape === 'string' ? `a ${shape}` : 'JSON'}` }];
  });
}

function read(value: unknown, shapes: Record<string, Shape> | undefined, name: string): unknown {
  if (typeof value !== 'string' || value === (UNKNOWN as unknown)) return value;
  if (shapes !== undefined) return shapes[name] === 'string' || shapes[name] === undefined ? value : (parse(value) ?? value);
  const parsed = parse(value);
  return typeof parsed === 'boolean' || (typeof parsed === 'object' && parsed !== null) ? parsed : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
