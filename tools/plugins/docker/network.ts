import type Docker from 'dockerode';
import type { Inputs, ResourceType, State, Values } from '../server/index.ts';
import { engineWords, isNotFound, type Engine } from './connection.ts';
import { propertiesOf } from './facts.ts';
import { labelsToMap, mapToLabels } from './labels.ts';
import { removeOnceFree } from './removal.ts';

/** `docker:index/network:Network`. Every change replaces. */
export const network: ResourceType<Engine> = {
  properties: propertiesOf('docker:index/network:Network'),

  async create(engine, inputs) {
    const docker = await engine.docker();
    const made = await docker.createNetwork(creation(inputs)).catch((error: unknown) => {
      throw new Error(`Unable to create network: ${engineWords(error)}`);
    });
    return { id: made.id, state: stateOf(await docker.getNetwork(made.id).inspect()) };
  },

  async read(engine, id) {
    const docker = await engine.docker();
    try {
      return stateOf(await docker.getNetwork(id).inspect());
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw new Error(engineWords(error));
    }
  },

  async delete(engine, id) {
    const docker = await engine.docker();
    await removeOnceFree(() => docker.getNetwork(id).remove(), 'has active endpoints');
  },
};

function creation(inputs: Inputs): Docker.NetworkCreateOptions {
  return {
    Name: String(inputs['name']),
    // Engines before API 1.44 would make a second network of the same name.
    CheckDuplicate: true,
    Labels: labelsToMap(inputs['labels']),
    Internal: inputs['internal'] === true,
    Attachable: inputs['attachable'] === true,
    Ingress: inputs['ingress'] === true,
    EnableIPv6: inputs['ipv6'] === true,
    ...(inputs['driver'] ? { Driver: String(inputs['driver']) } : {}),
    Options: (inputs['options'] ?? {}) as Record<string, string>,
    IPAM: {
      Driver: String(inputs['ipamDriver'] || 'default'),
      Config: ((inputs['ipamConfigs'] ?? []) as Values[]).map(ipamToEngine),
      Options: (inputs['ipamOptions'] ?? {}) as Record<string, string>,
    },
  };
}

function ipamToEngine(config: Values): Record<string, string> {
  const { subnet, ipRange, gateway, auxAddress } = config;
  return filled({ Subnet: subnet, IPRange: ipRange, Gateway: gateway, AuxiliaryAddresses: auxAddress }) as Record<string, string>;
}

interface EngineIpam {
  Driver?: string;
  Options?: Record<string, string> | null;
  Config?: Record<string, unknown>[] | null;
}

function stateOf(found: Docker.NetworkInspectInfo): State {
  const ipam = (found.IPAM ?? {}) as EngineIpam;
  return {
    name: found.Name,
    labels: mapToLabels(found.Labels),
    driver: found.Driver,
    internal: found.Internal,
    attachable: found.Attachable,
    ingress: found.Ingress,
    ipv6: found.EnableIPv6,
    ipamDriver: ipam.Driver,
    ipamOptions: ipam.Options ?? {},
    ipamConfigs: (ipam.Config ?? []).map(ipamFromEngine),
    options: found.Options ?? {},
    scope: found.Scope,
    __meta: '{"schema_version":"1"}',
  };
}

function ipamFromEngine(config: Record<string, unknown>): Values {
  return filled({
    subnet: config['Subnet'],
    ipRange: config['IPRange'],
    gateway: config['Gateway'],
    auxAddress: config['AuxiliaryAddresses'],
  });
}

const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value));
