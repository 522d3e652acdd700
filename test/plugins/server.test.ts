import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import engine from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import type { LogRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pluginFolder } from '../../tools/plugins/server/folder.ts';
import { Failure, secret, startPlugin, unknown, type Client, type Values } from './server-client.ts';

const SAMPLE = join(import.meta.dirname, 'server-sample.ts');
const THING = 'sample:index:Thing';

let client: Client;
beforeAll(async () => {
  client = await startPlugin(SAMPLE);
});
// Each test begins with an empty store.
beforeEach(() => client.configure({ host: 'here' }));
afterAll(() => client?.stop());

const check = async (news: Values, olds?: Values) => client.check(THING, { kind: 'plain', ...news }, olds);
const made = async (news: Values) => {
  const { inputs } = await check(news);
  return { inputs, ...(await client.create(THING, inputs)) };
};
const failing = (work: Promise<unknown>) => work.then(() => expect.unreachable('should fail'), (error: Failure) => error);

describe('configuration', () => {
  it('arrives decoded by its form: text that looks like JSON stays text', async () => {
    const response = await client.configure({ host: 'true', retries: '3', list: '["a"]', on: 'false' });
    expect(response.toObject()).toMatchObject({ acceptsecrets: true, acceptresources: true, supportspreview: true });
    expect((await client.invoke('sample:index:echo', {}))['config']).toEqual({ host: 'true', retries: 3, list: ['a'], on: false });
  });

  it('arrives in the older form too, and unwrapped', async () => {
    const request = new messages.ConfigureRequest();
    request.getVariablesMap().set('sample:config:host', 'older');
    await new Promise((resolve, reject) => client.raw.configure(request, (error, response) => (error ? reject(error) : resolve(response))));
    expect((await client.invoke('sample:index:echo', {}))['config']).toEqual({ host: 'older' });
    await client.configure({ host: secret('hidden') });
    expect((await client.invoke('sample:index:echo', {}))['config']).toEqual({ host: 'hidden' });
  });
});

describe('check', () => {
  it('fills in defaults and a name, says which, and keeps an automatic name', async () => {
    const first = await check({});
    expect(first).toMatchObject({ failures: {}, inputs: { size: 1, __defaults: ['name', 'size'] } });
    expect(first.inputs['name']).toMatch(/^thing-[0-9a-f]{7}$/);
    expect((await check({}, first.inputs)).inputs['name']).toBe(first.inputs['name']);
    expect((await check({ name: 'own' }, first.inputs)).inputs).toMatchObject({ name: 'own', __defaults: ['size'] });
  });

  it('refuses what is missing, unknown by name, not served, of another form, and what the type refuses', async () => {
    const { failures } = await client.check(THING, { size: 13, colr: 1, later: 1, serial: 1, table: { a: ['b'] } });
    expect(failures).toEqual({
      kind: "Missing required property 'kind'",
      size: 'not 13',
      colr: expect.stringMatching(/^"colr" is not an input here; allowed: name, size, colour, tags, table, kind, strict$/),
      serial: expect.stringContaining('not an input'),
      later: 'this stand-in does not implement "later": leave it out, or install the real plugin for sample',
      table: 'table.a: expected a string, got a list',
    });
  });

  it('takes unknown values, and turns a property that holds a secret into one', async () => {
    const { inputs, failures } = await client.check(THING, { kind: unknown, tags: ['plain', secret('hidden')], size: null });
    expect(failures).toEqual({});
    expect(inputs).toMatchObject({ kind: unknown, tags: secret(['plain', 'hidden']), size: 1 });
  });
});

