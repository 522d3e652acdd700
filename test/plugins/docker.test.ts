import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTAINER, KEEP_RUNNING, NETWORK, openBench, VOLUME, type Bench } from './docker-bench.ts';
import { failing, handOf } from './docker-hand.ts';
import { unknown } from './server-client.ts';

// Numbers are the rows of tools/plugins/facts/docker-behaviour.md.
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.clear());

const { make, remove } = handOf(() => bench);

describe('what is refused', () => {
  it.each([
    [{ gpus: 'all' }, /does not implement "gpus"/],
    [{ networksAdvanced: [{ name: 'n', macAddress: '02:42:ac:11:00:02' }] }, /does not implement "networksAdvanced.macAddress"/],
    [{ memroy: 5 }, /"memroy" is not an input here; allowed: .*memory/],
    [{ ports: [{ inside: 80 }] }, /ports\[0\]: "inside" is not known here; allowed: external, internal/],
    [{ memory: 'much' }, /memory: expected a integer/],
    [{ restart: 'sometimes' }, /'sometimes' is not allowed for restart; allowed: no, on-failure/],
    [{ healthcheck: { tests: ['NONE'], interval: 'soon' } }, /'soon' is not a valid duration for interval/],
    [{ volumes: [{ hostPath: 'data', containerPath: '/data' }] }, /'data' must be an absolute path/],
    [{ uploads: [{ file: '/f', content: 'x', permissions: '444' }] }, /permissions '444'/],
  ])('%j', async (inputs, reason) => {
    const { failures } = await bench.client.check(CONTAINER, { ...bench.service(), ...inputs });
    expect(Object.values(failures)).toEqual([expect.stringMatching(reason)]);
  });

  it('a container without an image, but not one whose image is not yet known', async () => {
    expect((await bench.client.check(CONTAINER, {})).failures).toEqual({ image: "Missing required property 'image'" });
    expect((await bench.client.check(CONTAINER, { image: unknown })).failures).toEqual({});
  });

  it('an image that is neither here nor to be had', async () => {
    const error = await failing(make({ image: 'localhost:1/none:1' }));
    expect(error.message).toMatch(/^Unable to create container with image localhost:1\/none:1: /);
    expect(error.partial).toBeUndefined();
  });

  it('an empty upload, as the provider does', async () => {
    const error = await failing(make({ uploads: [{ file: '/f', content: '' }] }));
    expect(error.message).toContain("one of 'content', 'content_base64', or 'source' must be set");
  });

  it('a type that is not served', async () => {
    await expect(bench.client.check('docker:index/secret:Secret', {})).rejects.toThrow(/does not implement docker:index\/secret:Secret/);
  });
});

describe.concurrent('a network', () => {
  it('1 tells subnet and gateway, and is no difference after a refresh', async () => {
    const made = await bench.make(NETWORK, { internal: true });
    expect(made.state).toMatchObject({ driver: 'bridge', internal: true, scope: 'local', ipamConfigs: [{ subnet: expect.stringMatching(/\/\d+$/), gateway: expect.any(String) }] });
    const found = await bench.client.read(NETWORK, made.id, made.state, made.inputs);
    expect(await bench.client.diff(NETWORK, found.state, made.inputs)).toMatchObject({ changes: 'none' });
  });

  it('16 a label changed replaces, deleting first when the program named it', async () => {
    const named = await bench.make(NETWORK, { name: bench.name('net') });
    const labels = [...bench.labels, { label: 'new', value: '1' }];
    expect(await bench.client.diff(NETWORK, named.state, { ...named.inputs, labels })).toMatchObject({ replaces: ['labels'], deleteBeforeReplace: true });
    const unnamed = await bench.make(NETWORK, {});
    expect(unnamed.state['name']).toMatch(/^thing-[0-9a-f]{7}$/);
    expect(await bench.client.diff(NETWORK, unnamed.state, { ...unnamed.inputs, labels })).toMatchObject({ replaces: ['labels'], deleteBeforeReplace: false });
  });

  it('7 removed outside: gone for a refresh; of the same name: refused', async () => {
    const name = bench.name('twin-net');
    const made = await bench.make(NETWORK, { name });
    await expect(bench.make(NETWORK, { name })).rejects.toThrow(`Unable to create network: Error response from daemon: network with name ${name} already exists`);
    await bench.docker('network', 'rm', name);
    expect(await bench.client.read(NETWORK, made.id, made.state, made.inputs)).toMatchObject({ id: '' });
    await bench.client.delete(NETWORK, made.id, made.state);
  });

  it('is adopted by its name, without a difference', async () => {
    const name = bench.name('adopted');
    const { inputs } = await bench.make(NETWORK, { name, internal: true });
    const found = await bench.client.read(NETWORK, name, {});
    expect(found).toMatchObject({ id: name, inputs: { name, internal: true } });
    expect(await bench.client.diff(NETWORK, found.state, inputs)).toMatchObject({ changes: 'none' });
  });
});

describe.concurrent('a volume', () => {
  it('17 a label changed replaces; made again under its name it is the old one, with its data and the old labels', async () => {
    const name = bench.name('data');
    const made = await bench.make(VOLUME, { name });
    await make({ command: ['touch', '/data/kept'], volumes: [{ volumeName: name, containerPath: '/data' }], attach: true, mustRun: false });
    const labels = [...bench.labels, { label: 'new', value: '1' }];
    expect(await bench.client.diff(VOLUME, made.state, { ...made.inputs, labels })).toMatchObject({ replaces: ['labels'], deleteBeforeReplace: true });
    const again = await bench.make(VOLUME, { name, labels });
    expect(again.state['labels']).toEqual(bench.labels);
    const looked = await make({ command: ['ls', '/data'], volumes: [{ volumeName: name, containerPath: '/data' }], attach: true, logs: true, mustRun: false });
    expect(looked.state['containerLogs']).toBe('kept\n');
  });

  it('removed outside: gone for a refresh, and removing it again is no error', async () => {
    const made = await bench.make(VOLUME, {});
    await bench.docker('volume', 'rm', made.id);
    expect(await bench.client.read(VOLUME, made.id, made.state, made.inputs)).toMatchObject({ id: '' });
    await bench.client.delete(VOLUME, made.id, made.state);
  });

  it('in use by a container is waited for, and goes once that is gone', async () => {
    const volume = await bench.make(VOLUME, {});
    const user = await make({ volumes: [{ volumeName: volume.id, containerPath: '/data' }], command: KEEP_RUNNING });
    const going = bench.client.delete(VOLUME, volume.id, volume.state);
    await remove(user);
    await going;
    expect(await bench.docker('volume', 'ls', '--quiet', '--filter', `name=${volume.id}`)).toBe('');
  });
});

describe('before anything exists', () => {
  it('a preview makes nothing, and leaves unknown what the engine fills in', async () => {
    const { inputs } = await bench.client.check(CONTAINER, bench.service({ networksAdvanced: [{ name: unknown }], name: bench.name('preview') }));
    const { id, state } = await bench.client.create(CONTAINER, inputs, true);
    expect({ id, state }).toMatchObject({ id: '', state: { hostname: unknown, exitCode: unknown, name: bench.name('preview') } });
    expect(await bench.docker('ps', '--all', '--quiet', '--filter', `name=${bench.name('preview')}`)).toBe('');
  });
});
