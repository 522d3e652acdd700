import type { types } from '@pulumi/kubernetes';
import type { Route, Service } from '../../workload/index.ts';
import { selector } from './labels.ts';
import { metadata, objectName, type Scope } from './scope.ts';

/** What neighbours find by the service's name, at any port and as soon as it has an address, healthy or not: as on Docker. */
export const headless = (scope: Scope, { name }: Service): types.input.core.v1.Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(scope, name),
  spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: selector(scope.workload, name) },
});

/** What the edge sends visitors to: only while it is healthy. */
export const routed = (scope: Scope, { service, port }: Route): types.input.core.v1.Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(scope, service, routedName(service, port)),
  spec: { type: 'ClusterIP', selector: selector(scope.workload, service), ports: [{ name: 'http', port, targetPort: port, protocol: 'TCP' }] },
});

export const routedName = (service: string, port: number): string => objectName(service, `port-${port}`);
