import * as pulumi from '@pulumi/pulumi';
import { ChatiereError, languageOf, renderProblem } from '../modules/kernel/index.ts';
import { stackKind } from '../modules/placement/index.ts';

/** Picks the program of the stack by its name; what it returns are the stack's outputs. */
export default async function program(): Promise<Record<string, unknown>> {
  try {
    return await programOf(pulumi.getStack());
  } catch (error) {
    throw error instanceof ChatiereError ? new pulumi.RunError(words(error)) : error;
  }
}

/** Each program loads only the plugins' libraries that it uses. */
async function programOf(stack: string): Promise<Record<string, unknown>> {
  const named = stackKind(stack);
  switch (named.kind) {
    case 'host':
      return (await import('./host.ts')).host(named.host);
    case 'identity':
      return (await import('./identity.ts')).identity();
    case 'organization':
      return (await import('./organization.ts')).organization(named.organization);
    case 'instance':
      return (await import('./instance.ts')).instance(named.instance);
  }
}

const words = ({ problems }: ChatiereError): string => problems.map((problem) => renderProblem(problem, languageOf(process.env['LC_ALL'] ?? process.env['LANG']))).join('\n');
