import { ChatiereError, ExitCode, type Problem, text } from '../kernel/index.ts';
import { causeOf } from './causes.ts';
import { type EngineEvent, nameOf, plain, typeOf } from './event.ts';
import { wrongPassphrase } from './passphrase.ts';
import type { Operation } from './progress.ts';
import { resourceNoun } from './words.ts';

type Diagnostic = Extract<EngineEvent, { kind: 'diagnostic' }>;

export interface Failure {
  readonly operation: Operation;
  readonly stack: string;
  readonly signal?: AbortSignal;
  readonly diagnostics: readonly Diagnostic[];
  readonly stderr: string;
  readonly log: string;
  /** Path of the passphrase's file. */
  readonly passphrase: string;
}

/** Our words around, the provider's inside: one problem for each resource that failed, each of its lines quoted. */
export function runFailure(failure: Failure): ChatiereError {
  if (failure.signal?.aborted) return cancelled(failure);
  const said = meaningful(failure.diagnostics);
  if (saysWrongPassphrase(failure.stderr) || said.some(({ message }) => saysWrongPassphrase(message))) return new ChatiereError(wrongPassphrase(failure.passphrase));
  if (said.length === 0) return new ChatiereError(unexplained(failure), isLocked(failure.stderr) ? ExitCode.locked : ExitCode.failure);
  return new ChatiereError(said.map(({ urn, message }) => explained(failure, urn, message)), ExitCode.failure);
}

/** Without repetition, and without the engine's closing "update failed" where something says why. */
function meaningful(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  const distinct = diagnostics.filter(({ urn, message }) => {
    const key = `${urn}\n${message}`;
    return message.trim() !== '' && !seen.has(key) && seen.add(key);
  });
  const causes = distinct.filter(({ message }) => !/^(update|preview|refresh|destroy) failed$|^resource monitor shut down/.test(message.trim()));
  return causes.length > 0 ? causes : distinct;
}

function explained(failure: Failure, urn: string | undefined, message: string): Problem {
  const quoted = quote(message);
  const type = urn === undefined ? '' : typeOf(urn);
  const noun = type === '' || type.startsWith('pulumi:') ? undefined : resourceNoun(type);
  const name = urn === undefined ? '' : nameOf(urn);
  const cause = causeOf(type, message);
  const said = cause ? text(` ${cause.what.fr} :`, ` ${cause.what.en}:`) : text('', '');
  const next = cause?.next ?? text('corriger la cause, puis relancer la même commande', 'fix the cause, then run the same command again');
  return {
    code: cause?.code ?? 'stack-failed',
    what: noun
      ? text(`pile « ${failure.stack} », ${noun.fr} « ${name} » :${said.fr}\n${quoted}`, `stack "${failure.stack}", ${noun.en} "${name}":${said.en}\n${quoted}`)
      : text(`pile « ${failure.stack} » :${said.fr}\n${quoted}`, `stack "${failure.stack}":${said.en}\n${quoted}`),
    next: text(`${next.fr} ; journal : ${failure.log}`, `${next.en}; log: ${failure.log}`),
  };
}

function unexplained(failure: Failure): Problem {
  const quoted = quote(plain(failure.stderr) || '…');
  return {
    code: isLocked(failure.stderr) ? 'locked' : 'stack-failed',
    what: text(`pile « ${failure.stack} » : Pulumi a refusé :\n${quoted}`, `stack "${failure.stack}": Pulumi refused:\n${quoted}`),
    next: text(`journal : ${failure.log}`, `log: ${failure.log}`),
  };
}

function cancelled(failure: Failure): ChatiereError {
  return new ChatiereError({
    code: 'cancelled',
    what: text(`pile « ${failure.stack} » : arrêtée à votre demande, après les étapes en cours`, `stack "${failure.stack}": stopped at your request, after the steps under way`),
    next: text('relancer la même commande : elle reprend où elle en était', 'run the same command again: it goes on from there'),
  }, ExitCode.cancelled);
}

export const saysWrongPassphrase = (words: string): boolean => /\bincorrect passphrase\b/.test(words);
const isLocked = (stderr: string): boolean => /stack is currently locked/.test(stderr);

/** At most the last twenty lines, each marked as somebody else's words. */
function quote(message: string): string {
  const lines = message.trim().split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
  return lines.slice(-20).map((line) => `  > ${line}`).join('\n');
}
