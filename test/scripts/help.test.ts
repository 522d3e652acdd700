import { execFileSync } from 'node:child_process';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

it('loads no library but commander, and of the rooms only the kernel', () => {
  const program = join(CHECKOUT, 'scripts', 'program.ts');
  const script = `const loaded = [];
    (await import('node:module')).registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { main } = await import(${JSON.stringify(program)});
    await main(['up', '--help'], { environment: {}, cwd: '/', stdout: { write() {} }, stderr: { write() {} } });
    console.log(JSON.stringify(loaded));`;
  const loaded = (JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })) as string[]).filter((url) => url.startsWith('file:')).map((url) => relative(CHECKOUT, fileURLToPath(url)));
  expect(loaded).toContain('scripts/verbs/up.ts');
  expect(loaded.filter((file) => !/^(scripts|modules\/kernel|node_modules\/commander)\//.test(file))).toEqual([]);
});
