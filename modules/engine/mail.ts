import { readFile } from 'node:fs/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates } from 'node:tls';
import type { MailSheet } from '../federation/index.ts';
import { mailPasswordPath } from '../input/index.ts';
import { ChatiereError, inert, keepSecret, type Problem, type Text, text } from '../kernel/index.ts';
import { resolveInstance } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import type { Session } from './session.ts';

/** A relay that takes longer is as good as none. */
const LIMIT = 10_000;
/** Characters that a greeting and a list of extensions may have. */
const MOST = 65_536;

/** Refuses, before anything is changed, what needs mail and would have none: no password where the relay wants one, no relay that answers. */
export async function checkMail(session: Session, stacks: readonly string[], signal: AbortSignal): Promise<void> {
  await checkMailPassword(session, stacks);
  const { mail, domain } = session.federation.sheet;
  if (mail === undefined || !mailers(session, stacks).some(({ required }) => required)) return;
  const problem = await askRelay(mail, domain, { signal });
  if (problem !== undefined) throw new ChatiereError([problem, notBegun]);
}

/** Refuses a relay's account without its password; the value is masked from now on. */
export async function checkMailPassword(session: Session, stacks: readonly string[]): Promise<void> {
  const { sheet, directory } = session.federation;
  if (sheet.mail?.username === undefined || mailers(session, stacks).length === 0) return;
  const problem = await passwordProblem(mailPasswordPath(directory));
  if (problem !== undefined) throw new ChatiereError([problem, notBegun]);
}

/** What is wrong with the relay as it stands; undefined where nothing needs one. */
export async function mailProblems(session: Session): Promise<readonly Problem[] | undefined> {
  const { sheet: { mail, domain }, directory, instances } = session.federation;
  if (mail === undefined || mailers(session, [...instances.keys()]).length === 0) return undefined;
  const found = [mail.username === undefined ? undefined : await passwordProblem(mailPasswordPath(directory)), await askRelay(mail, domain, { signal: new AbortController().signal })];
  return found.filter((problem) => problem !== undefined);
}

const notBegun: Problem = { code: 'not-started', what: text('rien n’est commencé', 'nothing is begun') };

/** Of the instances among some stacks, those whose app sends mail. */
function mailers({ federation, catalog }: Session, stacks: readonly string[]): readonly { readonly required: boolean }[] {
  return stacks.filter((stack) => federation.instances.has(stack)).flatMap((stack) => resolveInstance(federation, catalog, stack, localImageTag).release.sheet.mail ?? []);
}

async function passwordProblem(file: string): Promise<Problem | undefined> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content !== undefined && /^[^\r\n]+\r?\n?$/.test(content)) {
    keepSecret(content);
    return undefined;
  }
  const what = content === undefined
    ? text('mail.username veut un mot de passe, et ce fichier manque', 'mail.username wants a password, and this file is missing')
    : text('ce fichier est le mot de passe du relais, sur une seule ligne, et rien d’autre', 'this file is the relay’s password, on one line, and nothing else');
  return { code: 'mail-password', what, where: { file }, next: text(`« (umask 077; cat > ${file}) », puis le mot de passe, Entrée, Ctrl-D`, `"(umask 077; cat > ${file})", then the password, Enter, Ctrl-D`) };
}

/** Milliseconds; certificates of authorities beside those that Node and the system know. */
interface Asking {
  readonly signal: AbortSignal;
  readonly limit?: number;
  readonly authorities?: readonly string[];
}

/** Whether a relay would take mail: its greeting, EHLO, STARTTLS where it is wanted, QUIT. No account is used. Undefined when it would, or when the asking was cancelled. */
export async function askRelay(mail: MailSheet, hello: string, { signal, limit = LIMIT, authorities = [] }: Asking): Promise<Problem | undefined> {
  const late = AbortSignal.timeout(limit);
  const socket = open(mail, authorities);
  const stop = (): void => void socket.destroy(new Error('stopped'));
  AbortSignal.any([signal, late]).addEventListener('abort', stop, { once: true });
  try {
    return refusalOf(mail, await converse(socket, hello));
  } catch (error) {
    return signal.aborted ? undefined : refuse(mail, late.aborted ? lateWords(limit) : failureWords(error as NodeJS.ErrnoException));
  } finally {
    socket.destroy();
  }
}

