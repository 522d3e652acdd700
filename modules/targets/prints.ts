import { createHmac } from 'node:crypto';
import * as pulumi from '@pulumi/pulumi';
import { describe, isFactReference, literalOf, type Template } from '../kernel/index.ts';
import { type FileMount, isPicture, plainContent, type Service } from '../workload/index.ts';
import type { FileKind, FileSet } from './files.ts';
import { fingerprint } from './fingerprint.ts';
import type { DeployOptions } from './target.ts';
import { valueOf } from './values.ts';

/** Labels (annotations on Kubernetes) by which a reader is replaced when its files change. */
export const FILE_PRINTS: Readonly<Record<FileKind, string>> = {
  /** Purposes and generations of the secret files, and keyed digests of the facts in them; never a value that could be tried. */
  secrets: 'chatiere.secrets',
  /** Content of the config files. */
  configs: 'chatiere.configs',
};

/** The prints of a service's file sets; the files that it rereads by itself do not count, but a job reads once. */
export function filePrints(service: Service, sets: readonly FileSet[], options: DeployOptions): Record<string, pulumi.Input<string>> {
  const counted = sets.map(({ kind, files }) => ({ kind, files: files.filter(({ watched }) => !watched || service.kind === 'job') }));
  return Object.fromEntries(counted.filter(({ files }) => files.length > 0).map(({ kind, files }) => [FILE_PRINTS[kind], kind === 'secrets' ? secretsPrint(files, options) : configsPrint(files, options)]));
}

/** What comes from elsewhere has no generation: it counts by a digest that says nothing to whoever lacks the seed. */
function secretsPrint(files: readonly FileMount[], options: DeployOptions): pulumi.Input<string> {
  const described = files.map(({ target, content }) => [target, plainContent(content)]);
  const facts = factsOf(files.map(({ content }) => (isPicture(content) ? [] : content)));
  if (facts.length === 0) return fingerprint(described);
  return keyedFacts(facts, options, (digest) => fingerprint([described, digest]));
}

/** Every fact of some templates, in their order. */
export const factsOf = (templates: readonly Template[]): Template => templates.flatMap((template) => template.filter(isFactReference));

/** HMAC-SHA-256 of the facts' values under the stack's seed, given to `use`; in the clear, because nobody without the seed can try values. */
export function keyedFacts(facts: Template, options: DeployOptions, use: (digest: string) => string): pulumi.Output<string> {
  const values = facts.map((part) => valueOf([part], options));
  return pulumi.unsecret(pulumi.all([options.seed, ...values]).apply(([seed, ...known]) => use(createHmac('sha256', seed as string).update(JSON.stringify(known)).digest('hex'))));
}

function configsPrint(files: readonly FileMount[], options: DeployOptions): pulumi.Input<string> {
  const known = files.map(({ target, content }) => [target, isPicture(content) ? plainContent(content) : literalOf(content)]);
  if (known.every(([, content]) => content !== undefined)) return fingerprint(known);
  return pulumi.all(files.map(({ content }) => (isPicture(content) ? plainContent(content) : valueOf(content, options)))).apply((contents) => fingerprint(files.map(({ target }, index) => [target, contents[index]])));
}

/** Of variables that hold secrets: their purposes and generations, and a keyed digest of the facts beside them. */
export function environmentPrint(variables: readonly (readonly [string, Template])[], options: DeployOptions): pulumi.Input<string> {
  const described = variables.map(([name, template]) => [name, describe(template)]);
  const facts = factsOf(variables.map(([, template]) => template));
  return facts.length === 0 ? fingerprint(described) : keyedFacts(facts, options, (digest) => fingerprint([described, digest]));
}
