import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shells } from '../../scripts/completion/shells.ts';
import { chatiere } from './command.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
let folder: string;
let demo: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-completion-'));
  demo = join(folder, 'démo $(touch pwned)');
  cpSync(join(CHECKOUT, 'examples', 'demo'), demo, { recursive: true });
  writeFileSync(join(folder, 'personnes du village.csv'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

const STACKS = ['host.serveur-1', 'identity', 'mrc-demo', 'mrc-demo.miniflux', 'village-demo', 'village-demo.miniflux'];
const PLANS = ['base', 'collectif', 'essai', 'territoire'];

async function answered(words: readonly string[], cwd = demo): Promise<string[]> {
  const { exitCode, stdout, stderr } = await chatiere(['__complete', '--', ...words], { cwd });
  expect([exitCode, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((line) => line !== '').map((line) => line.split('\t')[0] as string);
}

describe('the answer', () => {
  it.each<[string[], string[]]>([
    [['va'], ['validate']],
    [['or'], ['organization', 'order']],
    [['order', ''], ['new', 'approve']],
    [['up', ''], STACKS],
    [['up', 'mrc-demo.miniflux', 'm'], ['mrc-demo']],
    [['--lang', 'fr', 'up', 'host'], ['host.serveur-1']],
    [['down', ''], ['mrc-demo.miniflux', 'village-demo.miniflux']],
    [['wake', ''], ['mrc-demo.miniflux', 'village-demo.miniflux']],
    [['env', 'identity', ''], []],
    [['env', 'ident'], ['identity']],
    [['up', '--ref'], ['--refresh']],
    [['up', '--', '--ref'], []],
    [['--lang', ''], ['fr', 'en']],
    [['order', 'new', '--plan', ''], PLANS],
    [['order', 'new', '--plan=', ''].slice(0, 3), PLANS.map((plan) => `--plan=${plan}`)],
    [['order', 'new', '--plan', '=', 'ba'], ['base']],
    [['order', 'new', '--plan', '='], PLANS],
    [['order', 'new', '--app', 'mini'], ['miniflux']],
    [['order', 'new', '--app', 'nextcloud=base', '--app', 'mini'], ['miniflux']],
    [['order', 'new', '--organization', 'v'], ['village-demo']],
    [['order', 'new', '--price', ''], []],
    [['order', 'approve', ''], ['cmd-2026-001', 'cmd-2026-002']],
    [['order', 'approve', 'cmd-2026-001', '--host', ''], ['serveur-1']],
    [['order', 'approve', 'cmd-2026-001', ''], ['cmd-2026-002']],
    [['catalog', 'sh'], ['show']],
    [['catalog', 'mini'], ['miniflux']],
    [['catalog', 'show', 'mini'], ['miniflux']],
    [['catalog', 'show', 'show', ''], []],
    [['catalog', 'miniflux', ''], []],
    [['catalog', 'miniflux', 'show', '--rel'], []],
    [['catalog', 'show', 'miniflux', '--rel'], ['--release']],
    [['images', ''], ['list', 'build', 'lock']],
    [['images', 'list', 'key'], ['keycloak']],
    [['energy', 'r'], ['read', 'rules']],
    [['energy', 'mrc-demo'], ['mrc-demo', 'mrc-demo.miniflux']],
    [['energy', 'serveur-1', 'coop-des'], ['coop-des-rives']],
    [['energy', 'read', '--host', ''], ['serveur-1']],
    [['energy', 'read', '--k'], ['--kwh']],
    [['dashboard', '--once', ''], [':directories']],
    [['schema', 'ins'], ['instance']],
    [['cluster', ''], ['up', 'status', 'down']],
    [['cluster', 'up', '--shape', ''], ['one', 'three-zones']],
    [['completion', ''], ['bash', 'zsh', 'fish']],
    [['people', 'import', ''], [':files']],
    [['-C', ''], [':directories']],
    [['fabriquer', ''], []],
    [[], ['init', 'validate', 'doctor', 'organization', 'order', 'people', 'preview', 'up', 'status', 'sleep', 'wake', 'usage', 'energy', 'calibrate', 'actions', 'dashboard', 'down', 'state', 'env', 'catalog', 'schema', 'images', 'cluster', 'completion']],
  ])('to %j', async (words, expected) => {
    expect(await answered(words)).toEqual(expected);
  });

  it('is of the federation that -C names, quoted or not, and of none where there is none', async () => {
    for (const given of [demo, `"${demo}"`, `'${demo}'`]) expect(await answered(['-C', given, 'up', ''], '/')).toEqual(STACKS);
    expect(await answered([`--federation=${demo}`, 'up', ''], '/')).toEqual(STACKS);
    expect(await answered(['up', ''], '/')).toEqual([]);
    expect(await answered(['-C', '/nulle-part', 'up', ''], '/')).toEqual([]);
  });

  it('is of a federation with mistakes too, but never a name that a shell would read', async () => {
    const broken = join(folder, 'broken');
    cpSync(demo, broken, { recursive: true });
    writeFileSync(join(broken, 'federation.yaml'), '\t: [');
    writeFileSync(join(broken, 'instances', '$(id).yaml'), '');
    writeFileSync(join(broken, 'instances', '-rf.yaml'), '');
    expect(await answered(['up', ''], broken)).toEqual(STACKS);
  });

  it('says what a word means, in the person’s language', async () => {
    expect((await chatiere(['__complete', '--', 'statu'], { environment: { LANG: 'en_CA.UTF-8' } })).stdout).toBe('status\tsays what the engines really run\n');
  });
});

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const environment = () => ({ ...process.env, PATH: `${join(CHECKOUT, 'scripts')}:${process.env['PATH']}`, LANG: 'C.UTF-8', HOME: folder });

describe('bash', () => {
  /** Runs the function as readline does. */
  const completed = (words: readonly string[], cwd = demo): string[] => {
    const script = `set -u; eval "$(chatiere completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _chatiere chatiere "\${COMP_WORDS[COMP_CWORD]}" ''; printf '%s\\n' \${COMPREPLY[@]+"\${COMPREPLY[@]}"}`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'chatiere', ...words], { cwd, env: environment(), encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout.split('\n').filter((line) => line !== '');
  };

  it('offers what fits, files where a file is due, and nothing where nothing fits', () => {
    expect(completed(['up', 'm'])).toEqual(['mrc-demo', 'mrc-demo.miniflux']);
    expect(completed(['order', 'new', '--plan', '=', 'te'])).toEqual(['territoire']);
    expect(completed(['people', 'import', 'per'], folder)).toEqual(['personnes du village.csv']);
    expect(completed(['up', 'zzz'])).toEqual([]);
  });

  it('evaluates no word that stands on the line', () => {
    expect(completed(['-C', `"${demo}"`, 'up', '$(touch pwned)'], folder)).toEqual([]);
    expect(completed(['-C', '$(touch pwned)', 'up', ''], folder)).toEqual([]);
    expect(execFileSync('ls', [folder], { encoding: 'utf8' })).not.toMatch(/^pwned$/m);
  });

  it('says nothing where the command fails', () => {
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${shells.bash}\nCOMP_WORDS=(x ''); COMP_CWORD=1; _chatiere /nulle-part/chatiere '' ''; echo "\${#COMPREPLY[@]}"`], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['0\n', '']);
  });
});

// Only where these shells are installed; the answers that they ask for are tested above.
it.skipIf(!has('fish'))('fish offers what fits', () => {
  const offered = (line: string, cwd = demo) => execFileSync('fish', ['--no-config', '-c', `chatiere completion fish | source; complete -C '${line}'`], { cwd, env: environment(), encoding: 'utf8' }).trim().split('\n').map((found) => found.split('\t')[0]);
  expect(offered('chatiere up m')).toEqual(['mrc-demo', 'mrc-demo.miniflux']);
  expect(offered('chatiere order new --plan=te')).toEqual(['--plan=territoire']);
  expect(offered('chatiere people import pers', folder)).toEqual(['personnes du village.csv']);
});

it.skipIf(!has('zsh'))('zsh offers what fits', () => {
  // The completion system shows its matches only on a terminal: here its two doors are replaced by ones that print.
  const script = `
    compdef() { }; _files() { print -r -- ":files $*" }; _describe() { print -rl -- "\${(@P)4}" }
    eval "$(chatiere completion zsh)"; words=(chatiere "$@"); CURRENT=$#words; _chatiere`;
  const offered = (...words: string[]) => execFileSync('zsh', ['-f', '-c', script, 'zsh', ...words], { cwd: demo, env: environment(), encoding: 'utf8' }).trim().split('\n');
  expect(offered('up', 'm')).toEqual(['mrc-demo:', 'mrc-demo.miniflux:']);
  expect(offered('vali')).toEqual([expect.stringMatching(/^validate:\S/)]);
  expect(offered('people', 'import', '')).toEqual([':files']);
});
