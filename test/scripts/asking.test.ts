import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
