import { isIPv4 } from 'node:net';
import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import { ChatiereError, text } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';
import { lastingLabels } from './labels.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';

/** A workload's own networks; one that nothing needs is not made. */
export interface Networks {
  /** Between the services, and from the host's edge; nothing outside can be reached. */
  readonly internal: docker.Network | undefined;
  /** For the services that may reach outside. Docker has no narrower one: `mail` and `web` are alike here. */
  readonly egress: docker.Network | undefined;
}

export const INTERNAL = 'internal';
export const EGRESS = 'egress';

const bridged = ({ services }: Workload): Service[] => services.filter(({ hostNetwork }) => !hostNetwork);

export function createNetworks(scope: Scope): Networks {
  const joined = bridged(scope.workload);
  return {
    internal: joined.length > 0 ? createNetwork(scope, INTERNAL, true) : undefined,
    egress: joined.some(({ egress }) => egress !== 'none') ? createNetwork(scope, EGRESS, false) : undefined,
  };
}

function createNetwork(scope: Scope, part: string, internal: boolean): docker.Network {
  return new docker.Network(
    logical(scope, part),
    { name: physical(scope, part), driver: 'bridge', internal, labels: lastingLabels(scope, part) },
    childOptions(scope),
  );
}

/** The networks of one service, the way outside last. */
export const networksOf = (service: Service, { internal, egress }: Networks): docker.Network[] =>
  service.hostNetwork ? [] : [internal, service.egress === 'none' ? undefined : egress].filter((network) => network !== undefined);

/** The host as seen from a network: what the edge listens on. Unknown until the network exists. */
export function gatewayOf(network: docker.Network): pulumi.Output<string> {
  return network.ipamConfigs.apply((configs) => {
    const gateway = configs.map((config) => config.gateway).find((address) => address !== undefined && isIPv4(address));
    if (gateway === undefined) {
      throw new ChatiereError({
        code: 'network-gateway',
        what: text('le réseau n’a pas de passerelle IPv4', 'the network has no IPv4 gateway'),
        given: JSON.stringify(configs),
        next: text('vérifier les plages d’adresses du moteur Docker (default-address-pools)', 'check the Docker engine’s address pools (default-address-pools)'),
      });
    }
    return gateway;
  });
}
