import { createDecipheriv } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import type { Layout } from './layout.ts';
import { CHECK, keyOf } from './seal.ts';

const TAG_BYTES = 16;

type Paths = Pick<Layout, 'stacks' | 'passphrase' | 'federation'>;

/** Refuses to make a new passphrase where stacks were encrypted with one that is gone, or that is empty. Quick. */
export async function refuseLostPassphrase(paths: Paths): Promise<void> {
  const passphrase = await readPassphrase(paths);
  if (passphrase === '') throw new ChatiereError({ code: 'empty-passphrase', what: text('la phrase secrète est vide : rien n’est commencé', 'the passphrase is empty: nothing is begun'), where: { file: paths.passphrase }, next: back });
  const [settings] = passphrase === undefined ? await encrypted(paths) : [];
  if (settings !== undefined) throw new ChatiereError({ code: 'lost-passphrase', what: text('la phrase secrète a disparu, et les secrets des piles en dépendent : rien n’est commencé', 'the passphrase is gone, and the secrets of the stacks depend on it: nothing is begun'), where: { file: paths.passphrase }, next: back });
}

/** Refuses a passphrase other than the one that the stacks' settings were encrypted with: looks at one of them, in half a second. */
export async function refuseWrongPassphrase(paths: Paths): Promise<void> {
  const passphrase = await readPassphrase(paths);
  const [settings] = await encrypted(paths);
  if (passphrase === undefined || settings === undefined || (await opens(passphrase, settings.salt))) return;
  throw new ChatiereError({ ...wrongPassphrase(paths.passphrase), given: settings.file });
}

/** Also what Pulumi's own words for it become. */
export const wrongPassphrase = (file: string): Problem => ({
  code: 'wrong-passphrase',
  what: text('cette phrase secrète n’est pas celle qui a chiffré les secrets de la pile : rien n’est changé', 'this passphrase is not the one that encrypted the secrets of the stack: nothing is changed'),
  where: { file },
  next: back,
});

const back = text('reprendre ce fichier d’une sauvegarde ; il ne se refait pas', 'take this file back from a backup; it cannot be made again');

/** Trimmed, as Pulumi reads it. */
const readPassphrase = ({ passphrase }: Paths): Promise<string | undefined> => readFile(passphrase, 'utf8').then((content) => content.trim(), () => undefined);

/** Settings of stacks that hold a salt, in the order of names. */
async function encrypted({ stacks, federation }: Paths): Promise<{ file: string; salt: string }[]> {
  const names = (await readdir(stacks).catch(() => [])).filter((name) => /^Pulumi\..+\.yaml$/.test(name)).toSorted();
  for (const name of names) {
    const salt = saltOf(await readFile(join(stacks, name), 'utf8').catch(() => ''));
    if (salt !== undefined) return [{ file: join(stacks, name).slice(federation.length + 1), salt }];
  }
  return [];
}

function saltOf(content: string): string | undefined {
  try {
    const { encryptionsalt: salt } = (parse(content) ?? {}) as { encryptionsalt?: unknown };
    return typeof salt === 'string' && /^v1:[^:]+:v1:[^:]+:[^:]+$/.test(salt) ? salt : undefined;
  } catch {
    return undefined;
  }
}

/** `v1:<salt>:v1:<nonce>:<ciphertext and tag>`, each in base64. */
async function opens(passphrase: string, state: string): Promise<boolean> {
  const [, salt = '', , nonce = '', sealed = ''] = state.split(':');
  const key = await keyOf(passphrase, Buffer.from(salt, 'base64'));
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64')).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8') === CHECK;
  } catch {
    return false;
  }
}
