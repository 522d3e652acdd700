import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatiereError, text } from '../../kernel/index.ts';
import type { Layout } from '../layout.ts';

/** What an operation may need: a checkpoint of 300 kB, its backup, its record and our copy, several stacks at once. */
const BYTES = 16 * 1024 * 1024;
const INODES = 200;

/** Refuses to begin what could not be recorded: a state folder that is full, out of inodes, or not to be written. Exit code 3, nothing touched. */
export function checkRoom({ state }: Layout): void {
  const { bavail, bsize, ffree, files } = statfsSync(state);
  const free = bavail * bsize;
  if (free < BYTES) throw noRoom(state, text(`${mebibytes(free)} Mio libres`, `${mebibytes(free)} MiB free`), text(`${mebibytes(BYTES)} Mio au moins`, `${mebibytes(BYTES)} MiB at least`));
  // File systems that make inodes as they need them say 0 of 0.
  if (files > 0 && ffree < INODES) throw noRoom(state, text(`${ffree} inodes libres`, `${ffree} inodes free`), text(`${INODES} inodes au moins`, `${INODES} inodes at least`));
  const probe = join(state, `.probe-${process.pid}`);
  try {
    writeFileSync(probe, 'x', { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new ChatiereError({
      code: 'state-not-writable',
      what: text(`le dossier de l’état ne peut pas être écrit (${code}) : rien n’est commencé`, `the state folder cannot be written (${code}): nothing is begun`),
      given: state,
      next: text('le rendre accessible en écriture, puis relancer la même commande', 'make it writable, then run the same command again'),
    });
  }
}

const mebibytes = (bytes: number): string => String(Math.floor(bytes / 1024 / 1024));

const noRoom = (given: string, found: ReturnType<typeof text>, allowed: ReturnType<typeof text>): ChatiereError =>
  new ChatiereError({
    code: 'state-no-room',
    what: text(`il n’y a plus assez de place pour l’état (${found.fr}) : rien n’est commencé`, `there is not enough room left for the state (${found.en}): nothing is begun`),
    given,
    allowed,
    next: text('libérer de la place, puis relancer la même commande', 'free some space, then run the same command again'),
  });
