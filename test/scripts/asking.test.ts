import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contents } from '../catalog/folder.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
const MAIN = join(CHECKOUT, 'scripts', 'main.ts');
const QUESTION = 'Écrire son identifiant (demo)';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-terminal-'));
  await cp(join(CHECKOUT, 'examples', 'demo'), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** The command on a terminal of its own, on which nobody types. */
const onTerminal = (...args: string[]) => {
  const line = [process.execPath, MAIN, '-C', folder, '--lang', 'fr', ...args].map((word) => `'${word}'`).join(' ');
  return execa('script', ['--quiet', '--return', '--command', `stty cols 100 rows 24; exec ${line}`, '/dev/null'], { reject: false, stdin: 'pipe' });
};

describe('--json never asks, not even on a terminal', () => {
  it.each([
    [['order', 'new'], 2, 'missing-option'],
    [['down', '--purge'], 2, 'not-confirmed'],
  ])('%j', async (args, code, problem) => {
    const before = contents(folder);
    const { exitCode, stdout } = await onTerminal(...args, '--json');
    expect(exitCode).toBe(code);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, kind: 'error', exitCode: code, problems: [{ code: problem }] });
    expect(contents(folder)).toEqual(before);
  });

  it('whereas without it the same line waits for an answer', async () => {
    const before = contents(folder);
    const asked = onTerminal('down', '--purge');
    let seen = '';
    for await (const chunk of asked.stdout) {
      const before = seen;
      seen += String(chunk);
      // Ctrl-C, when the question has come.
      if (!before.includes(QUESTION) && seen.includes(QUESTION)) asked.stdin.write('\u0003');
    }
    expect((await asked).exitCode).toBe(5);
    expect(seen).toContain('les données seraient perdues : rien n’a été retiré');
    expect(contents(folder)).toEqual(before);
  });
});

/** Answers each question when it has come; gives all that was shown, and the exit code. */
async function answering(args: readonly string[], answers: readonly (readonly [question: string, keys: string])[]) {
  const asked = onTerminal(...args);
  const left = [...answers];
  let shown = '';
  let since = 0;
  for await (const chunk of asked.stdout) {
    shown += String(chunk);
    const at = left[0] === undefined ? -1 : shown.indexOf(left[0][0], since);
    if (at < 0) continue;
    since = at + 1;
    asked.stdin.write((left.shift() as readonly [string, string])[1]);
  }
  expect(left, shown).toEqual([]);
  return { exitCode: (await asked).exitCode, shown: stripVTControlCharacters(shown) };
}

describe('an order, on a terminal', () => {
  const DOWN = '\u001b[B';
  const ENTER = '\r';
  const WHOLE = ['order', 'new', '--organization', 'village-demo', '--app', 'miniflux', '--name', 'revue', '--plan', 'base', '--date', '2026-11-20'];
  const orders = () => readdir(join(folder, 'orders'));

  it('asks for what is missing, shows the price, and writes once agreed', async () => {
    const { exitCode, shown } = await answering(['order', 'new', '--date', '2026-11-20', '--name', 'miniflux=revue'], [
      ['Quelle organisation ?', `${DOWN}${ENTER}`],
      ['Quel logiciel ?', `${await down('miniflux')}${ENTER}`],
      ['Un autre ?', ENTER],
      ['Quel forfait pour miniflux ?', `${DOWN}${ENTER}`],
      ['Inscrire ?', ENTER],
    ]);
    expect([exitCode, shown]).toEqual([0, expect.stringContaining('village-demo.revue  base  25 $ par mois  30 membres  20 Gio  envoi 256 Mio')]);
    expect(shown).toContain('base — 25 $ par mois, 30 membres, 20 Gio, envoi 256 Mio');
    expect(shown).not.toMatch(/\b(Yes|No|select|navigate)\b/);
    expect(await readFile(join(folder, 'orders', 'cmd-2026-003.yaml'), 'utf8')).toContain('organization: village-demo\noperator: coop-des-rives\napp: miniflux\nplan: base\nname: revue\n');
  });

  it.each([['no', 'n'], ['giving up', '\u0003']])('writes nothing at %s', async (_, keys) => {
    const before = contents(folder);
    const { exitCode, shown } = await answering(WHOLE, [['Inscrire ?', keys]]);
    expect(exitCode).toBe(5);
    expect(shown).toContain('annulé : rien n’a été écrit');
    expect(contents(folder)).toEqual(before);
  });

  it('is not asked about with --yes, and its approval asks before it writes', async () => {
    expect((await answering([...WHOLE, '--yes'], [])).exitCode).toBe(0);
    expect(await orders()).toContain('cmd-2026-003.yaml');
    const before = contents(folder);
    const refused = await answering(['order', 'approve', 'cmd-2026-003'], [['Approuver ?', 'n']]);
    expect([refused.exitCode, refused.shown]).toEqual([5, expect.stringContaining('revue.village-demo.chatiere.test')]);
    expect(contents(folder)).toEqual(before);
    expect((await answering(['order', 'approve', 'cmd-2026-003'], [['Approuver ?', ENTER]])).exitCode).toBe(0);
    expect(await readdir(join(folder, 'instances'))).toContain('village-demo.revue.yaml');
  });
});

/** Keys that lead to an app in the list of those that can be ordered. */
async function down(app: string): Promise<string> {
  const { openCatalog } = await import('../../modules/engine/index.ts');
  const apps = [...openCatalog().apps].filter(([, releases]) => [...releases.values()].some(({ sheet }) => sheet.kind === 'app')).map(([name]) => name);
  return '\u001b[B'.repeat(apps.indexOf(app));
}

describe('a reader that goes away', () => {
  const piped = (line: string) => execa('bash', ['-c', `${line}; echo "\${PIPESTATUS[0]}"`], { env: { NODE: process.execPath, MAIN, FEDERATION: folder }, reject: false });

  it('of the result is no error', async () => {
    const { stdout, stderr } = await piped('"$NODE" "$MAIN" --lang fr schema app | head -c 1');
    expect([stdout, stderr]).toEqual(['{0', '']);
  });

  it('of the messages changes nothing in what comes of the work', async () => {
    const { stdout } = await piped('{ "$NODE" "$MAIN" --lang fr -C "$FEDERATION" env identty 2>&1 >&3 | true; } 3>&1');
    expect(stdout).toBe('2');
  });
});
