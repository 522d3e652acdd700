import type { Language } from '../../modules/kernel/index.ts';
import type { Surroundings } from '../output.ts';
import { globalOptions, verbs } from '../verbs/index.ts';
import { candidatesOf, unquoted } from './candidates.ts';
import { wantedAt } from './wanted.ts';

/**
 * What may stand under the cursor, the last word. One candidate a line, `value<TAB>help`; or a single line `:files` or `:directories` where the shell completes by itself.
 * A mistake anywhere gives fewer candidates, never a word on the person's command line.
 */
export async function answer(words: readonly string[], language: Language, { environment, cwd, stdout }: Surroundings): Promise<void> {
  try {
    const wanted = wantedAt(words, verbs, globalOptions, language);
    if (wanted.of === 'file' || wanted.of === 'directory') return void stdout.write(`:${wanted.of === 'file' ? 'files' : 'directories'}\n`);
    const looked = wanted.of === undefined ? [] : await candidatesOf(wanted.of, await federationAt(wanted.federation, cwd, environment['CHATIERE_FEDERATION']));
    const all = [...wanted.candidates, ...looked.map((value) => ({ value, help: '' }))];
    const fitting = all.filter(({ value }) => value.startsWith(wanted.word) && !wanted.given.includes(value));
    stdout.write(fitting.map(({ value, help }) => `${wanted.prefix}${value}\t${help.replace(/\s+/g, ' ')}\n`).join(''));
  } catch {
    // Nothing to offer.
  }
}

async function federationAt(asked: string | undefined, cwd: string, fromEnvironment: string | undefined): Promise<string | undefined> {
  const { findFederation, locateFederation } = await import('../../modules/engine/find-federation.ts');
  if (asked !== undefined) return locateFederation(unquoted(asked), cwd);
  return findFederation(cwd) ?? (fromEnvironment ? locateFederation(fromEnvironment, cwd) : undefined);
}
