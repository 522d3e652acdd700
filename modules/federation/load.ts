import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type Catalog, type Files, parseSheet, readFiles, type Sheet } from '../catalog/index.ts';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { readPictures } from './check-brand.ts';
import { checkFederation } from './checks.ts';
import { FOLDERS, fileProblems, idOf } from './layout.ts';
import type { Picture } from './picture.ts';
import { HostSheet } from './host.ts';
import { type Federation, FederationSheet, InstanceSheet, OperatorSheet, OrderSheet, OrganizationSheet } from './schema.ts';

/** The directory as read, before its references are checked. Files that do not fit their schema are missing from the maps, but not from `ids`. */
export interface Draft {
  readonly sheet: Sheet<FederationSheet> | undefined;
  readonly operators: ReadonlyMap<string, Sheet<OperatorSheet>>;
  readonly hosts: ReadonlyMap<string, Sheet<HostSheet>>;
  readonly organizations: ReadonlyMap<string, Sheet<OrganizationSheet>>;
  readonly orders: ReadonlyMap<string, Sheet<OrderSheet>>;
  readonly instances: ReadonlyMap<string, Sheet<InstanceSheet>>;
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Folder -> ids of all its files, the broken ones too: a reference to one of these is not unknown. */
  readonly ids: Readonly<Record<(typeof FOLDERS)[number], readonly string[]>>;
  readonly problems: Problem[];
}

/** Loads a federation directory and checks every reference in it. Throws one `ChatiereError` with every problem of every file. */
export function loadFederation(directory: string, catalog: Catalog): Federation {
  const { files, problems } = readFederation(directory);
  return parseFederation(directory, files, catalog, problems);
}

/** The directory's files by relative path. */
export function readFederation(directory: string): { files: Files; problems: Problem[] } {
  if (!existsSync(directory)) {
    throw new ChatiereError({ code: 'no-directory', what: text('dossier introuvable', 'directory not found'), given: directory, next: text('vérifier le chemin, ou en créer un : chatiere init', 'check the path, or create one: chatiere init') });
  }
  const problems: Problem[] = [];
  const files = readFiles(directory, problems, '', (path) => path === 'federation.yaml' || (path.split('/').length <= 2 && FOLDERS.some((folder) => path.startsWith(`${folder}/`))));
  problems.push(...fileProblems(directory, files, problems));
  return { files, problems };
}

/** The federation that given files make: also what a writer asks before it writes. */
export function parseFederation(directory: string, files: Files, catalog: Catalog, problems: Problem[] = []): Federation {
  const draft = readDraft(resolve(directory), files, problems);
  checkFederation(draft, catalog);
  if (problems.length > 0 || !draft.sheet) throw new ChatiereError(problems);
  const values = <T>(sheets: ReadonlyMap<string, Sheet<T>>): ReadonlyMap<string, T> => new Map([...sheets].map(([id, { value }]) => [id, value]));
  return {
    directory: resolve(directory),
    sheet: draft.sheet.value,
    operators: values(draft.operators),
    hosts: values(draft.hosts),
    organizations: values(draft.organizations),
    orders: values(draft.orders),
    instances: values(draft.instances),
    pictures: draft.pictures,
  };
}

function readDraft(directory: string, files: Files, problems: Problem[]): Draft {
  const main = files.get('federation.yaml');
  // A file that could not be read is there all the same.
  const paths = [...new Set([...files.keys(), ...problems.flatMap(({ where }) => where?.file ?? [])])];
  const read = <T>(folder: (typeof FOLDERS)[number], schema: z.ZodType<T>): ReadonlyMap<string, Sheet<T>> => {
    const sheets = new Map<string, Sheet<T>>();
    for (const [path, content] of files) {
      const id = idOf(folder, path);
      const sheet = id === undefined ? undefined : parseSheet(path, content, schema, problems);
      if (id !== undefined && sheet) sheets.set(id, sheet);
    }
    return sheets;
  };
  const draft = {
    sheet: main === undefined ? undefined : parseSheet('federation.yaml', main, FederationSheet, problems),
    operators: read('operators', OperatorSheet),
    hosts: read('hosts', HostSheet),
    organizations: read('organizations', OrganizationSheet),
    orders: read('orders', OrderSheet),
    instances: read('instances', InstanceSheet),
    ids: Object.fromEntries(FOLDERS.map((folder) => [folder, paths.flatMap((path) => idOf(folder, path) ?? [])])) as unknown as Draft['ids'],
    problems,
  };
  return { ...draft, pictures: readPictures(directory, draft) };
}
