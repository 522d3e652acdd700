import { ChatiereError, ExitCode, type Language, type Problem, renderProblem, text } from '../modules/kernel/index.ts';
import type { Output } from './output.ts';

/** Tells what went wrong: our own errors in the person's language, without a stack trace; anything else as the defect that it is. */
export function report(error: unknown, { language, json, debug }: { readonly language: Language; readonly json: boolean; readonly debug: boolean }, stderr: Output): ExitCode {
  const code = error instanceof ChatiereError ? error.exitCode : ExitCode.failure;
  if (json) stderr.write(errorLine(code, error instanceof ChatiereError ? error.problems : [{ code: 'defect', what: defect, given: String(error) }]));
  else if (error instanceof ChatiereError) stderr.write(`${error.problems.map((problem) => renderProblem(problem, language)).join('\n')}\n`);
  else stderr.write(`${defect[language]}\n  ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  if (debug && error instanceof Error && !json) stderr.write(`${error.stack}\n`);
  return code;
}

/** An error for programs: one line of JSON. */
export const errorLine = (exitCode: ExitCode, problems: readonly Problem[]): string => `${JSON.stringify({ schema: 1, kind: 'error', exitCode, problems })}\n`;

const defect = text(
  'Erreur imprévue de chatiere : c’est un défaut à signaler (relancer avec --debug donne la trace).',
  'Unexpected error of chatiere: it is a defect to report (running again with --debug gives the trace).',
);
