import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countChanges, type EngineEvent, lineSplitter, parseEvent, plain } from '../../modules/engine/event.ts';
import { runFailure } from '../../modules/engine/failure.ts';
import { ExitCode, renderProblem } from '../../modules/kernel/index.ts';

const recorded = (name: string): EngineEvent[] =>
  readFileSync(join(import.meta.dirname, 'recorded', `${name}.ndjson`), 'utf8').split('\n').flatMap((line) => parseEvent(line) ?? []);
const told = (events: readonly EngineEvent[]) => events.filter((event) => event.kind !== 'diagnostic' || event.severity === 'error').map((event) => {
  if (event.kind === 'diagnostic') return `error ${event.message.split('\n')[0]}`;
  return event.kind === 'summary' ? `summary ${event.succeeded}` : `${event.kind} ${event.step.operation} ${event.step.name}`;
});

/** Logs that the CLI 3.259.0 wrote, its debug lines left out. */
describe('a recorded event log', () => {
  it('of a success: only real resources are steps, neither stack nor provider', () => {
    const events = recorded('up');
    expect(told(events)).toEqual(['started create one', 'finished create one', 'summary true']);
    expect(events.at(-1)).toEqual({ kind: 'summary', changes: { create: 2, update: 0, replace: 0, delete: 0, same: 0 }, seconds: 4, succeeded: true });
  });

  it('of a failure: the failed step, its words and the counts', () => {
    expect(told(recorded('failed'))).toEqual([
      'started refresh one',
      'finished refresh one',
      'started create two',
      'error exit status 3: running "echo avant; echo pourquoi >&2; exit 3":',
      'failed create two',
      'error update failed',
      'summary false',
    ]);
  });
});

describe('the error of a failed run', () => {
  const failure = (more: object = {}) => runFailure({
    operation: 'up',
    stack: 'mrc-demo.notes',
    diagnostics: recorded('failed').filter((event) => event.kind === 'diagnostic').filter(({ severity }) => severity === 'error'),
    stderr: '',
    log: '/f/logs/mrc-demo.notes.log',
    passphrase: '/f/private/passphrase',
    ...more,
  });

  it('quotes the resource’s words, and leaves out that the update failed', () => {
    const { problems, exitCode } = failure();
    expect(exitCode).toBe(ExitCode.failure);
    expect(problems.map((problem) => renderProblem(problem, 'fr'))).toEqual([[
      'pile « mrc-demo.notes », tâche « two » :',
      '  > exit status 3: running "echo avant; echo pourquoi >&2; exit 3":',
      '  > avant',
      '  > pourquoi',
      '  à faire : corriger la cause, puis relancer la même commande ; journal : /f/logs/mrc-demo.notes.log',
    ].join('\n')]);
    expect(renderProblem(problems[0] as never, 'en').split('\n')[0]).toBe('stack "mrc-demo.notes", job "two":');
  });

  it('tells Pulumi’s own refusal, and a lock by its exit code', () => {
    const locked = failure({ diagnostics: [], stderr: 'error: the stack is currently locked by 1 lock(s). Either wait…' });
    expect(locked.exitCode).toBe(ExitCode.locked);
    expect(locked.problems[0]?.what.fr).toBe('pile « mrc-demo.notes » : Pulumi a refusé :\n  > error: the stack is currently locked by 1 lock(s). Either wait…');
    expect(failure({ diagnostics: [], stderr: 'error: no stack named x' }).exitCode).toBe(ExitCode.failure);
  });

  it('of a stop that was asked for is a cancellation', () => {
    const cancelled = failure({ signal: AbortSignal.abort() });
    expect(cancelled.exitCode).toBe(ExitCode.cancelled);
    expect(cancelled.problems[0]?.what.en).toBe('stack "mrc-demo.notes": stopped at your request, after the steps under way');
  });

  it('keeps the last twenty lines of a long answer', () => {
    const message = Array.from({ length: 30 }, (_, line) => `ligne ${line}`).join('\n');
    const [problem] = failure({ diagnostics: [{ kind: 'diagnostic', severity: 'error', urn: undefined, message }] }).problems;
    expect(problem?.what.fr.split('\n')).toHaveLength(21);
    expect(problem?.what.fr).toContain('> ligne 29');
    expect(problem?.what.fr).not.toContain('ligne 9\n');
  });
});

