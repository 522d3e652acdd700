import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChatiereError, text } from '../../kernel/index.ts';
import { type Files, filesOf, usualFolder } from './files.ts';
import { isAlive, readRecord } from './record.ts';

/** Ends the trial cluster of that folder, whole or half-started, and removes the folder. @returns whether there was one */
export const stopCluster = (folder: string = usualFolder()): Promise<boolean> => endCluster(filesOf(resolve(folder)));

/** Its processes are ended by force: what they would save goes with the folder. */
export async function endCluster(files: Files): Promise<boolean> {
  if (!existsSync(files.folder)) return false;
  refuseOthers(files);
  const record = readRecord(files);
  const alive = (record?.processes ?? []).filter(isAlive);
  for (const { pid } of alive.toReversed()) process.kill(pid, 'SIGKILL');
  while (alive.some(isAlive)) await delay(20);
  await rm(files.folder, { recursive: true, force: true });
  return true;
}

/** A folder that is not a cluster's is not ours to remove. */
export function refuseOthers({ folder, record, keys, stages }: Files): void {
  if ([record, keys, stages].some((path) => existsSync(path)) || !existsSync(folder) || isEmpty(folder)) return;
  throw new ChatiereError({
    code: 'cluster-folder',
    what: text('ce dossier n’est pas celui d’une grappe d’essai : rien n’est changé', 'this folder is not that of a trial cluster: nothing is changed'),
    where: { file: folder },
    next: text('donner un dossier vide, ou qui n’existe pas', 'give an empty folder, or one that does not exist'),
  });
}

const isEmpty = (folder: string): boolean => readdirSync(folder).length === 0;
