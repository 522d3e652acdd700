import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../scripts/exit-codes.ts';
import { chatiere, verbs } from './command.ts';

const CHECKOUT = resolve(import.meta.dirname, '..', '..');

describe.each(['fr', 'en'])('help in %s', (language) => {
  it('of the command', async () => {
    const { exitCode, stdout } = await chatiere(['--lang', language, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchSnapshot();
  });

  it.each(verbs.map(({ name }) => name))('of %s', async (name) => {
    const { exitCode, stdout } = await chatiere([...name.split(' '), '--help', '--lang', language]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchSnapshot();
  });
});

it('of every verb has an example that begins with the command', () => {
  for (const { name, examples } of verbs) expect(examples.filter((line) => line.includes(`chatiere ${name}`)), name).not.toEqual([]);
});

/** Files of this checkout that a command line loads. */
function loadedBy(args: readonly string[]): string[] {
  const program = join(CHECKOUT, 'scripts', 'program.ts');
  const script = `const loaded = [];
    (await import('node:module')).registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { main } = await import(${JSON.stringify(program)});
    await main(${JSON.stringify(args)}, { environment: {}, cwd: '/', stdout: { write() {} }, stderr: { write() {} } });
    console.log(JSON.stringify(loaded));`;
  return (JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })) as string[]).filter((url) => url.startsWith('file:')).map((url) => relative(CHECKOUT, fileURLToPath(url)));
}

describe('what must be quick loads no library but commander, and of the rooms only the kernel:', () => {
  it.each([[['up', '--help'], 'scripts/verbs/up.ts'], [['__complete', '--', '-C', join(CHECKOUT, 'examples', 'demo'), 'up', ''], 'modules/engine/find-federation.ts']])('%j', (args, needed) => {
    const loaded = loadedBy(args);
    expect(loaded).toContain(needed);
    expect(loaded.filter((file) => file !== needed && !/^(scripts|modules\/kernel|node_modules\/commander)\//.test(file))).toEqual([]);
  });
});

it('every exit code stands in the page about the command as it does in the help, and no other', () => {
  const page = readFileSync(join(CHECKOUT, 'docs', 'cli.md'), 'utf8');
  expect(page.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(exitCodes.map(({ code, words }) => `| ${code} | ${words.fr} | ${words.en} |`));
});

it('every kind of line of --json stands in the page about the command', async () => {
  const page = readFileSync(join(CHECKOUT, 'docs', 'cli.md'), 'utf8');
  const { oneOf } = JSON.parse((await chatiere(['schema', 'json-line'])).stdout) as { oneOf: { properties: { kind: { const: string } } }[] };
  expect(oneOf.map(({ properties }) => properties.kind.const).filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
});
