import type { types } from '@pulumi/kubernetes';
import { Size } from '../../kernel/index.ts';
import type { Service } from '../../workload/index.ts';
import { bytes, milliProcessors, processors } from './quantities.ts';

/** What some pods take together. */
export interface Load {
  readonly pods: number;
  readonly bytes: number;
  /** Thousandths of a processor, as limits and as requests. */
  readonly limit: number;
  readonly request: number;
}

const NOTHING: Load = { pods: 0, bytes: 0, limit: 0, request: 0 };

/** A plan's processors are a ceiling: a tenth of it is set aside, so that a node holds as many instances as its memory does. */
const SET_ASIDE = 10;

export function loadOf({ memory, cpus }: Service): Load {
  const limit = milliProcessors(cpus);
  return { pods: 1, bytes: memory.bytes, limit, request: Math.ceil(limit / SET_ASIDE) };
}

export const sum = (loads: readonly Load[]): Load =>
  loads.reduce((a, b) => ({ pods: a.pods + b.pods, bytes: a.bytes + b.bytes, limit: a.limit + b.limit, request: a.request + b.request }), NOTHING);

export const most = (loads: readonly Load[]): Load =>
  loads.reduce((a, b) => ({ pods: Math.max(a.pods, b.pods), bytes: Math.max(a.bytes, b.bytes), limit: Math.max(a.limit, b.limit), request: Math.max(a.request, b.request) }), NOTHING);

/** Memory is what the plan says, no more and no less, and set aside whole: nobody is ended for a neighbour's sake. */
export function resourcesOf(service: Service): types.input.core.v1.ResourceRequirements {
  const { bytes: memory, limit, request } = loadOf(service);
  const size = bytes(Size.bytes(memory));
  return { requests: { cpu: processors(request), memory: size }, limits: { cpu: processors(limit), memory: size } };
}
