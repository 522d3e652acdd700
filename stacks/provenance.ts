import * as pulumi from '@pulumi/pulumi';
import { fingerprintsOf, inputDigest, programDigest, type StackInput, valueDigest } from '../modules/input/index.ts';
import { CHECKOUT, type Reading } from './context.ts';

/**
 * Two more outputs of every stack: `input`, the digest of what it was made from, by which `chatiere up` sees that nothing
 * changed; and `facts`, the digest of each output, by which those who read it see that it changed. In the clear.
 */
export const provenanceOf = (input: StackInput, { digests }: Reading, outputs: Readonly<Record<string, unknown>>) => ({
  input: inputDigest(input, fingerprintsOf(input, programDigest(CHECKOUT)), digests),
  facts: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, pulumi.unsecret((pulumi.output(value) as pulumi.Output<unknown>).apply(valueDigest))])),
});