describe('the error of a job', () => {
  /** As the script of the target ends, around what the job itself wrote. */
  const told = (said: string): string[] => {
    const message = `exit status 1: running "demo--mrc-demo--nextcloud--brand":\n${said}`;
    const urn = 'urn:pulumi:mrc-demo.nextcloud::chatiere::chatiere:targets:DockerWorkload$command:local:Command::demo--mrc-demo--nextcloud-brand-run';
    const { problems } = runFailure({ operation: 'up', stack: 'mrc-demo.nextcloud', diagnostics: [{ kind: 'diagnostic', severity: 'error', urn, message }], stderr: '', log: '/f/logs/mrc-demo.nextcloud.log', passphrase: '/f/private/passphrase' });
    return problems.flatMap((problem) => [problem.code, ...renderProblem(problem, 'fr').split('\n'), ...renderProblem(problem, 'en').split('\n')]);
  };

  it('that failed: which one, its last lines, how to go on', () => {
    expect(told('The given color is invalid\nexit code 1\n')).toEqual([
      'job-failed',
      'pile « mrc-demo.nextcloud », tâche « demo--mrc-demo--nextcloud-brand-run » : échouée ; ses dernières lignes :',
      '  > exit status 1: running "demo--mrc-demo--nextcloud--brand":',
      '  > The given color is invalid',
      '  > exit code 1',
      '  à faire : corriger la cause, puis relancer la même commande : elle reprend à cette tâche ; journal : /f/logs/mrc-demo.nextcloud.log',
      'stack "mrc-demo.nextcloud", job "demo--mrc-demo--nextcloud-brand-run": failed; its last lines:',
      '  > exit status 1: running "demo--mrc-demo--nextcloud--brand":',
      '  > The given color is invalid',
      '  > exit code 1',
      '  next: fix the cause, then run the same command again: it goes on from this job; log: /f/logs/mrc-demo.nextcloud.log',
    ]);
  });

  it('that hung: its time limit, and what it wrote before', () => {
    expect(told('stopped after 120 s\nwaiting for the database\nexit code 124\n')).toEqual([
      'job-hangs',
      'pile « mrc-demo.nextcloud », tâche « demo--mrc-demo--nextcloud-brand-run » : pas finie dans le temps permis, donc arrêtée :',
      '  > exit status 1: running "demo--mrc-demo--nextcloud--brand":',
      '  > stopped after 120 s',
      '  > waiting for the database',
      '  > exit code 124',
      '  à faire : voir ce qu’elle attend (ci-dessus), ou lui donner plus de temps (timeoutSeconds dans app.yaml), puis relancer la même commande ; journal : /f/logs/mrc-demo.nextcloud.log',
      'stack "mrc-demo.nextcloud", job "demo--mrc-demo--nextcloud-brand-run": not done in the time allowed, so stopped:',
      '  > exit status 1: running "demo--mrc-demo--nextcloud--brand":',
      '  > stopped after 120 s',
      '  > waiting for the database',
      '  > exit code 124',
      '  next: see what it waits for (above), or give it more time (timeoutSeconds in app.yaml), then run the same command again; log: /f/logs/mrc-demo.nextcloud.log',
    ]);
  });
});

it('a line that is not an event we read, or half a line, is passed over', () => {
  expect(['', '{', 'null', '[]', '{"sequence":1}', '{"cancelEvent":{}}'].map(parseEvent)).toEqual(Array(6).fill(undefined));
});

it('lines are whole whatever the chunks', () => {
  const split = lineSplitter();
  expect([split('a\nb'), split('c\n\nd'), split('\n')]).toEqual([['a'], ['bc'], ['d']]);
});

it('messages lose colours, marks and control characters, and keep their lines', () => {
  expect(plain('<{%reset%}>\u001b[31mrouge\u001b[0m\u0007\r\n\tdeux\n')).toBe('rouge\n\tdeux');
});

it('a replacement counts once, under whichever of Pulumi’s names', () => {
  expect(countChanges({ 'create-replacement': 1, 'delete-replaced': 1, replace: 1, same: 4, refresh: 9 })).toEqual({ create: 0, update: 0, replace: 1, delete: 0, same: 4 });
});
