import { Resource } from '@pulumi/pulumi';
import { expect, it } from 'vitest';
import { dropTraces } from '../../stacks/traces.ts';

/** What Pulumi asks when a resource is made, and sends to the engine. */
const { stackTrace } = Resource as unknown as { stackTrace(skip: number): unknown[] };

it('Pulumi’s own resources come without a stack trace', () => {
  expect(stackTrace.call(Resource, 0)).not.toEqual([]);
  dropTraces();
  expect(stackTrace.call(Resource, 0)).toEqual([]);
});
