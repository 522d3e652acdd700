import type { Property } from './resource.ts';
import { isObject } from './value.ts';

/** Whether two known values of a property mean the same. */
export function same(property: Property, old: unknown, news: unknown): boolean {
  if (property.exact === true) return canonical(old) === canonical(news);
  if (canonical(trim(old, property)) === canonical(trim(news, property))) return true;
  return property.suppress?.(old, news) ?? false;
}

/** What the bridge cannot tell from an absent value. */
export function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** Without members that count as absent; a list whose order means nothing is sorted. */
function trim(value: unknown, property: Property, isMap = isMapShape(property)): unknown {
  if (Array.isArray(value)) {
    const members = value.map((each) => trim(each, property, false));
    return emptyToAbsent(property.set === true ? members.sort(byText) : members);
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, each]) => [name, isMap ? each : trim(each, property, false)] as const);
    return emptyToAbsent(Object.fromEntries(members.filter(([name, each]) => isMap || !(isZero(each) || name.startsWith('__')))));
  }
  return isZero(value) ? undefined : value;
}

const emptyToAbsent = (value: unknown): unknown => (isZero(value) ? undefined : value);

const isMapShape = ({ type }: Property): boolean => isObject(type) && '*' in type;

const byText = (a: unknown, b: unknown): number => (canonical(a) < canonical(b) ? -1 : 1);

/** JSON with sorted keys; undefined is the empty text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => (isObject(member) ? sorted(member) : member)) ?? '';
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
