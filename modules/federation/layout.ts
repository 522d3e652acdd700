import { readdirSync } from 'node:fs';
import type { Files } from '../catalog/index.ts';
import { isSegment, nearest, type Problem, segmentRule, text } from '../kernel/index.ts';

/** Folders of a federation directory that hold sheets. */
export const FOLDERS = ['operators', 'hosts', 'organizations', 'orders', 'instances'] as const;
/** Names that mean something else in names of stacks. */
export const RESERVED = ['host', 'identity'] as const;
/** Endings of host names that no certificate, no public DNS or no other machine can serve. */
const UNROUTED = ['localhost', 'local', 'onion', 'invalid', 'arpa'];

/** The ending of a host name that keeps it from being a public address. */
export const unroutedEnding = (hostname: string): string | undefined => UNROUTED.find((ending) => hostname.endsWith(`.${ending}`));

/** `operators/coop.yaml` -> `coop` for folder `operators`; `undefined` for a file of another folder or of another kind. */
export function idOf(folder: (typeof FOLDERS)[number], path: string): string | undefined {
  return path.startsWith(`${folder}/`) && path.endsWith('.yaml') ? path.slice(folder.length + 1, -'.yaml'.length) : undefined;
}

/** Files that are missing, misplaced or misnamed, so that none is passed over in silence. */
export function fileProblems(directory: string, files: Files, refused: readonly Problem[]): Problem[] {
  const problems: Problem[] = [];
  if (!files.has('federation.yaml') && !refused.some(({ where }) => where?.file === 'federation.yaml')) {
    problems.push({ code: 'no-federation', what: text('ce dossier n’a pas de federation.yaml', 'this directory has no federation.yaml'), where: { file: 'federation.yaml' }, given: directory, next: text('aller dans le dossier de la fédération, le donner par -C, ou en créer un : chatiere init', 'go to the federation’s directory, give it with -C, or create one: chatiere init') });
  }
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const meant = entry.isDirectory() ? nearest(entry.name, FOLDERS) : undefined;
    if (meant && meant !== entry.name) {
      problems.push({ code: 'misnamed-folder', what: text('dossier mal nommé', 'misnamed folder'), where: { file: entry.name }, given: entry.name, allowed: text(FOLDERS.join(', '), FOLDERS.join(', ')), next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) });
    }
  }
  return [...problems, ...[...files.keys()].flatMap(nameProblems)];
}

/** What is wrong with a file's name. */
export function nameProblems(path: string): Problem[] {
  const folder = FOLDERS.find((name) => path.startsWith(`${name}/`));
  if (!folder) return [];
  const name = path.slice(folder.length + 1);
  if (/\.(yml|yaml|json)$/i.test(name) && !name.endsWith('.yaml')) {
    return [{ code: 'file-extension', what: text('fichier qui ne serait pas lu', 'file that would not be read'), where: { file: path }, given: name, allowed: text('.yaml', '.yaml'), next: text('le renommer', 'rename it') }];
  }
  const id = idOf(folder, path);
  if (id === undefined) return [];
  const refuse = (what: Problem['what'], allowed: Problem['what']): Problem[] => [{ code: 'file-name', what, where: { file: path }, given: id, allowed }];
  if (folder === 'instances') {
    const parts = id.split('.');
    return parts.length === 2 && parts.every(isSegment) ? [] : refuse(text('nom de fichier invalide', 'invalid file name'), text('<organisation>.<nom>.yaml', '<organization>.<name>.yaml'));
  }
  if (!isSegment(id)) return refuse(text('nom de fichier invalide', 'invalid file name'), segmentRule);
  if ((folder === 'hosts' || folder === 'organizations') && (RESERVED as readonly string[]).includes(id)) {
    return refuse(text('nom réservé', 'reserved name'), text(`tout autre que ${RESERVED.join(', ')}`, `any but ${RESERVED.join(', ')}`));
  }
  return [];
}
