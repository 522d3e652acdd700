import * as pulumi from '@pulumi/pulumi';
import { ChatiereError, deriveSecret, hasSecret, isFactReference, literalOf, type Part, type Template, text } from '../kernel/index.ts';
import type { DeployOptions } from './target.ts';

/** Fills the holes of a template. The only place where a secret gets its value; the result is then a secret output. */
export function valueOf(template: Template, options: DeployOptions): pulumi.Input<string> {
  return literalOf(template) ?? pulumi.concat(...template.map((part) => partOf(part, options)));
}

/** Like `valueOf`, for what anyone on the host can read: a secret in it is refused. */
export function openValueOf(template: Template, options: DeployOptions, field: string): pulumi.Input<string> {
  if (!hasSecret(template)) return valueOf(template, options);
  throw new ChatiereError({
    code: 'secret-in-the-open',
    what: text('un secret ne peut pas figurer ici', 'a secret cannot stand here'),
    where: { field },
    allowed: text('un fichier de secret, ou une variable d’environnement si le logiciel ne lit pas de fichier', 'a secret file, or an environment variable where the app reads no file'),
  });
}

function partOf(part: Part, { seed, facts }: DeployOptions): pulumi.Input<string> {
  if (typeof part === 'string') return part;
  if (!isFactReference(part)) return pulumi.secret(seed.apply((value) => deriveSecret(value, part.secret, part.generation)));
  const known = facts[part.fact];
  if (known !== undefined) return known;
  throw new ChatiereError({
    code: 'unknown-fact',
    what: text('cette donnée n’est fournie par aucune autre pile', 'no other stack provides this fact'),
    given: part.fact,
    allowed: text(Object.keys(facts).sort().join(', ') || 'aucune', Object.keys(facts).sort().join(', ') || 'none'),
  });
}