describe('diff', () => {
  const state = { kind: 'plain', size: 1, tags: ['a', 'b'], colour: 'red', table: { a: '' }, serial: 4, name: 'own', strict: '' };
  const news = { kind: 'plain', size: 1, tags: ['b', 'a'], table: { a: '' }, name: 'own', strict: '', __defaults: ['size'] };
  const diff = (changed: Values, ignored?: string[]) => client.diff(THING, state, { ...news, ...changed }, ignored);

  it('is none for what is the same, in another order, computed or an output', async () => {
    expect(await diff({})).toEqual({ changes: 'none', replaces: [], updates: [], deleteBeforeReplace: false });
  });

  it.each<[string, Values, string[], string[]]>([
    ['updates in place', { size: 2 }, [], ['size']],
    ['replaces', { kind: 'other' }, ['kind'], []],
    ['sees what is left out', { tags: undefined }, [], ['tags']],
    ['keeps the names of a table', { table: {} }, [], ['table']],
    ['tells empty from absent where that matters', { strict: undefined }, [], ['strict']],
    ['takes the unknown for a change', { kind: unknown }, ['kind'], []],
    ['looks into secrets', { kind: secret('plain'), size: secret(2) }, [], ['size']],
  ])('%s', async (_, changed, replaces, updates) => {
    const wire = Object.fromEntries(Object.entries({ ...news, ...changed }).filter(([, value]) => value !== undefined));
    expect(await client.diff(THING, state, wire)).toMatchObject({ changes: 'some', replaces, updates });
  });

  it('leaves alone what the program ignores', async () => {
    expect(await diff({ size: 2, kind: 'other' }, ['size', 'kind.part'])).toMatchObject({ changes: 'none' });
  });

  it('deletes first only where the program gave the name', async () => {
    expect(await diff({ kind: 'other' })).toMatchObject({ deleteBeforeReplace: true });
    expect(await diff({ kind: 'other', __defaults: ['name'] })).toMatchObject({ deleteBeforeReplace: false });
  });
});

describe('secrets', () => {
  it('come back as secrets, whole properties, as does what always is one', async () => {
    const { state } = await made({ tags: ['plain', secret('hidden')] });
    expect(state).toMatchObject({ tags: secret(['plain', 'hidden']), token: secret('made-up'), serial: 1, kind: 'plain' });
  });

  it('stay secret through read and update', async () => {
    const { id, state, inputs } = await made({ colour: secret('hidden') });
    expect(await client.read(THING, id, state, inputs)).toMatchObject({ state: { colour: secret('hidden') }, inputs: { colour: secret('hidden') } });
    expect(await client.update(THING, id, state, inputs)).toMatchObject({ colour: secret('hidden'), token: secret('made-up') });
  });

  it('are masked in errors, reasons and lines shown', async () => {
    const error = await failing(made({ kind: 'bad', colour: secret('hidden words'), tags: ['plain'] }));
    expect(error.message).toMatch(/"colour":"\[secret\]".*"tags":\["plain"\]/);
    const half = await failing(made({ kind: 'half', colour: secret('hidden words') }));
    expect(half.partial).toMatchObject({ reasons: ['half of [secret]'], state: { colour: secret('hidden words') } });
  });
});

