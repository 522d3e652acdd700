import structs from 'google-protobuf/google/protobuf/struct_pb.js';

/** Stands for a value that is known only after other resources exist; seen in check, diff and previews only. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export type Value = null | boolean | number | string | Value[] | { [name: string]: Value } | typeof UNKNOWN;

/** Plain values by property name: secrets unwrapped, nulls left out at the top. */
export type Values = Record<string, unknown>;

/** Values together with the names of the top-level properties that are, or hold, a secret. */
export interface Bag {
  values: Values;
  secrets: Set<string>;
}

// The engine's wire format: marks and sentinels from the engine's protocol (sdk/go/common/resource/plugin/rpc.go).
const MARK = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const OTHER_MARKS: Record<string, string> = {
  c44067f5952c0a294b673a41bacd8c17: 'an asset',
  '0def7320c3a5731c473e5ecbe6d01bc7': 'an archive',
  '5cf8f73096256a8f31e491e813e4eb8e': 'a resource',
  d0e6a833031e9bbcd3f4e8bde6ca49a4: 'an output',
};
const UNKNOWN_STRING = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const UNKNOWNS = new Set([
  UNKNOWN_STRING,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** @throws Error on an asset, archive, resource reference or output value: no property here takes one. */
export function decode(struct: structs.Struct | undefined): Bag {
  const values: Values = {};
  const secrets = new Set<string>();
  for (const [name, raw] of Object.entries(struct?.toJavaScript() ?? {})) {
    if (raw === null) continue;
    values[name] = unwrap(raw, name, () => secrets.add(name));
  }
  return { values, secrets };
}

/** A whole top-level property becomes a secret when any part of it is one, as the Terraform bridge does. */
export function encode(values: Values, secrets: ReadonlySet<string> = new Set()): structs.Struct {
  const wire: Record<string, structs.JavaScriptValue> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    wire[name] = secrets.has(name) ? { [MARK]: SECRET, value: wrap(value) } : wrap(value);
  }
  return structs.Struct.fromJavaScript(wire);
}

export function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every string within a value. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return isObject(value) ? Object.values(value).flatMap(strings) : [];
}

function unwrap(raw: unknown, path: string, secret: () => void): unknown {
  if (typeof raw === 'string') return UNKNOWNS.has(raw) ? UNKNOWN : raw;
  if (Array.isArray(raw)) return raw.map((each, i) => unwrap(each, `${path}[${i}]`, secret));
  if (!isObject(raw)) return raw;
  const mark = raw[MARK];
  if (mark === SECRET) {
    secret();
    return unwrap(raw['value'], path, secret);
  }
  if (typeof mark === 'string') throw new Error(`${path}: ${OTHER_MARKS[mark] ?? 'a marked value'} cannot stand here`);
  return unwrapMembers(raw, path, secret);
}

function unwrapMembers(raw: Values, path: string, secret: () => void): Values {
  const kept = Object.entries(raw).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([name, value]) => [name, unwrap(value, `${path}.${name}`, secret)]));
}

function wrap(value: unknown): structs.JavaScriptValue {
  if (value === UNKNOWN) return UNKNOWN_STRING;
  if (Array.isArray(value)) return value.map((each) => (each === undefined ? null : wrap(each)));
  if (!isObject(value)) return value as structs.JavaScriptValue;
  const kept = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept.map(([name, member]) => [name, wrap(member)]));
}
