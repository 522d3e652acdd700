import { LIVING, stage, status } from './stage.ts';

const group = 'gateway.networking.k8s.io/v1';
export const GATEWAY_CLASS = 'rig';
const CONTROLLER = 'chatiere.rig/gateway';
/** Of the block that RFC 5737 sets aside for examples. */
const ADDRESS = '192.0.2.10';

export const gatewayClass = { apiVersion: group, kind: 'GatewayClass', metadata: { name: GATEWAY_CLASS }, spec: { controllerName: CONTROLLER } };

const conditions = (types: readonly string[], indent: string) => types.map((type) => `
${indent}- {type: ${type}, status: "True", reason: ${type}, message: "", observedGeneration: {{ $generation }}, lastTransitionTime: {{ $now }}}`).join('');
const begin = '{{ $now := Now | Quote }}{{ $generation := .metadata.generation }}';
/** Not yet for what the object says now. */
const stale = (conditions: string, type: string) => `(.metadata.generation as $now | [${conditions} | select(.type == "${type}" and .status == "True") | .observedGeneration] | any(. == $now) | not)`;

/** Gateway API: whatever names our class is accepted and programmed, and every route attached. Nothing listens, no name is compared, no back end looked for. */
export const gatewayStages = [
  stage('gateway-class-accepted', 'GatewayClass', `.spec.controllerName == "${CONTROLLER}" and ${stale('.status.conditions[]?', 'Accepted')}`, [status(`${begin}
conditions:${conditions(['Accepted'], '')}
`)], { group }),
  stage('gateway-programmed', 'Gateway', `.spec.gatewayClassName == "${GATEWAY_CLASS}" and ${LIVING} and ${stale('.status.conditions[]?', 'Programmed')}`, [status(`${begin}
addresses: [{type: IPAddress, value: ${ADDRESS}}]
conditions:${conditions(['Accepted', 'Programmed'], '')}
listeners:
{{ range .spec.listeners }}
- name: {{ .name }}
  attachedRoutes: 0
  supportedKinds: [{group: gateway.networking.k8s.io, kind: HTTPRoute}]
  conditions:${conditions(['Accepted', 'Programmed', 'ResolvedRefs'], '  ')}
{{ end }}
`)], { group }),
  stage('route-accepted', 'HTTPRoute', `${LIVING} and ${stale('.status.parents[]?.conditions[]?', 'Accepted')}`, [status(`${begin}
parents:
{{ range .spec.parentRefs }}
- controllerName: ${CONTROLLER}
  parentRef: {{ . | toJson }}
  conditions:${conditions(['Accepted', 'ResolvedRefs'], '  ')}
{{ end }}
`)], { group }),
];