describe('life', () => {
  it('previews with unknown outputs and makes nothing', async () => {
    const { inputs } = await check({});
    expect(await client.create(THING, inputs, true)).toMatchObject({ id: '', state: { serial: unknown, colour: unknown, token: secret(unknown), size: 1 } });
    expect((await made({})).state).toMatchObject({ serial: 1 });
  });

  it('hands a half-made thing to the engine; it is replaced next', async () => {
    const { partial, code } = await failing(made({ kind: 'half', colour: 'red' }));
    expect({ partial, code }).toMatchObject({ code: status.UNKNOWN, partial: { id: 'half', reasons: ['half of red'] } });
    expect(await client.diff(THING, partial?.state ?? {}, { kind: 'half', size: 1, name: partial?.state['name'] })).toMatchObject({ replaces: ['kind'] });
  });

  it('reads again: the program’s words where they mean the same, what was found where not, nothing for what is gone', async () => {
    const { id, state, inputs } = await made({ tags: ['b', 'a'], size: 3 });
    await client.update(THING, id, state, { ...inputs, size: 4, tags: ['a', 'b'] });
    expect((await client.read(THING, id, state, inputs)).inputs).toMatchObject({ size: 4, tags: ['b', 'a'] });
    await client.delete(THING, id, state);
    expect(await client.read(THING, id, state, inputs)).toEqual({ id: '', state: {}, inputs: {} });
  });

  it('an import gets inputs that make no difference', async () => {
    const { id, inputs } = await made({ name: 'found', tags: ['a'] });
    const found = await client.read(THING, id, {});
    expect(found.inputs).toEqual({ name: 'found', kind: 'plain', tags: ['a'], __defaults: [] });
    expect(await client.diff(THING, found.state, inputs)).toMatchObject({ changes: 'none' });
  });

  it('a cancellation ends what waits', async () => {
    const { inputs } = await check({ kind: 'slow' });
    const failed = failing(client.create(THING, inputs));
    // Answered after the creation has begun: requests of one connection are taken in their order.
    await check({});
    await new Promise<void>((resolve, reject) => client.raw.cancel(new empties.Empty(), (error) => (error ? reject(error) : resolve())));
    expect((await failed).message).toBe('context canceled');
  });

  it('what it does not do, it says: unimplemented requests, unknown types and functions', async () => {
    const failed = await new Promise<{ code: number } | null>((resolve) => client.raw.construct(new messages.ConstructRequest(), (error) => resolve(error)));
    expect(failed?.code).toBe(status.UNIMPLEMENTED);
    await expect(client.check('sample:index:Other', {})).rejects.toThrow('does not implement sample:index:Other; it has sample:index:Thing');
    await expect(client.invoke('sample:index:other', {})).rejects.toThrow('does not implement the function sample:index:other');
  });

  it('tells its version and schema', async () => {
    const info = await new Promise<plugins.PluginInfo>((resolve, reject) => client.raw.getPluginInfo(new empties.Empty(), (error, response) => (error ? reject(error) : resolve(response))));
    expect(info.getVersion()).toBe('1.2.3');
    const schema = await new Promise<messages.GetSchemaResponse>((resolve, reject) => client.raw.getSchema(new messages.GetSchemaRequest(), (error, response) => (error ? reject(error) : resolve(response))));
    expect(JSON.parse(schema.getSchema())).toEqual({ name: 'sample' });
  });

  it('carries what is larger than gRPC’s own limit of 4 MB', async () => {
    const colour = 'x'.repeat(5 * 1024 * 1024);
    const { state } = await client.create(THING, { kind: 'plain', name: 'large', colour });
    expect(state['colour']).toHaveLength(colour.length);
  });
});

describe('beside the engine', () => {
  it('shows lines at the resource, without the secrets', async () => {
    const lines: string[] = [];
    const server = new Server();
    server.addService(engine.EngineService as never, {
      log: (call: { request: LogRequest }, reply: (error: null, response: empties.Empty) => void) => {
        lines.push(`${call.request.getUrn()} ${call.request.getMessage()}`);
        reply(null, new empties.Empty());
      },
    } as never);
    const port = await new Promise<number>((resolve, reject) => server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))));
    const plugin = await startPlugin(SAMPLE, [`127.0.0.1:${port}`]);
    await plugin.configure({});
    await plugin.create(THING, { kind: 'plain', name: 'n', colour: secret('hidden') });
    expect(lines).toEqual(['urn:pulumi:test::test::sample:index:Thing::thing made with [secret]']);
    await plugin.stop();
    server.forceShutdown();
  });

  it('does not outlive it', async () => {
    const gone = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const plugin = await startPlugin(SAMPLE, [`127.0.0.1:${(gone.address() as AddressInfo).port}`]);
    gone.close();
    const [code] = (await once(plugin.process, 'exit')) as [number];
    expect(code).toBe(0);
    await plugin.stop();
  });
});

describe('the installed folder', () => {
  it('is one script that runs the plugin where it is, whatever the paths hold', () => {
    const { files, executable } = pluginFolder('docker', "/a b/it's/plugin.mjs", '/opt/node 24/node');
    expect(executable).toEqual(['pulumi-resource-docker']);
    expect(files['pulumi-resource-docker']).toBe(
      "#!/bin/sh\nnode=${CHATIERE_NODE:-'/opt/node 24/node'}\nexec \"$node\" --no-warnings '/a b/it'\\''s/plugin.mjs' \"$@\"\n",
    );
  });

  it('needs absolute paths', () => {
    expect(() => pluginFolder('docker', 'plugin.mjs', '/node')).toThrow('"plugin.mjs" is not absolute');
    expect(() => pluginFolder('docker', '/plugin.mjs', 'node')).toThrow('"node" is not absolute');
  });
});
