import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { layoutOf } from '../../modules/engine/index.ts';

export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom?: boolean;
  /** Marked: its deletion is still to come. */
  readonly delete?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export interface Checkpoint {
  readonly resources: readonly Resource[];
  readonly pending: readonly { readonly type: string; readonly resource: { readonly urn: string } }[];
}

const folderOf = (directory: string): string => join(layoutOf(directory).state, '.pulumi', 'stacks', 'chatiere');

/** A stack as the state has it, read from its file: what `pulumi stack export` prints, without the second that it takes. */
export async function readCheckpoint(directory: string, stack: string): Promise<Checkpoint> {
  const { checkpoint } = JSON.parse(await readFile(join(folderOf(directory), `${stack}.json`), 'utf8')) as { checkpoint: { latest?: { resources?: Resource[]; pending_operations?: Checkpoint['pending'] } } };
  return { resources: checkpoint.latest?.resources ?? [], pending: checkpoint.latest?.pending_operations ?? [] };
}

/** Resources of every stack of the federation. */
export async function allResources(directory: string): Promise<Resource[]> {
  const files = (await readdir(folderOf(directory))).filter((file) => file.endsWith('.json'));
  return (await Promise.all(files.map((file) => readCheckpoint(directory, file.slice(0, -'.json'.length))))).flatMap(({ resources }) => resources);
}

export const idsOf = (resources: readonly Resource[], type: string): string[] => resources.filter((resource) => resource.type === type).map(({ id }) => id ?? '');

/** Each side's surplus: what is there and not known, what is known and not there, what stands twice. */
export function differences(what: string, there: readonly string[], known: readonly string[], name: (id: string) => string = (id) => id): string[] {
  const twice = known.filter((id, index) => known.indexOf(id) !== index);
  return [
    ...there.filter((id) => !known.includes(id)).map((id) => `${what} ${name(id)} is there, and the state does not know it`),
    ...known.filter((id) => !there.includes(id)).map((id) => `${what} ${name(id)} is in the state, and not there`),
    ...twice.map((id) => `${what} ${name(id)} stands twice in the state`),
  ];
}
