import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { stackVariables } from '../../modules/engine/environment.ts';
import { locateFederation } from '../../modules/engine/find-federation.ts';
import { CHECKOUT, layoutOf, prepareLayout } from '../../modules/engine/layout.ts';
import { ChatiereError, ExitCode } from '../../modules/kernel/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-layout-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('makes what is missing, for the owner only where it is secret', async () => {
  const layout = layoutOf(folder);
  await prepareLayout(layout);
  for (const private_ of [layout.state, layout.private, layout.logs, layout.locks]) expect((await stat(private_)).mode & 0o777, private_).toBe(0o700);
  expect((await stat(layout.passphrase)).mode & 0o777).toBe(0o600);
  expect((await readFile(layout.passphrase, 'utf8')).trim()).toMatch(/^[\w-]{43}$/);
});

it('never overwrites a passphrase, and narrows a folder that was open', async () => {
  const layout = layoutOf(folder);
  await mkdir(layout.private, { mode: 0o755 });
  await writeFile(layout.passphrase, 'la mienne\n');
  await prepareLayout(layout);
  expect(await readFile(layout.passphrase, 'utf8')).toBe('la mienne\n');
  expect((await stat(layout.private)).mode & 0o777).toBe(0o700);
});

it('leads plain pulumi to the programs with the root’s own settings', async () => {
  const layout = layoutOf(folder);
  await prepareLayout(layout);
  const root = parse(await readFile(join(CHECKOUT, 'Pulumi.yaml'), 'utf8')) as object;
  expect(parse(await readFile(join(layout.stacks, 'Pulumi.yaml'), 'utf8'))).toEqual({ ...root, main: join(CHECKOUT, 'stacks', 'index.ts') });
});

it('finds the federation above, else says how to name one', async () => {
  await writeFile(join(folder, 'federation.yaml'), 'id: x\n');
  await mkdir(join(folder, 'orders', 'old'), { recursive: true });
  expect(locateFederation(undefined, join(folder, 'orders', 'old'))).toBe(folder);
  expect(locateFederation(folder, '/')).toBe(folder);
  for (const [asked, start] of [[undefined, '/'], [join(folder, 'orders'), folder]] as const) {
    expect(() => locateFederation(asked, start)).toThrow(expect.objectContaining({ exitCode: ExitCode.usage, problems: [expect.objectContaining({ code: 'no-federation', given: asked ?? start })] }) as ChatiereError);
  }
});

it('exports paths and switches, and not the passphrase itself', async () => {
  const layout = layoutOf(folder);
  await prepareLayout(layout);
  const variables = stackVariables({ layout, toolchain: { PATH: '/bin', PULUMI_HOME: '/h' } }, 'identity');
  expect(variables).toEqual({
    PATH: '/bin',
    PULUMI_HOME: '/h',
    CHATIERE_FEDERATION: folder,
    PULUMI_BACKEND_URL: `file://${layout.state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: layout.passphrase,
    PULUMI_OPTION_CWD: layout.stacks,
    PULUMI_STACK: 'identity',
  });
  expect(JSON.stringify(variables)).not.toContain((await readFile(layout.passphrase, 'utf8')).trim());
});
