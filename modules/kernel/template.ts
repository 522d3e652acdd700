/** A secret by what it is for. Its value exists only in `target.deploy`: HKDF-SHA-256(seed of the stack, purpose, generation). */
export interface SecretReference {
  readonly secret: string;
  /** Counts from 1; a higher one is another value. */
  readonly generation: number;
}
/** An output of another stack, such as `identity.issuer`. */
export interface FactReference {
  readonly fact: string;
}
export type Part = string | SecretReference | FactReference;

/** Text with holes. Every value of a workload is one, so that what is secret stays visible as such until it is deployed. */
export type Template = readonly Part[];

export const literal = (value: string): Template => (value === '' ? [] : [value]);
export const secret = (purpose: string, generation = 1): SecretReference => ({ secret: purpose, generation });
export const fact = (name: string): FactReference => ({ fact: name });

export const isSecretReference = (part: Part): part is SecretReference => typeof part !== 'string' && 'secret' in part;
export const isFactReference = (part: Part): part is FactReference => typeof part !== 'string' && 'fact' in part;
export const hasSecret = (template: Template): boolean => template.some(isSecretReference);

/** Joins templates and merges neighbouring literals. */
export function concat(...templates: readonly Template[]): Template {
  const parts: Part[] = [];
  for (const part of templates.flat()) {
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  }
  return parts;
}

/** The text of a template without holes; `undefined` when it has one. */
export function literalOf(template: Template): string | undefined {
  return template.every((part) => typeof part === 'string') ? template.join('') : undefined;
}

/** A stable form for hashing and golden files: `${secret:purpose#1}` and `${fact:name}` stand for the holes, `$$` for a dollar of the text. */
export function describe(template: Template): string {
  return template
    .map((part) => (typeof part === 'string' ? part.replaceAll('$', () => '$$') : isSecretReference(part) ? `\${secret:${part.secret}#${part.generation}}` : `\${fact:${part.fact}}`))
    .join('');
}
