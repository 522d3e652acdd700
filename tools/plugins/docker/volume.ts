import type Docker from 'dockerode';
import type { ResourceType, State } from '../server/index.ts';
import { engineWords, isNotFound, type Engine } from './connection.ts';
import { propertiesOf } from './facts.ts';
import { labelsToMap, mapToLabels } from './labels.ts';
import { removeOnceFree } from './removal.ts';

/**
 * `docker:index/volume:Volume`. Every change replaces. Where a volume of the name exists, the engine hands that one over,
 * its labels as they were: so does the state.
 */
export const volume: ResourceType<Engine> = {
  properties: propertiesOf('docker:index/volume:Volume'),

  async create(engine, inputs) {
    const docker = await engine.docker();
    const name = String(inputs['name']);
    const creation = {
      Name: name,
      Labels: labelsToMap(inputs['labels']),
      DriverOpts: (inputs['driverOpts'] ?? {}) as Record<string, string>,
      ...(inputs['driver'] ? { Driver: String(inputs['driver']) } : {}),
    };
    await docker.createVolume(creation).catch((error: unknown) => {
      throw new Error(`Unable to create volume: ${engineWords(error)}`);
    });
    return { id: name, state: stateOf(await docker.getVolume(name).inspect()) };
  },

  async read(engine, id) {
    const docker = await engine.docker();
    try {
      return stateOf(await docker.getVolume(id).inspect());
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw new Error(`Unable to inspect volume: ${engineWords(error)}`);
    }
  },

  async delete(engine, id) {
    const docker = await engine.docker();
    await removeOnceFree(() => docker.getVolume(id).remove({ force: true }), 'volume is in use');
  },
};

function stateOf(found: Docker.VolumeInspectInfo): State {
  return {
    name: found.Name,
    labels: mapToLabels(found.Labels),
    driver: found.Driver,
    driverOpts: found.Options ?? {},
    mountpoint: found.Mountpoint,
    __meta: '{"schema_version":"1"}',
  };
}
