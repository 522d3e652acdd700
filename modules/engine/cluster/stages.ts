import { claimStages } from './claim-stages.ts';
import { gatewayStages } from './gateway-stages.ts';
import { nodeStages } from './node-stages.ts';
import { podStages } from './pod-stages.ts';
import type { Manifest } from './nodes.ts';

/**
 * Everything in a trial cluster that is played and not done. The API server, its admission, the scheduler, the controllers and
 * the binding of volumes are real; behind a node there is no machine, behind a pod no container, behind a volume no disk,
 * behind a gateway no listener: kwok writes the status that those would report.
 */
export const stages = (podLogs: string): Manifest[] => [...nodeStages, ...podStages(podLogs), ...claimStages, ...gatewayStages];
