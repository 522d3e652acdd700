export { type Api, openApi } from './api.ts';
export { LOCAL_CLASS, SHARED_CLASS } from './claim-stages.ts';
export { usualFolder } from './files.ts';
export { GATEWAY_CLASS } from './gateway-stages.ts';
export { LOST, type NodeGroup, ONE_NODE, RESIDENCY_LABEL, THREE_ZONES } from './nodes.ts';
export { EXIT_CODE, LAST_WORDS, LOG, REFUSED_REGISTRY } from './pod-stages.ts';
export { type Cluster, type ClusterOptions, startCluster } from './start.ts';
export { type ClusterStatus, clusterStatus, type ProcessStatus } from './status.ts';
export { stopCluster } from './stop.ts';
