import * as pulumi from '@pulumi/pulumi';
import type { StackInput } from '../modules/input/index.ts';
import { ChatiereError, languageOf, renderProblem } from '../modules/kernel/index.ts';
import { type Reading, readFacts, readInput } from './context.ts';
import { provenanceOf } from './provenance.ts';
import { dropTraces } from './traces.ts';

/** Picks the program of the stack by its name; what it returns are the stack's outputs. */
export default async function program(): Promise<Record<string, unknown>> {
  dropTraces();
  try {
    const input = readInput(pulumi.getStack());
    const reading = await readFacts(input);
    const outputs = await programOf(input, reading.facts);
    return { ...outputs, ...provenanceOf(input, reading, outputs) };
  } catch (error) {
    throw error instanceof ChatiereError ? new pulumi.RunError(words(error)) : error;
  }
}

/** Each program loads only the plugins' libraries that it uses. */
async function programOf(input: StackInput, facts: Reading['facts']): Promise<Record<string, unknown>> {
  switch (input.kind) {
    case 'host':
      return (await import('./host.ts')).host(input);
    case 'cluster':
      return (await import('./cluster.ts')).cluster(input);
    case 'identity':
      return (await import('./identity.ts')).identity(input, facts);
    case 'organization':
      return (await import('./organization.ts')).organization(input, facts);
    case 'instance':
      return (await import('./instance.ts')).instance(input, facts);
  }
}

const words = ({ problems }: ChatiereError): string => problems.map((problem) => renderProblem(problem, languageOf(process.env['LC_ALL'] ?? process.env['LANG']))).join('\n');
