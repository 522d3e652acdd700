import { readdir } from 'node:fs/promises';
import type { HostSheet } from '../federation/index.ts';
import { ChatiereError, type Text, text } from '../kernel/index.ts';
import { accessTo } from './kubernetes/access.ts';
import { certificateChecks, passphraseCheck, stateCheck } from './doctor-files.ts';
import { hostChecks } from './doctor-hosts.ts';
import { type Layout, layoutOf } from './layout.ts';
import { mailProblems } from './mail.ts';
import { openSession, type Session } from './session.ts';
import { listStacks } from './stack.ts';

/** One thing that was looked at in a federation. Nothing is changed by looking. */
export interface Check {
  /** Stable name, with what it is about: `engine serveur-1`. */
  readonly check: string;
  readonly title: Text;
  /** `waiting`: in order, and the next command does something about it; `wrong`: somebody must act. */
  readonly state: 'ok' | 'waiting' | 'wrong';
  readonly found: Text;
  readonly next?: Text;
}

/** What was found in a federation directory, the gravest first in each part; it need not be valid. */
export async function federationReport(directory: string, now = new Date()): Promise<Check[]> {
  const layout = layoutOf(directory);
  const [opened, stacks] = [openOrCount(directory), await listStacks(layout)];
  const known = opened instanceof Array ? undefined : opened;
  return [
    opened instanceof Array ? invalid(opened.length) : valid(opened),
    await passphraseCheck(layout, stacks.length > 0),
    await stateCheck(layout),
    ...(known ? (await Promise.all([...known.federation.hosts].map(([name, host]) => checksOf(known, name, host)))).flat() : []),
    ...(known ? await certificateChecks(layout, [...known.federation.hosts.keys()], now) : []),
    ...(known ? await mailChecks(known) : []),
    ...(known ? stackChecks(known, stacks) : []),
    ...(await lockChecks(layout)),
  ];
}

async function checksOf({ federation }: Session, name: string, host: HostSheet): Promise<Check[]> {
  if (host.target === 'docker') return hostChecks(federation.sheet.id, name, host);
  const { clusterChecks } = await import('./kubernetes/doctor.ts');
  return clusterChecks(accessTo(federation, name, host), host);
}

/** The one thing to do next: what is wrong before what waits. */
export function nextStep(checks: readonly Pick<Check, 'state' | 'next'>[]): Text | undefined {
  return (checks.find(({ state, next }) => state === 'wrong' && next) ?? checks.find(({ state, next }) => state === 'waiting' && next))?.next;
}

function openOrCount(directory: string): Session | ChatiereError['problems'] {
  try {
    return openSession(directory);
  } catch (error) {
    if (error instanceof ChatiereError) return error.problems;
    throw error;
  }
}

const files = text('fichiers', 'files');
const valid = ({ federation }: Session): Check => ({ check: 'files', title: files, state: 'ok', found: text(`« ${federation.sheet.name} », rien à redire`, `"${federation.sheet.name}", nothing to say`) });
const invalid = (count: number): Check => ({
  check: 'files',
  title: files,
  state: 'wrong',
  found: text(`${count} ${count > 1 ? 'problèmes' : 'problème'}`, `${count} ${count > 1 ? 'problems' : 'problem'}`),
  next: text('chatiere validate', 'chatiere validate'),
});

/** Only where an instance sends mail. */
async function mailChecks(session: Session): Promise<Check[]> {
  const problems = await mailProblems(session);
  if (problems === undefined) return [];
  const title = text('relais de courriel', 'mail relay');
  if (problems.length === 0) return [{ check: 'mail', title, state: 'ok', found: text('répond', 'answers') }];
  return problems.map(({ what, next }) => ({ check: 'mail', title, state: 'wrong', found: what, ...(next && { next }) }));
}

/** What is in the files and not yet in the state, and the other way round; not whether it is up to date. */
function stackChecks({ plans }: Session, present: readonly string[]): Check[] {
  const title = text('piles', 'stacks');
  const planned = plans.map(({ name }) => name);
  const missing = planned.filter((name) => !present.includes(name));
  const left = present.filter((name) => !planned.includes(name));
  const found = text(`${planned.length - missing.length} sur ${planned.length} ont un état`, `${planned.length - missing.length} of ${planned.length} have a state`);
  const command = missing.length === planned.length ? 'chatiere preview' : missing.length > 3 ? 'chatiere up' : `chatiere up ${missing.join(' ')}`;
  const main: Check = missing.length === 0 ? { check: 'stacks', title, state: 'ok', found } : { check: 'stacks', title, state: 'waiting', found, next: text(command, command) };
  if (left.length === 0) return [main];
  const names = left.join(', ');
  return [main, {
    check: 'stacks left',
    title,
    state: 'waiting',
    found: text(`dans l’état, plus dans les fichiers : ${names}`, `in the state, no longer in the files: ${names}`),
    next: text(`remettre le fichier de ${left[0]}, puis « chatiere down ${left[0]} », avant de l’ôter`, `put the file of ${left[0]} back, then "chatiere down ${left[0]}", before removing it`),
  }];
}

/** A lock may be a living command’s: that is said, not judged. */
async function lockChecks({ locks }: Layout): Promise<Check[]> {
  const held = (await readdir(locks).catch(() => [] as string[])).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  if (held.length === 0) return [];
  const names = held.join(', ');
  return [{ check: 'locks', title: text('verrous', 'locks'), state: 'waiting', found: text(`piles occupées, ou laissées par un arrêt brutal : ${names}`, `stacks in use, or left by a sudden stop: ${names}`), next: text('attendre la commande en cours ; sinon « chatiere up » lève le verrou', 'wait for the command under way; else "chatiere up" clears the lock') }];
}
