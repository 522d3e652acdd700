import * as pulumi from '@pulumi/pulumi';
import { expect, it } from 'vitest';

it("the SDK meets our stand-in for npm's tree reader, which refuses by name, and nothing else of it", async () => {
  await expect(pulumi.runtime.computeCodePaths({})).rejects.toThrow('tools/arborist stands in place of @npmcli/arborist');
});
