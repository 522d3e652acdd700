import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chatiere } from './command.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let federation = '';
let engine: Server;
/** What was asked of the engine: path without query, and body. */
let calls: { readonly path: string; readonly body: string; readonly query: string }[] = [];
let running = true;
let answer = { exitCode: 0, errors: '' };

/** As the engine frames what a command says: stream number, length, words. */
function frame(stream: 1 | 2, words: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(stream, 0);
  head.writeUInt32BE(Buffer.byteLength(words), 4);
  return Buffer.concat([head, Buffer.from(words)]);
}

beforeEach(async () => {
  [calls, running, answer] = [[], true, { exitCode: 0, errors: '' }];
  engine = createServer((request, response) => {
    void text(request).then((body) => {
      const { pathname, search } = new URL(request.url ?? '', 'http://engine');
      calls.push({ path: `${request.method} ${pathname}`, body, query: decodeURIComponent(search) });
      const json = (value: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (pathname === '/containers/json') json(running ? [{ Id: 'meter-id' }] : []);
      else if (pathname === '/containers/meter-id/exec') json({ Id: 'exec-id' });
      else if (pathname === '/exec/exec-id/start') response.writeHead(200).end(answer.errors === '' ? undefined : frame(2, answer.errors));
      else if (pathname === '/exec/exec-id/json') json({ ExitCode: answer.exitCode });
      else response.writeHead(404).end('{}');
    });
  });
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  federation = join(await mkdtemp(join(tmpdir(), 'chatiere-energy-')), 'demo');
  await cp(DEMO, federation, { recursive: true });
  const file = join(federation, 'hosts', 'serveur-1.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^engine: .*$/m, `engine: tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`));
});
afterEach(async () => {
  engine.closeAllConnections();
  await new Promise((resolve) => engine.close(resolve));
  await rm(join(federation, '..'), { recursive: true });
});

const read = (...args: string[]) => chatiere(['-C', federation, 'energy', 'read', ...args], { environment: { LANG: 'fr_CA.UTF-8' } });

describe('chatiere energy read', () => {
  it('enters the kilowatt-hours of a time into the ledger of the only host, as joules', async () => {
    expect(await read('--kwh', '87,4', '--from', '2026-11-01T00:00:00Z', '--to', '2026-11-02T00:00:00Z')).toEqual({ exitCode: 0, stdout: 'serveur-1 : 87.4 kWh inscrits, soit 3642 W en moyenne.\n', stderr: '' });
    const [list, exec] = calls;
    for (const word of ['chatiere.provides=meter', 'chatiere.federation=demo', 'chatiere.stack=host.serveur-1']) expect(list?.query).toContain(word);
    expect((JSON.parse(exec?.body ?? '') as { Cmd: string[] }).Cmd).toEqual(['meter', 'wall', '--language', 'fr', '--joules', '314640000', '--from', '1793491200', '--to', '1793577600']);
  });

  it('with --replace says so to the meter', async () => {
    expect((await read('--kwh', '1', '--from', '2026-11-01', '--replace')).exitCode).toBe(0);
    expect((JSON.parse(calls[1]?.body ?? '') as { Cmd: string[] }).Cmd).toContain('--replace');
  });

  it('gives back what the meter refuses, in its words, with its code', async () => {
    answer = { exitCode: 3, errors: 'un relevé couvre déjà une partie de ce temps, qui compterait deux fois\n  à faire : --replace\n' };
    expect(await read('--kwh', '1', '--from', '2026-11-01')).toEqual({ exitCode: 3, stdout: '', stderr: 'le compteur de « serveur-1 » a refusé :\n  > un relevé couvre déjà une partie de ce temps, qui compterait deux fois\n  >   à faire : --replace\n' });
  });

  it('without a meter says how to get one', async () => {
    running = false;
    const { exitCode, stderr } = await read('--kwh', '1', '--from', '2026-11-01');
    expect([exitCode, stderr]).toEqual([3, 'aucun compteur ne tourne sur ce serveur\n  valeur donnée : "serveur-1"\n  à faire : ajouter « meter » à la liste platform de hosts/serveur-1.yaml s’il n’y est pas, puis chatiere up host.serveur-1\n']);
  });

  it.each([
    ['no amount', ['--from', '2026-11-01'], 2, 'il manque --kwh'],
    ['no start', ['--kwh', '1'], 2, 'il manque --from'],
    ['a negative', ['--kwh=-1', '--from', '2026-11-01'], 2, '--kwh : quantité invalide'],
    ['a word', ['--kwh', 'beaucoup', '--from', '2026-11-01'], 2, '--kwh : quantité invalide'],
    ['a day that is none', ['--kwh', '1', '--from', '2026-11-31'], 2, '--from : moment invalide'],
    ['a month that is none', ['--kwh', '1', '--from', '2026-13-01'], 2, '--from : moment invalide'],
    ['a word for a day', ['--kwh', '1', '--from', 'hier'], 2, '--from : moment invalide'],
    ['a host that is none', ['--kwh', '1', '--from', '2026-11-01', '--host', 'serveur-2'], 3, 'serveur inconnu'],
  ])('%s is refused before anything is asked', async (_, args, code, words) => {
    const { exitCode, stdout, stderr } = await read(...args);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toContain(words);
    expect(calls).toEqual([]);
  });
});
