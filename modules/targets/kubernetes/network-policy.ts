import { isIPv6 } from 'node:net';
import type { types } from '@pulumi/kubernetes';
import { label } from '../../kernel/index.ts';
import type { Route, Service } from '../../workload/index.ts';
import { selector } from './labels.ts';
import { metadata, type Scope } from './scope.ts';
import { mentions } from './templates.ts';

type Policy = types.input.networking.v1.NetworkPolicy;
type Peer = types.input.networking.v1.NetworkPolicyPeer;

const ISSUER = 'identity.issuer';
/** Ports of mail: relays between servers, with TLS from the start, and for those who sign in. */
const MAIL_PORTS = [25, 465, 587];

/** Blocks that are not the Internet: this machine, private networks, carriers' networks, links, groups. */
const NOT_OUTSIDE = {
  '0.0.0.0/0': ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/4'],
  '::/0': ['::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
};

/** Nothing comes in or goes out but by these. A policy that nothing needs is not made. */
export function networkPolicies(scope: Scope): Policy[] {
  const { services, routes, mailPort } = scope.workload;
  const outside = (way: Service['egress']) => services.filter(({ egress }) => egress === way);
  const mail = [...new Set([...MAIL_PORTS, ...(mailPort === undefined ? [] : [mailPort])])].sort((a, b) => a - b);
  return [
    neighbours(scope),
    ...routes.map((route) => fromEdge(scope, route)),
    ...egress(scope, 'identity', identityClients(scope), toIdentity(scope)),
    ...egress(scope, 'mail', outside('mail'), [{ to: anywhere, ports: tcp(...mail) }]),
    ...egress(scope, 'web', outside('web'), [{ to: Object.entries(NOT_OUTSIDE).map(([cidr, except]) => ({ ipBlock: { cidr, except } })) }]),
  ];
}

/** Of every pod: its neighbours, the cluster's DNS, and the edge where public names lead to it. As a policy of both ways it also refuses all else. */
const neighbours = (scope: Scope): Policy => policy(scope, 'neighbours', {
  podSelector: {},
  policyTypes: ['Ingress', 'Egress'],
  ingress: [{ from: [{ podSelector: {} }] }],
  egress: [
    { to: [{ podSelector: {} }] },
    { to: [namespaced('kube-system')], ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] },
    ...(scope.workload.publicNames.length > 0 ? [{ to: edgePeers(scope) }] : []),
  ],
});

const fromEdge = (scope: Scope, { service, port }: Route): Policy => policy(scope, `from-edge-${port}`, {
  podSelector: { matchLabels: selector(scope.workload, service) },
  policyTypes: ['Ingress'],
  ingress: [{ from: [namespaced(scope.cluster.gateway.namespace)], ports: tcp(port) }],
});

function egress(scope: Scope, name: string, services: readonly Service[], rules: types.input.networking.v1.NetworkPolicyEgressRule[]): Policy[] {
  if (services.length === 0) return [];
  const values = services.map((service) => service.name).sort();
  return [policy(scope, name, { podSelector: { matchExpressions: [{ key: label.part, operator: 'In', values }] }, policyTypes: ['Egress'], egress: rules })];
}

const policy = (scope: Scope, name: string, spec: types.input.networking.v1.NetworkPolicySpec): Policy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(scope, name),
  spec,
});

/** Who is told where the identity server is; and, where a job is told for others, every service that may reach outside at all. */
function identityClients({ workload: { services } }: Scope): Service[] {
  const told = services.filter((service) => mentions(service, ISSUER));
  return told.length === 0 ? [] : services.filter((service) => told.includes(service) || service.egress !== 'none');
}

/** The gateway too: where the server is behind it, what goes there has another address and port once the cluster has sent it on. */
const toIdentity = ({ cluster: { identity, gateway } }: Scope) => [
  { to: identity.addresses.length === 0 ? anywhere : identity.addresses.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(identity.port) },
  { to: [namespaced(gateway.namespace)] },
];

const edgePeers = ({ cluster: { edgeAddress, gateway } }: Scope): Peer[] => [
  namespaced(gateway.namespace),
  ...(edgeAddress === undefined ? [] : [{ ipBlock: { cidr: `${edgeAddress}/${isIPv6(edgeAddress) ? 128 : 32}` } }]),
];

const anywhere: Peer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];
const namespaced = (name: string): Peer => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const tcp = (...ports: readonly number[]) => ports.map((port) => ({ protocol: 'TCP', port }));
