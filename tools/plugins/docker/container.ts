import { PartialResource, type Inputs, type ResourceType, type State } from '../server/index.ts';
import { engineWords, isNotFound, isUnchanged, type Engine } from './connection.ts';
import { checkContainer } from './container-check.ts';
import { creation } from './container-creation.ts';
import { begin } from './container-begin.ts';
import { stateOf } from './container-state.ts';
import { bringUpToDate } from './container-update.ts';
import { propertiesOf } from './facts.ts';
import { sameHealth } from './health.ts';
import { ensureImage } from './image.ts';
import { samePorts } from './ports.ts';

const TABLE = propertiesOf('docker:index/container:Container');

/** What reading always fills in, whatever the program gives of it, and what replaces. Variables and labels are not read. */
const FILLED_IN = Object.entries(TABLE).flatMap(([name, { computed, replaces }]) => (computed && replaces && name !== 'envs' && name !== 'labels' ? [name] : []));

/** `docker:index/container:Container`. */
export const container: ResourceType<Engine> = {
  properties: {
    ...TABLE,
    healthcheck: { ...TABLE['healthcheck'], suppress: sameHealth },
    ports: { ...TABLE['ports'], suppress: samePorts },
    user: { ...TABLE['user'], suppress: absentIsKept },
    workingDir: { ...TABLE['workingDir'], suppress: absentIsKept },
  },
  deleteBeforeReplace: true,
  check: checkContainer,
  // A container that failed while being made was never read: what the engine fills in is missing, and that replaces.
  replaceAnyway: (state) => FILLED_IN.filter((name) => state[name] === undefined),

  async create(engine, inputs, signal) {
    const docker = await engine.docker();
    const image = String(inputs['image']);
    await ensureImage(docker, image).catch((error: unknown) => {
      throw new Error(`Unable to create container with image ${image}: ${engineWords(error)}`);
    });
    const { ApiVersion } = await docker.version();
    const body = creation(inputs, ApiVersion);
    const made = await docker.createContainer(body).catch((error: unknown) => {
      throw new Error(`Unable to create container: ${engineWords(error)}`);
    });
    const asked = known(inputs);
    try {
      const containerLogs = await begin(docker, made, inputs, signal);
      return { id: made.id, state: stateOf({ ...asked, containerLogs }, await made.inspect()) };
    } catch (error) {
      // It exists: the state must name it, or it would never be removed.
      throw new PartialResource(made.id, asked, engineWords(error));
    }
  },

  async read(engine, id, state) {
    const docker = await engine.docker();
    try {
      return stateOf(state, await docker.getContainer(id).inspect());
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw new Error(engineWords(error));
    }
  },

  async update(engine, id, olds, news) {
    const docker = await engine.docker();
    const state = updated(olds, news);
    try {
      await bringUpToDate(docker.getContainer(id), olds, news);
      return state;
    } catch (error) {
      throw new PartialResource(id, state, engineWords(error));
    }
  },

  async delete(engine, id, state) {
    const docker = await engine.docker();
    const found = docker.getContainer(id);
    if (state['attach'] !== true) {
      await forgiving(`Error stopping container ${id}`, () => found.stop({ t: Number(state['destroyGraceSeconds'] ?? 0) }));
    }
    await forgiving(`Error deleting container ${id}`, () => found.remove({ v: state['removeVolumes'] === true, force: true }));
    const condition = state['rm'] === true ? 'removed' : 'not-running';
    await forgiving(`Error waiting for container removal '${id}'`, () => found.wait({ condition }));
  },
};

/** The provider takes no user, or none any more, for "as it is". */
function absentIsKept(_old: unknown, news: unknown): boolean {
  return news === undefined || news === '';
}

/** What of the inputs goes into the state before anything was read. */
function known(inputs: Inputs): State {
  const { __defaults: _, ...asked } = inputs;
  return { ...asked, __meta: '{"schema_version":"2"}' };
}

/**
 * The state after an update: what was asked, and what the engine filled in before. Nothing is read again, so that what Docker
 * could not change looks changed. Swap that was not asked for stays as read, and differs again the next time.
 */
function updated(olds: State, news: Inputs): State {
  const kept = Object.entries(olds).filter(([name]) => {
    const property = TABLE[name];
    return property === undefined || property.output === true || property.computed === true || name === 'memorySwap';
  });
  return { ...Object.fromEntries(kept), ...known(news) };
}

async function forgiving(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const words = engineWords(error);
    if (isUnchanged(error) || isNotFound(error) || words.includes('is already in progress')) return;
    throw new Error(`${what}: ${words}`);
  }
}
