import { canonicalJson, digestOf, sha256 } from '../kernel/index.ts';
import { plainWorkload } from '../workload/index.ts';
import type { Fingerprints } from './fingerprints.ts';
import type { StackInput } from './stack-input.ts';

/**
 * SHA-256 of an output that another stack may read, in hexadecimal. Given out in the clear beside secret outputs too: what is
 * secret here has 256 bits of chance, so nobody finds it from its hash.
 */
export const valueDigest = (value: unknown): string => sha256(canonicalJson(value));

/**
 * SHA-256 of everything that a stack is made from. `facts`: stack -> output -> its `valueDigest`, where it has one.
 * Equal digests: the program would ask for the same resources with the same values.
 */
export function inputDigest(input: StackInput, { files, program }: Fingerprints, facts: Readonly<Record<string, Readonly<Record<string, string>> | undefined>>): string {
  const read = Object.entries(input.facts).map(([stack, names]) => [stack, names.map((name) => facts[stack]?.[name] ?? null)]);
  return digestOf({ ...plain(input), files, facts: Object.fromEntries(read), program });
}

/** Paths are where a federation happens to lie; what the files hold counts. */
function plain(input: StackInput): Record<string, unknown> {
  switch (input.kind) {
    case 'host':
      return { ...input, platforms: Object.fromEntries(Object.entries(input.platforms).map(([name, workload]) => [name, plainWorkload(workload)])) };
    case 'instance':
      return { ...input, workload: plainWorkload(input.workload) };
    default:
      return { ...input };
  }
}
