import Docker from 'dockerode';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutOf } from '../../modules/engine/index.ts';
import { joinName } from '../../modules/kernel/index.ts';
import { allResources, readCheckpoint } from './checkpoint.ts';
import { DAEMON } from './engine-proxy.ts';
import { clearEngine, engineProblems } from './oracle-engine.ts';
import { openRealm, type Realm } from './oracle-identity.ts';
import { orphansOf, type Rig } from './rig.ts';

/** Says what of a stack did not converge, one line a problem; and takes a stack away without asking anybody. */
export interface Oracle {
  /** `preview`: whether plain `pulumi preview --refresh` must also see nothing to do. */
  problems(stack: string, options: { readonly preview: boolean }): Promise<string[]>;
  /** Everything of an instance or an organization, on the engine and in the realm. The state stays as it is. */
  clear(stack: string): Promise<void>;
  readonly realm: Realm;
}

export async function openOracle(rig: Rig): Promise<Oracle> {
  const { federation } = rig;
  const { id, directory } = federation;
  const docker = new Docker({ socketPath: DAEMON });
  const { output } = await rig.pulumi('identity', 'pulumi stack output --json --show-secrets');
  const { clientId, clientSecret } = JSON.parse(output) as { clientId: string; clientSecret: string };
  const realm = await openRealm(federation, { clientId, clientSecret });

  return {
    realm,
    async problems(stack, { preview }) {
      const { resources, pending } = await readCheckpoint(directory, stack);
      return [
        ...pending.map(({ type, resource }) => `pending operation in the state: ${type} ${resource.urn}`),
        ...resources.filter((resource) => resource.delete === true).map(({ urn }) => `deletion still to come in the state: ${urn}`),
        ...(await locksOf(directory)).map((file) => `lock left: ${file}`),
        ...orphansOf(rig).map((pid) => `process left: ${pid}`),
        ...(await engineProblems(docker, id, stack, resources)),
        ...(await realm.problems(await allResources(directory))),
        ...(preview ? await previewProblems(rig, stack) : []),
      ];
    },
    async clear(stack) {
      await clearEngine(docker, id, stack);
      const [organization = '', name] = stack.split('.');
      if (name === undefined) await realm.clearOrganization(organization);
      else await realm.clearWorkload(joinName(id, organization, name));
    },
  };
}

/** With `--refresh`, so that reality is asked property by property as well. */
async function previewProblems(rig: Rig, stack: string): Promise<string[]> {
  const { exitCode, output } = await rig.pulumi(stack, `pulumi preview --refresh --expect-no-changes --non-interactive --color never --diff -s ${stack}`);
  return exitCode === 0 ? [] : [`preview sees changes or fails (exit ${exitCode}):\n${output.split('\n').slice(-25).join('\n')}`];
}

/** Ours and Pulumi's own. */
async function locksOf(directory: string): Promise<string[]> {
  const { locks, state } = layoutOf(directory);
  const below = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true }).catch(() => [])).filter((file) => file.endsWith('.json'));
  return [...(await below(locks)), ...(await below(join(state, '.pulumi', 'locks')))];
}
