import { routeHostname, STS_SECONDS } from '../../edge/index.ts';
import type { Route } from '../../workload/index.ts';
import { metadata, objectName, type Scope } from './scope.ts';
import { routedName } from './service.ts';

/** Seconds for the longest transfer that is not cut: a route's `timeoutSeconds` is for an answer to begin, and Gateway API counts to its end. */
const TRANSFER = 3600;

/**
 * One host name, to one port of one service, through the cluster's Gateway, which terminates TLS. Gateway API has no word for the size of a
 * body: the app's own limit holds. Its timeouts count until an answer is whole, so they are never less than an hour.
 */
export const httpRoute = (scope: Scope, { service, port, hostname, timeoutSeconds }: Route) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: metadata(scope, service, objectName(service, `port-${port}`)),
  spec: {
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: scope.cluster.gateway.namespace, name: scope.cluster.gateway.name }],
    hostnames: [routeHostname(hostname)],
    rules: [{
      matches: [{ path: { type: 'PathPrefix', value: '/' } }],
      filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'Strict-Transport-Security', value: `max-age=${STS_SECONDS}` }, { name: 'X-Content-Type-Options', value: 'nosniff' }] } }],
      backendRefs: [{ group: '', kind: 'Service', name: routedName(service, port), port, weight: 1 }],
      timeouts: { request: `${Math.max(TRANSFER, timeoutSeconds)}s` },
    }],
  },
});
