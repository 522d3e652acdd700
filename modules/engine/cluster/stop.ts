import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChatiereError, text } from '../../kernel/index.ts';
import { type Files, filesOf, usualFolder } from './files.ts';
import { isAlive, readRecord, type Started } from './record.ts';

/** Ends the trial cluster of that folder, whole or half-started, and removes the folder. @returns whether there was one */
export const stopCluster = (folder: string = usualFolder()): Promise<boolean> => endCluster(filesOf(resolve(folder)));

/**
 * Ends by force the processes of its record, and those that the caller knows of: what they would save goes with the folder, which
 * somebody may have removed already.
 */
export async function endCluster(files: Files, known: readonly Started[] = []): Promise<boolean> {
  refuseOthers(files);
  const all = [...(readRecord(files)?.processes ?? []), ...known];
  const alive = [...new Map(all.map((started) => [started.pid, started])).values()].filter(isAlive);
  for (const { pid } of alive) process.kill(pid, 'SIGKILL');
  while (alive.some(isAlive)) await delay(20);
  const present = existsSync(files.folder);
  await rm(files.folder, { recursive: true, force: true });
  return present;
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
