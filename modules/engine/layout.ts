import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { passphrasePath, settingsPath } from '../input/index.ts';
import { keepSecret } from '../kernel/index.ts';
import { refuseLostPassphrase } from './passphrase.ts';

/** Root of this checkout: where the Pulumi programs are. */
export const CHECKOUT = resolve(import.meta.dirname, '..', '..');

/** Name of the one Pulumi project. */
export const PROJECT = 'chatiere';

/** Paths of a federation directory, all absolute. */
export interface Layout {
  readonly federation: string;
  /** Pulumi.yaml (generated) and Pulumi.<stack>.yaml (kept in git; the seeds stand there encrypted). */
  readonly stacks: string;
  /** Pulumi's state. */
  readonly state: string;
  /** Passphrase and keys, mode 0700. */
  readonly private: string;
  readonly passphrase: string;
  readonly certificates: string;
  readonly authority: string;
  readonly logs: string;
  readonly locks: string;
}

export function layoutOf(directory: string): Layout {
  const federation = resolve(directory);
  const at = (...parts: readonly string[]) => join(federation, ...parts);
  return {
    federation,
    stacks: at('stacks'),
    state: at('state'),
    private: at('private'),
    passphrase: passphrasePath(federation),
    certificates: at('certificates'),
    authority: at('certificates', 'authority.crt'),
    logs: at('logs'),
    locks: at('locks'),
  };
}

export const settingsFile = (layout: Layout, stack: string): string => settingsPath(layout.federation, stack);
export const checkpointFile = (layout: Layout, stack: string): string => join(layout.state, '.pulumi', 'stacks', PROJECT, `${stack}.json`);
export const logFile = (layout: Layout, stack: string): string => join(layout.logs, `${stack}.log`);

/** What of a federation directory never goes into git; lists of people are CSV. */
export const IGNORED = ['/state/', '/private/', '/logs/', '/locks/', '/stacks/Pulumi.yaml', '/*.csv'];

/** Makes what is missing: folders and the passphrase for the owner only, and the project file that leads to our programs. */
export async function prepareLayout(layout: Layout, checkout: string = CHECKOUT): Promise<void> {
  await refuseLostPassphrase(layout);
  for (const folder of [layout.state, layout.private, layout.logs, layout.locks]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  }
  await mkdir(layout.stacks, { recursive: true });
  await mkdir(layout.certificates, { recursive: true });
  await writeOnce(layout.passphrase, `${randomBytes(32).toString('base64url')}\n`);
  keepSecret(await readFile(layout.passphrase, 'utf8').catch(() => ''));
  await writeProject(layout, checkout);
}

/** A passphrase that exists is never overwritten: without it the seeds cannot be read. Whole or not there, since an empty one would encrypt nothing. */
async function writeOnce(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, content, { mode: 0o600 });
  try {
    await link(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary);
  }
}

/** The root's Pulumi.yaml, with `main` as an absolute path; written only when it differs. */
async function writeProject(layout: Layout, checkout: string): Promise<void> {
  const project = parseDocument(await readFile(join(checkout, 'Pulumi.yaml'), 'utf8'));
  project.commentBefore = ' Generated: leads plain `pulumi` from this folder to the programs. Not for git.';
  project.set('main', join(checkout, 'stacks', 'index.ts'));
  const file = join(layout.stacks, 'Pulumi.yaml');
  const content = project.toString();
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present !== content) await writeFile(file, content);
}
