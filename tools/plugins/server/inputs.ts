import { createHash, randomBytes } from 'node:crypto';
import type { Failure, Inputs, Property, ResourceType, Shape } from './resource.ts';
import { isObject, UNKNOWN, type Values } from './value.ts';

const NAME_DIGITS = 7;

export interface Asked {
  /** The resource's own name, last part of its URN. */
  name: string;
  news: Values;
  oldInputs: Values;
  /** From the engine, so that a plan and its update agree; empty: any. */
  seed: Uint8Array;
}

/** The inputs with a name and defaults filled in; `__defaults` lists which. */
export function complete(type: ResourceType<never>, asked: Asked): Inputs {
  const filled: Values = {};
  for (const [name, property] of Object.entries(type.properties)) {
    if (asked.news[name] !== undefined) continue;
    if (property.autoname === true) filled[name] = nameFor(name, asked);
    else if (property.default !== undefined) filled[name] = property.default;
  }
  return { ...asked.news, ...filled, __defaults: Object.keys(filled).sort() };
}

function nameFor(property: string, { name, oldInputs, seed }: Asked): unknown {
  const before = oldInputs['__defaults'];
  if (Array.isArray(before) && before.includes(property)) return oldInputs[property];
  const digits = seed.length > 0 ? createHash('sha256').update(seed).update(name).digest('hex') : randomBytes(16).toString('hex');
  return `${name}-${digits.slice(0, NAME_DIGITS)}`;
}

/** What is wrong with complete inputs; unknown values are right. */
export function refusals(plugin: string, type: ResourceType<never>, inputs: Inputs): Failure[] {
  const names = Object.keys(inputs).filter((name) => !name.startsWith('__'));
  return [
    ...names.flatMap((name) => refusal(plugin, type.properties, name, inputs[name])),
    ...Object.entries(type.properties).flatMap(([name, property]) => missing(name, property, inputs)),
    ...(type.check?.(inputs) ?? []),
  ];
}

function refusal(plugin: string, properties: Record<string, Property>, name: string, value: unknown): Failure[] {
  const property = properties[name];
  if (property === undefined || property.output === true) {
    const allowed = Object.keys(properties).filter((each) => properties[each]?.output !== true && properties[each]?.unserved !== true);
    return [{ property: name, reason: `"${name}" is not an input here; allowed: ${allowed.join(', ')}` }];
  }
  if (property.unserved === true) return [{ property: name, reason: unserved(plugin, name) }];
  return property.type === undefined ? [] : misshapen(name, name, value, property.type);
}

/** The refusal of what the real plugin takes and this one does not. */
export function unserved(plugin: string, path: string): string {
  return `this stand-in does not implement "${path}": leave it out, or install the real plugin for ${plugin}`;
}

function missing(name: string, property: Property, inputs: Inputs): Failure[] {
  if (property.required !== true || inputs[name] !== undefined) return [];
  return [{ property: name, reason: `Missing required property '${name}'` }];
}

function misshapen(property: string, path: string, value: unknown, shape: Shape): Failure[] {
  if (value === UNKNOWN || value === undefined || value === null) return [];
  const wrong = (expected: string): Failure[] => [{ property, reason: `${path}: expected ${expected}, got ${kindOf(value)}` }];
  if (typeof shape === 'string') return scalarFits(value, shape) ? [] : wrong(`a ${shape}`);
  if (isList(shape)) {
    if (!Array.isArray(value)) return wrong('a list');
    return value.flatMap((each, i) => misshapen(property, `${path}[${i}]`, each, shape[0]));
  }
  if (!isObject(value)) return wrong('an object');
  return Object.entries(value).filter(([name]) => !name.startsWith('__')).flatMap(([name, each]) => {
    const inner = shape[name] ?? shape['*'];
    if (inner !== undefined) return misshapen(property, `${path}.${name}`, each, inner);
    return [{ property, reason: `${path}: "${name}" is not known here; allowed: ${Object.keys(shape).join(', ')}` }];
  });
}

const isList = (shape: Exclude<Shape, string>): shape is readonly [Shape] => Array.isArray(shape);

/** The wire turns scalars of one kind into another where the program did; the bridge takes "3" for 3 and 3 for "3". */
function scalarFits(value: unknown, shape: string): boolean {
  if (shape === 'string') return typeof value !== 'object';
  if (shape === 'boolean') return typeof value === 'boolean' || value === 'true' || value === 'false';
  return Number.isFinite(typeof value === 'string' && value !== '' ? Number(value) : value) && (shape !== 'integer' || Number.isInteger(Number(value)));
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`);
