import { X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AUTHORITY, certificateFiles, edgeName, RENEW_DAYS } from '../edge/index.ts';
import { type Text, text } from '../kernel/index.ts';
import type { Check } from './doctor.ts';
import type { Layout } from './layout.ts';

const MIB = 1024 ** 2;
/** Below this a run may stop half-way. */
const SCARCE = 200 * MIB;
const FEW_INODES = 1000;

/** Without it the seeds cannot be read: it is never made anew where there is a state. */
export async function passphraseCheck({ passphrase }: Layout, used: boolean): Promise<Check> {
  const title = text('phrase de passe', 'passphrase');
  const say = (state: Check['state'], found: Text, next?: Text): Check => ({ check: 'passphrase', title, state, found, ...(next ? { next } : {}) });
  const info = await stat(passphrase).catch(() => undefined);
  const restore = text(`remettre ${passphrase} depuis la sauvegarde`, `restore ${passphrase} from the backup`);
  if (!info) return used ? say('wrong', text('absente, alors qu’il y a un état', 'missing, although there is a state'), restore) : say('ok', text('sera créée par la première commande', 'will be made by the first command'));
  if (info.size === 0) return say('wrong', text('vide', 'empty'), restore);
  const mode = (info.mode & 0o777).toString(8).padStart(4, '0');
  if ((info.mode & 0o077) !== 0) return say('wrong', text(`lisible par d’autres (mode ${mode})`, `readable by others (mode ${mode})`), text(`chmod 600 ${passphrase}`, `chmod 600 ${passphrase}`));
  return say('ok', text(`mode ${mode}`, `mode ${mode}`));
}

/** Whether what is to be written there can be. */
export async function stateCheck({ state, federation }: Layout): Promise<Check> {
  const title = text('état', 'state');
  const say = (verdict: Check['state'], found: Text, next?: Text): Check => ({ check: 'state', title, state: verdict, found, ...(next ? { next } : {}) });
  const info = await stat(state).catch(() => undefined);
  const folder = info ? state : federation;
  if (await access(folder, constants.W_OK | constants.X_OK).then(() => false, () => true)) {
    return say('wrong', text(`${folder} : écriture refusée`, `${folder}: not writable`), text(`rendre ${folder} accessible en écriture, ou lancer la commande avec la personne à qui il est`, `make ${folder} writable, or run the command as whom it belongs to`));
  }
  if (info && (info.mode & 0o077) !== 0) return say('wrong', text(`lisible par d’autres (mode ${(info.mode & 0o777).toString(8)})`, `readable by others (mode ${(info.mode & 0o777).toString(8)})`), text(`chmod 700 ${state}`, `chmod 700 ${state}`));
  const { bavail, bsize, ffree, files } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MIB);
  // Some file systems count no inodes.
  const crowded = files > 0 && ffree < FEW_INODES;
  if (bavail * bsize < SCARCE || crowded) {
    return say('wrong', crowded ? text(`${ffree} fichiers possibles encore`, `room for ${ffree} more files`) : text(`${free} Mio libres`, `${free} MiB free`), text(`libérer de la place sur le disque de ${dirname(state)}`, `make room on the disk of ${dirname(state)}`));
  }
  const size = free >= 10_240 ? text(`${Math.floor(free / 1024)} Gio libres`, `${Math.floor(free / 1024)} GiB free`) : text(`${free} Mio libres`, `${free} MiB free`);
  return say('ok', info ? size : text(`pas encore créé ; ${size.fr}`, `not made yet; ${size.en}`));
}

/** Ends of the authority's and the edges' certificates; a missing one is made when it is needed. */
export async function certificateChecks({ federation }: Layout, hosts: readonly string[], now: Date): Promise<Check[]> {
  const checks = await Promise.all([AUTHORITY, ...hosts.map(edgeName)].map((name) => certificateCheck(name, certificateFiles(federation, name).certificate, now)));
  return checks.filter((check) => check !== undefined);
}

async function certificateCheck(name: string, file: string, now: Date): Promise<Check | undefined> {
  const pem = await readFile(file, 'utf8').catch(() => undefined);
  if (pem === undefined) return undefined;
  const say = (state: Check['state'], found: Text, next?: Text): Check => ({ check: `certificate ${name}`, title: text(`certificat ${name}`, `certificate ${name}`), state, found, ...(next ? { next } : {}) });
  const end = endOf(pem);
  if (end === undefined) return say('wrong', text('illisible', 'unreadable'), text(`remettre ${file} depuis git ou la sauvegarde`, `restore ${file} from git or the backup`));
  const days = Math.floor((end.getTime() - now.getTime()) / 86_400_000);
  const day = end.toISOString().slice(0, 10);
  const until = text(`jusqu’au ${day} (${days} jours)`, `until ${day} (${days} days)`);
  const past = text(`expiré le ${day}`, `expired on ${day}`);
  if (name === AUTHORITY) return days >= 365 ? say('ok', until) : say(days < 0 ? 'wrong' : 'waiting', days < 0 ? past : until, text(`prévoir une autre autorité, que chacun devra accepter : effacer ${file}, puis « chatiere up »`, `plan another authority, which everyone must trust: delete ${file}, then "chatiere up"`));
  if (days >= RENEW_DAYS) return say('ok', until);
  return say(days < 0 ? 'wrong' : 'waiting', days < 0 ? past : until, text('chatiere up', 'chatiere up'));
}

function endOf(pem: string): Date | undefined {
  try {
    return new X509Certificate(pem).validToDate;
  } catch {
    return undefined;
  }
}
