import { LOST } from './nodes.ts';
import { stage, status } from './stage.ts';

const READY = '([.status.conditions[]? | select(.type == "Ready") | .status][0])';
const IS_LOST = `(.metadata.annotations["${LOST}"] == "true")`;

const condition = (status: string, reason: string, message: string) => `
- {type: Ready, status: "${status}", reason: ${reason}, message: ${message}, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }}}`;

/** Node: ready at once; lost, and back, by an annotation. A real lost node's pods cannot be deleted; these can. */
export const nodeStages = [
  stage('node-ready', 'Node', `${READY} != "True" and (${IS_LOST} | not)`, [status(`
conditions:${condition('True', 'KubeletReady', 'a fake node is always ready')}
addresses:
- {type: InternalIP, address: {{ NodeIP | Quote }}}
- {type: Hostname, address: {{ NodeName | Quote }}}
daemonEndpoints: {kubeletEndpoint: {Port: {{ NodePort }}}}
nodeInfo:
  {architecture: amd64, operatingSystem: linux, osImage: fake, kernelVersion: fake, containerRuntimeVersion: "kwok://{{ Version }}",
   kubeletVersion: "kwok-{{ Version }}", kubeProxyVersion: "kwok-{{ Version }}", machineID: "", bootID: "", systemUUID: ""}
`)]),
  stage('node-lost', 'Node', `${READY} == "True" and ${IS_LOST}`, [status(`
conditions:${condition('Unknown', 'NodeStatusUnknown', 'told to be lost')}
`)]),
];
