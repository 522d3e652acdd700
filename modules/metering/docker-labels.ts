import { get } from 'node:http';
import { label } from '../kernel/index.ts';
import type { Owner } from './window.ts';

/** What the engine says of a running container, as far as the meter asks. */
export interface Known {
  readonly owner: Owner;
  /** Its network is not its own: the host's, or another container's. */
  readonly sharedNetwork: boolean;
}

type Labels = Readonly<Record<string, string>>;

/** Whose a container is, by its labels. Another federation's on the same engine is foreign here. */
export function ownerOf(labels: Labels, federation: string): Owner {
  if (labels[label.federation] !== federation) return { kind: 'foreign' };
  const [organization, instance, app] = [labels[label.organization], labels[label.instance], labels[label.app]];
  if (organization !== undefined && instance !== undefined && app !== undefined) return { kind: 'instance', instance, organization, app };
  const part = labels[label.provides] ?? app;
  if (part === 'meter') return { kind: 'meter' };
  return part === undefined ? { kind: 'foreign' } : { kind: 'shared', part };
}

/**
 * Reads the answer to `GET /containers/json`: container id -> what is known of it. Names, commands and every other label are left where they are.
 * @throws TypeError for an answer of another form.
 */
export function readContainers(answer: string, federation: string): ReadonlyMap<string, Known> {
  const list: unknown = JSON.parse(answer);
  if (!Array.isArray(list)) throw new TypeError('the engine’s list of containers is no list');
  return new Map(list.map((item: unknown) => {
    const { Id, Labels, HostConfig } = (item ?? {}) as { readonly Id?: unknown; readonly Labels?: unknown; readonly HostConfig?: { readonly NetworkMode?: unknown } };
    if (typeof Id !== 'string' || !/^[0-9a-f]{64}$/.test(Id)) throw new TypeError('a container without an id in the engine’s list');
    const mode = HostConfig?.NetworkMode;
    return [Id, { owner: ownerOf(labelsOf(Labels), federation), sharedNetwork: mode === 'host' || (typeof mode === 'string' && mode.startsWith('container:')) }];
  }));
}

const labelsOf = (value: unknown): Labels =>
  Object.fromEntries(Object.entries(typeof value === 'object' && value !== null ? value : {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const TIMEOUT_MS = 5000;
const LARGEST = 16 * 1024 * 1024;

/** Asks the read-only window on the engine for the running containers. @throws Error when it does not answer, or answers something else. */
export async function askEngine(engine: string, federation: string): Promise<ReadonlyMap<string, Known>> {
  return readContainers(await body(new URL('/containers/json', engine)), federation);
}

function body(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { timeout: TIMEOUT_MS, agent: false }, (response) => {
      const parts: Buffer[] = [];
      let length = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length > LARGEST) request.destroy(new RangeError(`the engine’s list of containers is over ${LARGEST} bytes`));
      });
      response.on('error', reject);
      response.on('end', () => (response.statusCode === 200 ? resolve(Buffer.concat(parts).toString()) : reject(new Error(`the engine’s window answers ${response.statusCode}`))));
    });
    request.on('timeout', () => request.destroy(new Error(`the engine’s window does not answer within ${TIMEOUT_MS} ms`)));
    request.on('error', reject);
  });
}
