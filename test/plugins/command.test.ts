import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMAND, failing, openBench, type Bench } from './command-bench.ts';
import { secret, unknown } from './server-client.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.clear());

const left = (name: string) => readFile(join(bench.folder, name), 'utf8');

it('creation runs the command; outputs are what it wrote, without the last line break', async () => {
  const made = await bench.make({ create: 'echo out; echo; echo err >&2; pwd', dir: bench.folder });
  expect(made.id).toMatch(/^thing[0-9a-f]{8}$/);
  expect(made.state).toMatchObject({ stdout: `out\n\n${bench.folder}`, stderr: 'err', dir: bench.folder });
});

it('stdin, environment beside the plugin’s own, and another interpreter', async () => {
  const made = await bench.make({ create: 'print(input(), os.environ["A"])', interpreter: ['sh', '-c', 'echo "$(cat) $A $GIVEN_TO_THE_PLUGIN $0"'], stdin: 'given', environment: { A: 1 } });
  expect(made.state).toMatchObject({ stdout: 'given 1 inherited print(input(), os.environ["A"])' });
});

it('a failure fails the creation, with the exit status and the end of both outputs, and nothing is kept', async () => {
  const error = await failing(bench.make({ create: 'seq 1 5000; echo last words >&2; exit 3' }));
  expect(error.message).toMatch(/^exit status 3: running "seq 1 5000; echo last words >&2; exit 3":\n\[…\]\n\d+\n/);
  expect(error.message.length).toBeLessThan(9000);
  expect(error.message).toContain('last words');
  expect(error.partial).toBeUndefined();
});

it('a command killed by a signal, and one that cannot be started', async () => {
  expect((await failing(bench.make({ create: 'kill -9 $$' }))).message).toMatch(/^signal: SIGKILL: running/);
  expect((await failing(bench.make({ create: 'x', interpreter: ['/nowhere'] }))).message).toContain('ENOENT');
});

it('triggers changed replace; all else is updated in place, the create string alone too', async () => {
  const made = await bench.make({ create: 'true', triggers: ['1', { a: 2 }], environment: { A: '' } });
  const diff = (changed: object) => bench.client.diff(COMMAND, made.state, { ...made.inputs, ...changed });
  expect(await diff({})).toMatchObject({ changes: 'none' });
  expect(await diff({ triggers: ['1', { a: 3 }] })).toMatchObject({ replaces: ['triggers'], deleteBeforeReplace: false });
  expect(await diff({ triggers: unknown })).toMatchObject({ replaces: ['triggers'] });
  expect(await diff({ create: 'false' })).toMatchObject({ replaces: [], updates: ['create'] });
  expect(await diff({ environment: {}, delete: 'true' })).toMatchObject({ replaces: [], updates: ['delete', 'environment'] });
});

it('an update runs update, or create again where there is none; each sees what the last one wrote', async () => {
  const made = await bench.make({ create: 'echo made', update: 'echo "after $PULUMI_COMMAND_STDOUT"' });
  const updated = await bench.client.update(COMMAND, made.id, made.state, made.inputs);
  expect(updated).toMatchObject({ stdout: 'after made' });
  const again = await bench.client.update(COMMAND, made.id, updated, { create: 'echo "again $PULUMI_COMMAND_STDOUT"' });
  expect(again).toMatchObject({ stdout: 'again after made' });
  expect(again).not.toHaveProperty('update');
  const apart = await bench.client.update(COMMAND, made.id, again, { create: 'echo "[$PULUMI_COMMAND_STDOUT]"', addPreviousOutputInEnv: false });
  expect(apart).toMatchObject({ stdout: '[]' });
});

it('an update that fails keeps nothing of itself', async () => {
  const made = await bench.make({ create: 'echo made' });
  const error = await failing(bench.client.update(COMMAND, made.id, made.state, { create: 'exit 4' }));
  expect(error.message).toMatch(/^exit status 4/);
  expect(error.partial).toBeUndefined();
});

it('deletion runs delete with the outputs at hand, and does nothing where there is none', async () => {
  const made = await bench.make({ create: 'echo made', delete: 'echo "$PULUMI_COMMAND_STDOUT" > deleted', dir: bench.folder });
  await bench.client.delete(COMMAND, made.id, made.state);
  expect(await left('deleted')).toBe('made\n');
  const other = await bench.make({ create: 'echo other' });
  await expect(bench.client.delete(COMMAND, other.id, other.state)).resolves.toBeUndefined();
  await expect(bench.client.delete(COMMAND, made.id, { delete: 'exit 5' })).rejects.toThrow(/^exit status 5/);
});

it('a preview runs nothing; of an update, the outputs are unknown', async () => {
  const inputs = { create: `touch ${bench.folder}/previewed`, __defaults: [] };
  expect((await bench.client.create(COMMAND, inputs, true)).state).toMatchObject({ stdout: unknown, stderr: unknown });
  expect(await bench.client.update(COMMAND, 'id', { create: 'true', stdout: 'was' }, inputs, true)).toMatchObject({ stdout: unknown });
  await expect(left('previewed')).rejects.toThrow(/ENOENT/);
});

it('without any command there is a resource all the same', async () => {
  expect((await bench.make({ triggers: ['1'] })).state).toMatchObject({ stdout: '', stderr: '' });
});

it('one secret input makes both outputs secret, and stays out of errors', async () => {
  const environment = { KEY: secret('clearly-secret') };
  const made = await bench.make({ create: 'echo "$KEY"', environment });
  expect(made.state).toMatchObject({ environment: secret({ KEY: 'clearly-secret' }), stdout: secret('clearly-secret'), stderr: secret('') });
  const error = await failing(bench.make({ create: 'echo "$KEY"; echo "$KEY" >&2; exit 1', environment }));
  expect(error.message).not.toContain('clearly-secret');
  expect(error.message).toContain('[secret]');
});

it.each([
  [{ archivePaths: ['*'] }, /does not implement "archivePaths"/],
  [{ assetPaths: ['*'] }, /does not implement "assetPaths"/],
  [{ logging: 'loud' }, /"loud" is not allowed; allowed: stdout, stderr, stdoutAndStderr, none/],
  [{ creat: 'true' }, /"creat" is not an input here; allowed: create, update/],
])('%j is refused', async (inputs, reason) => {
  const { failures } = await bench.client.check(COMMAND, inputs);
  expect(Object.values(failures)).toEqual([expect.stringMatching(reason)]);
});

it('a cancellation kills the command', async () => {
  const failed = failing(bench.make({ create: 'echo $$ > started; exec sleep 600', dir: bench.folder }));
  await expect.poll(() => left('started').catch(() => ''), { timeout: 10_000 }).toMatch(/\d+\n/);
  await bench.cancel();
  expect((await failed).message).toMatch(/^signal: SIGKILL/);
});
