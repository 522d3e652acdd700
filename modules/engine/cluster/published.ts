import { text } from '../../kernel/index.ts';
import type { Manifest } from './nodes.ts';
import { type Read, until } from './ready.ts';

interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string; readonly plural: string };
  readonly versions: readonly { readonly name: string }[];
}

/** What the API server says of all its groups at once. */
interface Discovery {
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly versions: readonly { readonly version: string; readonly resources?: readonly { readonly resource: string }[] }[] }[];
}

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * Waits until the API server tells of these kinds wherever a client may look for them: in its list of resources and in its OpenAPI.
 * It does so one after the other, some time after it has accepted them; kwok looks once, when it begins, and ends where one is missing.
 */
export async function publishes(definitions: readonly Manifest[], server: string, read: Read, signal: AbortSignal): Promise<void> {
  for (const { spec } of definitions) {
    const { group, names, versions } = spec as Definition;
    for (const { name: version } of versions) {
      await until(text(names.kind, names.kind), async () => lists(await read(`${server}/apis`, DISCOVERY), group, version, names.plural), signal);
      const path = `apis/${group}/${version}`;
      await until(text(names.kind, names.kind), async () => {
        const [all, own] = await Promise.all([read(`${server}/openapi/v3`), read(`${server}/openapi/v3/${path}`)]);
        return all?.includes(`"${path}"`) === true && own?.includes(`"kind":"${names.kind}"`) === true;
      }, signal);
    }
  }
}

/** Whether the answer of discovery has the resource. */
export function lists(answer: string | undefined, group: string, version: string, plural: string): boolean {
  if (answer === undefined) return false;
  const { items } = JSON.parse(answer) as Discovery;
  const versions = items.find(({ metadata }) => metadata.name === group)?.versions ?? [];
  return versions.some((one) => one.version === version && one.resources?.some(({ resource }) => resource === plural));
}