function open({ host, port, security }: MailSheet, authorities: readonly string[]): Socket {
  if (security !== 'tls') return connect({ host, port });
  const ca = [...getCACertificates('default'), ...getCACertificates('system'), ...authorities];
  return connectTls({ host, port, ca, ...(isIP(host) === 0 && { servername: host }) });
}

interface Reply {
  readonly code: number;
  readonly lines: readonly string[];
}

/** The reply that decides: that to EHLO, or an earlier one that is no welcome. */
async function converse(socket: Socket, hello: string): Promise<Reply> {
  const replies = readReplies(socket);
  const next = async (): Promise<Reply> => {
    const { value, done } = await replies.next();
    if (done) throw new NoMail();
    return value;
  };
  const greeting = await next();
  if (greeting.code !== 220) return greeting;
  socket.write(`EHLO ${hello}\r\n`);
  const extensions = await next();
  socket.write('QUIT\r\n');
  // Its goodbye changes nothing.
  await next().catch(() => undefined);
  return extensions;
}

/** What listens there does not speak SMTP. */
class NoMail extends Error {
  readonly code = 'SMTP';
}

async function* readReplies(socket: Socket): AsyncGenerator<Reply> {
  let rest = '';
  let length = 0;
  let lines: string[] = [];
  for await (const chunk of socket.setEncoding('utf8') as AsyncIterable<string>) {
    length += chunk.length;
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts.map((part) => part.trimEnd())) {
      const [, code, more] = /^(\d{3})(-| |$)/.exec(line) ?? [];
      if (code === undefined || length > MOST) throw new NoMail();
      lines.push(line);
      if (more === '-') continue;
      yield { code: Number(code), lines };
      lines = [];
    }
    if (length > MOST) throw new NoMail();
  }
}

interface Words {
  readonly code: string;
  readonly field?: string;
  readonly what: Text;
  readonly next: Text;
}

function refusalOf(mail: MailSheet, { code, lines }: Reply): Problem | undefined {
  if (code !== 220 && code !== 250) {
    const said = lines.map((line) => `\n  > ${inert(line)}`).join('');
    return refuse(mail, { code: 'relay-refuses', what: text(`le relais de courriel refuse :${said}`, `the mail relay refuses:${said}`), next: text('demander à qui tient le relais de laisser entrer cette machine', 'ask whoever keeps the relay to let this machine in') });
  }
  if (mail.security !== 'starttls' || lines.some((line) => /^250[- ]STARTTLS$/i.test(line))) return undefined;
  return refuse(mail, {
    code: 'relay-in-clear',
    field: 'mail.security',
    what: text('le relais de courriel n’offre pas STARTTLS', 'the mail relay offers no STARTTLS'),
    next: text('« security: tls » si ce port est chiffré dès le début (465), ou un autre port (587)', '“security: tls” if this port is encrypted from the start (465), or another port (587)'),
  });
}

const refuse = ({ host, port }: MailSheet, { field = 'mail', ...words }: Words): Problem => ({ ...words, where: { file: 'federation.yaml', field }, given: `${host}:${port}` });

const reach = text('vérifier mail.host et mail.port, et que cette machine peut joindre le relais', 'check mail.host and mail.port, and that this machine can reach the relay');

const lateWords = (limit: number): Words => ({
  code: 'relay-late',
  what: text(`le relais de courriel n’a pas répondu en ${limit / 1000} s`, `the mail relay has not answered within ${limit / 1000} s`),
  next: reach,
});

function failureWords({ code = '?' }: NodeJS.ErrnoException): Words {
  if (code === 'SMTP' || code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return { code: 'relay-no-mail', what: text('ce qui répond là n’est pas un relais de courriel, ou pas avec cette sécurité', 'what answers there is no mail relay, or not with this security'), next: text('mail.security : starttls pour le port 587 ou 25, tls pour le port 465', 'mail.security: starttls for port 587 or 25, tls for port 465') };
  }
  if (/CERT|ISSUER|SIGNATURE/.test(code)) {
    return { code: 'relay-certificate', what: text(`le certificat du relais de courriel n’est pas reconnu (${code})`, `the mail relay’s certificate is not recognized (${code})`), next: text('mettre dans mail.host le nom du certificat, ou faire renouveler celui-ci', 'put the certificate’s name into mail.host, or have the certificate renewed') };
  }
  return { code: 'relay-silent', what: text(`le relais de courriel ne répond pas (${code})`, `the mail relay does not answer (${code})`), next: reach };
}
