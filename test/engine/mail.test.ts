import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority, issueCertificate } from '../../modules/edge/index.ts';
import { askRelay } from '../../modules/engine/mail.ts';
import type { MailSheet } from '../../modules/federation/index.ts';
import { words } from '../catalog/folder.ts';
import { freePort } from '../plugins/keycloak-server.ts';
import { environmentRefusals, filled } from './refusals/environment.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0)) await act();
});

/** A relay's side of a conversation: what it says at first, and what it answers to each line; nothing where it answers `undefined`. */
type Script = (line: string | undefined) => string | undefined;
const heard: string[] = [];

function talk(script: Script, socket: Socket): void {
  const say = (line: string | undefined): void => void (script(line) !== undefined && socket.write(script(line) as string));
  let rest = '';
  socket.on('error', () => undefined).setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach((line) => (heard.push(line), say(line), line === 'QUIT' && socket.end()));
  });
  say(undefined);
}

async function listen(server: Server): Promise<number> {
  heard.length = 0;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => (open.forEach((socket) => socket.destroy()), new Promise((resolve) => server.close(resolve))));
  return (server.address() as { port: number }).port;
}

const relay = (script: Script): Promise<number> => listen(createServer((socket) => talk(script, socket)));
const mail = (port: number, security: MailSheet['security'] = 'starttls'): MailSheet => ({ host: '127.0.0.1', port, from: 'services@chatiere.test', username: 'services', security });
const ask = (port: number, security?: MailSheet['security'], more: Partial<Parameters<typeof askRelay>[2]> = {}) => askRelay(mail(port, security), 'chatiere.test', { signal: new AbortController().signal, ...more });

const polite = (extensions: string): Script => (line) => (line === undefined ? '220 relais.test ESMTP\r\n' : line.startsWith('EHLO') ? extensions : '221 au revoir\r\n');
const ready = polite('250-relais.test\r\n250-AUTH PLAIN\r\n250-STARTTLS\r\n250 8BITMIME\r\n');

/** The words of a refusal, but for the closing line that `up` adds. */
async function refused(name: keyof typeof environmentRefusals, port: number, asked: ReturnType<typeof ask>, more: Readonly<Record<string, string | number>> = {}): Promise<void> {
  const problem = await asked;
  const { fr, en } = filled(name, { port, ...more });
  expect(words(problem ? [problem] : [], 'fr')).toEqual(fr.split('\n').slice(0, -1));
  expect(words(problem ? [problem] : [], 'en')).toEqual(en.split('\n').slice(0, -1));
}

describe('a relay', () => {
  it('that answers is asked for its extensions, thanked, and given no account', async () => {
    expect(await ask(await relay(ready))).toBeUndefined();
    expect(heard).toEqual(['EHLO chatiere.test', 'QUIT']);
  });

  it('that answers in pieces, or never says goodbye, answers all the same', async () => {
    const port = await listen(createServer((socket) => {
      talk((line) => (line === undefined ? '22' : line.startsWith('EHLO') ? '250-relais.test\r\n250 STARTTLS\r\n' : undefined), socket);
      setImmediate(() => socket.write('0 relais.test\r\n'));
    }));
    expect(await ask(port)).toBeUndefined();
  });

  it('that nothing listens as', async () => {
    const port = await freePort();
    await refused('a relay that nothing listens as', port, ask(port));
  });

  it('that says nothing is not waited for', async () => {
    const port = await relay(() => undefined);
    await refused('a relay that says nothing', port, ask(port, 'starttls', { limit: 50 }), { seconds: 0.05 });
  });

  it('that says nothing after its greeting is not waited for', async () => {
    const port = await relay((line) => (line === undefined ? '220 relais.test\r\n' : undefined));
    await refused('a relay that says nothing', port, ask(port, 'starttls', { limit: 50 }), { seconds: 0.05 });
  });

  it('that is given up by the person is no refusal', async () => {
    const stop = new AbortController();
    const port = await relay(() => (stop.abort(), undefined));
    expect(await ask(port, 'starttls', { signal: stop.signal })).toBeUndefined();
  });

  it('that refuses is quoted, harmless for a terminal', async () => {
    const port = await relay((line) => (line === undefined ? '554-no mail from here\r\n554 go away \u001b[31m\r\n' : undefined));
    await refused('a relay that refuses', port, ask(port));
    expect(heard).toEqual([]);
  });

  it('that refuses EHLO is quoted', async () => {
    expect((await ask(await relay(polite('502 what?\r\n'))))?.what.en).toBe('the mail relay refuses:\n  > 502 what?');
  });

  it('that offers no STARTTLS is refused where that is wanted, and taken where nothing is', async () => {
    const port = await relay(polite('250-relais.test\r\n250-XSTARTTLS\r\n250 SIZE 1000\r\n'));
    await refused('a relay without STARTTLS', port, ask(port));
    expect(await ask(port, 'none')).toBeUndefined();
  });

  it.each<[string, Script, MailSheet['security']]>([
    ['speaks something else', (line) => (line === undefined ? 'HTTP/1.1 400 Bad Request\r\n' : undefined), 'starttls'],
    ['speaks without end', () => `220-${'a'.repeat(1000)}\r\n`.repeat(70), 'starttls'],
    ['speaks in the clear where TLS is wanted', ready, 'tls'],
  ])('that %s is none', async (_, script, security) => {
    const port = await relay(script);
    await refused('something else than a relay', port, ask(port, security));
  });

  it('that hangs up is none', async () => {
    const port = await listen(createServer((socket) => void socket.on('error', () => undefined).end()));
    await refused('something else than a relay', port, ask(port));
  });

  it('behind TLS answers to who knows its authority and calls it by its name, and to nobody else', async () => {
    const authority = await createAuthority('Relais', new Date());
    const { certificatePem, keyPem } = await issueCertificate(authority, ['localhost'], new Date());
    const authorities = [authority.certificatePem];
    const port = await listen(createTlsServer({ cert: certificatePem, key: keyPem }, (socket) => talk(ready, socket)));
    await refused('a relay whose certificate nobody vouches for', port, ask(port, 'tls'));
    expect(await ask(port, 'tls', { authorities })).toMatchObject({ code: 'relay-certificate', what: { en: 'the mail relay’s certificate is not recognized (ERR_TLS_CERT_ALTNAME_INVALID)' } });
    expect(await askRelay({ ...mail(port, 'tls'), host: 'localhost' }, 'chatiere.test', { signal: new AbortController().signal, authorities })).toBeUndefined();
    expect(heard).toEqual(['EHLO chatiere.test', 'QUIT']);
  });
});
