import { posix } from 'node:path';
import { ChatiereError, text } from '../kernel/index.ts';
import type { FileMount, Service, Workload } from '../workload/index.ts';

export type FileKind = 'secrets' | 'configs';

/** The files of one kind of one service, sorted by path; the service alone sees them, read-only, at mode 0444. */
export interface FileSet {
  readonly service: Service;
  readonly kind: FileKind;
  readonly files: readonly FileMount[];
  /** Where the service sees them: other than the root. */
  readonly directory: string;
  /** Service whose set holds these files: itself, or for a configure job the service that it configures. */
  readonly owner: string;
}

/** A configure job has files of its service, the very same objects, and uses what was made for it. */
export function fileSetsOf({ services }: Workload): FileSet[] {
  const sets: FileSet[] = [];
  for (const service of services) {
    for (const kind of ['secrets', 'configs'] as const) {
      if (service[kind].length === 0) continue;
      const files = sorted(service[kind]);
      const owner = service.kind === 'job' ? sets.find((set) => set.kind === kind && files.every((file) => set.files.includes(file)))?.owner : undefined;
      sets.push({ service, kind, files, directory: directoryOf(service, kind), owner: owner ?? service.name });
    }
  }
  return sets;
}

export const isOwn = ({ service, owner }: FileSet): boolean => service.name === owner;

function directoryOf(service: Service, kind: FileKind): string {
  const directories = [...new Set(service[kind].map(({ target }) => posix.dirname(target)))];
  const [directory] = directories;
  if (directories.length === 1 && directory !== undefined && directory !== '/') return directory;
  throw new ChatiereError({
    code: 'file-directory',
    what: text('les fichiers d’un service doivent être dans un même dossier, autre que la racine', 'the files of a service must lie in one directory, other than the root'),
    where: { field: `services.${service.name}.${kind}` },
    given: directories.join(', '),
  });
}

const sorted = (files: readonly FileMount[]): FileMount[] => [...files].sort((a, b) => (a.target < b.target ? -1 : 1));
