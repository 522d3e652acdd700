import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTAINER, KEEP_RUNNING, NETWORK, openBench, VOLUME, type Bench, type Made } from './docker-bench.ts';
import { Failure, secret, unknown, type Values } from './server-client.ts';

// Numbers are the rows of tools/plugins/facts/docker-behaviour.md.
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.clear());

const PASSES = { tests: ['CMD', 'true'], interval: '200ms', timeout: '5s', retries: 3 };
const FAILS = { tests: ['CMD', 'false'], interval: '200ms', timeout: '5s', retries: 1 };

const make = (inputs?: Values) => bench.make(CONTAINER, bench.service(inputs));
const diff = ({ state, inputs }: Made, changed: Values = {}) => bench.client.diff(CONTAINER, state, { ...inputs, ...changed });
const refreshed = async (made: Made) => ({ ...made, ...(await bench.client.read(CONTAINER, made.id, made.state, made.inputs)), inputs: made.inputs });
const update = async (made: Made, changed: Values) => {
  const inputs = { ...made.inputs, ...changed };
  return { id: made.id, inputs, state: await bench.client.update(CONTAINER, made.id, made.state, inputs) };
};
const failing = (work: Promise<unknown>) => work.then(() => expect.unreachable('should fail'), (error: Failure) => error);
const inspect = (id: string, format: string) => bench.docker('inspect', '--format', format, id);
const remove = ({ id, state }: Made) => bench.client.delete(CONTAINER, id, state);

describe.concurrent('a container', () => {
  it('2 unchanged is no difference when memorySwap is said; left unsaid, memory makes a false update each time', async () => {
    const made = await make({ memory: 32 });
    expect(made.state).toMatchObject({ memory: 32, memorySwap: 64 });
    expect(await diff(made)).toMatchObject({ replaces: [], updates: ['memorySwap'] });
    expect(await diff(await update(made, {}))).toMatchObject({ replaces: [], updates: ['memorySwap'] });
    expect(await diff(made, { memorySwap: 64 })).toMatchObject({ changes: 'none' });
  });

  it('3 unchanged is no difference after a refresh, whatever the order of what has none', async () => {
    const network = await bench.make(NETWORK, { internal: true });
    const inputs = {
      networksAdvanced: [{ name: network.state['name'], aliases: ['b', 'a'] }], envs: ['B=2', 'A=1'], tmpfs: { '/tmp': '' }, init: true,
      capabilities: { adds: ['CAP_CHOWN'], drops: ['ALL'] }, securityOpts: ['no-new-privileges'], user: '65534', workingDir: '/tmp', stopTimeout: 3,
      cpus: '0.5', shmSize: 32, ulimits: [{ name: 'nofile', soft: 100, hard: 200 }], sysctls: { 'net.core.somaxconn': '100' }, readOnly: true,
      hosts: [{ host: 'elsewhere', ip: '192.0.2.1' }], dns: ['192.0.2.2'], dnsOpts: ['timeout:1'], groupAdds: ['100'], restart: 'unless-stopped',
      logDriver: 'json-file', logOpts: { 'max-size': '1m' }, mounts: [{ type: 'tmpfs', target: '/run', tmpfsOptions: { sizeBytes: 65536, mode: 448 } }],
      healthcheck: PASSES, wait: true, stopSignal: 'SIGTERM', labels: [{ label: 'z', value: '' }, ...bench.labels],
    };
    const made = await refreshed(await make(inputs));
    expect(await diff(made)).toMatchObject({ changes: 'none' });
    const reordered = { envs: ['A=1', 'B=2'], labels: [...bench.labels, { label: 'z', value: '' }], networksAdvanced: [{ name: network.state['name'], aliases: ['a', 'b'] }] };
    expect(await diff(made, reordered)).toMatchObject({ changes: 'none' });
    expect(await diff(made, { command: ['-c', 'sh'] })).toMatchObject({ replaces: ['command'] });
  });

  it('4 memory and memorySwap are changed in place, and it keeps running', async () => {
    const made = await make({ memory: 32, memorySwap: 32 });
    const started = await inspect(made.id, '{{.State.StartedAt}}');
    expect(await diff(made, { memory: 48, memorySwap: 48 })).toMatchObject({ replaces: [], updates: ['memory', 'memorySwap'] });
    const changed = await refreshed(await update(made, { memory: 48, memorySwap: 48 }));
    expect(changed.state).toMatchObject({ memory: 48, memorySwap: 48 });
    expect(await inspect(made.id, '{{.State.StartedAt}} {{.HostConfig.Memory}}')).toBe(`${started} ${48 * 1024 * 1024}`);
  });

  it('5 a label changed replaces, deleting first; stopping is given destroyGraceSeconds', async () => {
    const command = ['sh', '-c', 'trap "sleep 3; exit 0" TERM; sleep 600 & wait'];
    const made = await make({ command, destroyGraceSeconds: 30 });
    expect(await diff(made, { labels: [...bench.labels, { label: 'new', value: '1' }] })).toMatchObject({ replaces: ['labels'], deleteBeforeReplace: true });
    const end = bench.docker('wait', made.id);
    await remove(made);
    expect(await end).toBe('0');
    const hard = await make({ command });
    const killed = bench.docker('wait', hard.id);
    await remove(hard);
    expect(await killed).toBe('137');
  });

  it('6 a one-shot job that exits 3 succeeds, with exitCode and containerLogs, and is not run again', async () => {
    const made = await make({ command: ['sh', '-c', 'echo one; echo two >&2; exit 3'], attach: true, logs: true, mustRun: false });
    expect(made.state).toMatchObject({ exitCode: 3, containerLogs: expect.stringMatching(/^(one\ntwo\n|two\none\n)$/) });
    expect(await diff(await refreshed(made))).toMatchObject({ changes: 'none' });
  });

  it('7 removed outside: gone for a refresh, and removing it again is no error', async () => {
    const made = await make();
    await bench.docker('rm', '--force', made.id);
    expect(await bench.client.read(CONTAINER, made.id, made.state, made.inputs)).toMatchObject({ id: '', state: {} });
    await remove(made);
  });

  it('8 stopped outside: mustRun is false after a refresh, and an update starts it without waiting for its health', async () => {
    const made = await make({ healthcheck: FAILS });
    await bench.docker('stop', '--time', '5', made.id);
    const found = await refreshed(made);
    expect(found.state).toMatchObject({ mustRun: false });
    expect(await diff(found)).toMatchObject({ replaces: [], updates: ['mustRun'] });
    const started = await update(found, { wait: true, waitTimeout: 600 });
    expect(started.state).toMatchObject({ mustRun: true });
    expect(await inspect(made.id, '{{.State.Running}}')).toBe('true');
  });

  it('9 healthcheck, tmpfs and init are said to be updated in place, and stay as they were', async () => {
    const made = await make({ healthcheck: PASSES });
    const change = { healthcheck: FAILS, tmpfs: { '/x': '' }, init: true };
    expect(await diff(made, change)).toMatchObject({ replaces: [], updates: ['healthcheck', 'init', 'tmpfs'] });
    const changed = await update(made, change);
    expect(await diff(changed)).toMatchObject({ changes: 'none' });
    expect(await inspect(made.id, '{{.Config.Healthcheck.Test}} {{.HostConfig.Init}} {{len .HostConfig.Tmpfs}}')).toBe('[CMD true] false 0');
    expect(await diff(await refreshed(changed))).toMatchObject({ updates: ['healthcheck', 'init', 'tmpfs'] });
  });

  it('10 never healthy: the creation fails after waitTimeout, the container is left running, and is replaced the next time', async () => {
    const { inputs } = await bench.client.check(CONTAINER, { ...bench.service(), labels: bench.labels, healthcheck: FAILS, wait: true, waitTimeout: 2 });
    const { message, partial } = await failing(bench.client.create(CONTAINER, inputs));
    expect(message).toBe('container failed to be in healthy state');
    expect(await inspect(partial?.id ?? '', '{{.State.Running}} {{.State.Health.Status}}')).toBe('true unhealthy');
    const next = await bench.client.diff(CONTAINER, partial?.state ?? {}, inputs);
    expect(next).toMatchObject({ changes: 'some', deleteBeforeReplace: true });
    expect(next.replaces).not.toEqual([]);
  });

  it('10 wait without a health check is refused', async () => {
    await expect(make({ wait: true })).rejects.toThrow(/'wait' argument, but the container does not have a healthcheck/);
  });

  it('13 a container of the same name is a conflict; the other one stays', async () => {
    const name = bench.name('twin');
    const first = await make({ name });
    const error = await failing(make({ name }));
    expect(error.message).toContain(`Conflict. The container name "/${name}" is already in use`);
    expect(error.partial).toBeUndefined();
    expect(await inspect(first.id, '{{.State.Running}}')).toBe('true');
  });

  it('18 a secret file is in no inspection, and comes back as a secret', async () => {
    const made = await make({ uploads: [{ file: '/run/secret', content: secret('clearly-secret') }], start: false, mustRun: false });
    expect(await bench.docker('inspect', made.id)).not.toContain('clearly-secret');
    expect(made.state['uploads']).toEqual(secret([{ file: '/run/secret', content: 'clearly-secret' }]));
  });

  it('19 an image given as a local tag, or by its id, is no false difference', async () => {
    expect(await diff(await refreshed(await make()))).toMatchObject({ changes: 'none' });
    const image = await bench.docker('image', 'inspect', '--format', '{{.Id}}', bench.image);
    expect(await diff(await refreshed(await make({ image })))).toMatchObject({ changes: 'none' });
  });

  it('20 uploads with readOnly are refused, even onto a volume', async () => {
    const volume = await bench.make(VOLUME, {});
    const volumes = [{ volumeName: volume.id, containerPath: '/secrets' }];
    const uploads = [{ file: '/secrets/key', content: 'k' }];
    const error = await failing(make({ readOnly: true, volumes, uploads }));
    expect(error.message).toMatch(/^Unable to upload volume content: .*rootfs is marked read-only/);
    expect(error.partial?.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('20 a container that never starts uploads onto a volume, for others to read; 0400 is unreadable to them', async () => {
    const volume = await bench.make(VOLUME, {});
    const carrier = await make({
      start: false, mustRun: false, command: ['true'],
      volumes: [{ volumeName: volume.id, containerPath: '/secrets' }],
      uploads: [
        { file: '/secrets/open', content: 'été\n', permissions: '0444' },
        { file: '/secrets/closed', contentBase64: Buffer.from([0, 255]).toString('base64'), permissions: '0400' },
        { file: `/secrets/${'deep/'.repeat(30)}tool`, content: '#!/bin/sh', executable: true },
      ],
    });
    expect(await diff(await refreshed(carrier))).toMatchObject({ changes: 'none' });
    const command = ['sh', '-c', `cat /secrets/open; cat /secrets/closed || ls -lR /secrets | grep -E 'closed|tool' | cut -c1-10,55-`];
    const reader = await make({
      command, readOnly: true, user: '65534', attach: true, logs: true, mustRun: false,
      volumes: [{ volumeName: volume.id, containerPath: '/secrets', readOnly: true }],
    });
    expect(reader.state).toMatchObject({ exitCode: 0 });
    expect(reader.state['containerLogs']).toMatch(/^(?=[^]*été\n)(?=[^]*Permission denied)[^]*-r--------.*closed\n-rwxr--r--.*tool/);
  });

  it('21 one secret among the uploads makes the whole list one, and a changed file replaces', async () => {
    const uploads = [{ file: '/etc/plain', content: 'open' }, { file: '/etc/key', content: secret('hidden') }];
    const made = await make({ uploads, start: false, mustRun: false });
    expect(made.inputs['uploads']).toEqual(secret([{ file: '/etc/plain', content: 'open' }, { file: '/etc/key', content: 'hidden' }]));
    expect(await diff(made, { uploads: [{ file: '/etc/plain', content: 'other' }, uploads[1]] })).toMatchObject({ replaces: ['uploads'] });
  });

  it('22 joined to a network by hand: a refresh does not see it; networksAdvanced changed replaces', async () => {
    const [one, two] = [await bench.make(NETWORK, {}), await bench.make(NETWORK, {})];
    const made = await make({ networksAdvanced: [{ name: one.state['name'] }] });
    expect(made.state['networkDatas']).toMatchObject([{ networkName: one.state['name'] }]);
    await bench.docker('network', 'connect', two.id, made.id);
    expect(await diff(await refreshed(made))).toMatchObject({ changes: 'none' });
    expect(await diff(made, { networksAdvanced: [{ name: two.state['name'] }] })).toMatchObject({ replaces: ['networksAdvanced'] });
    await remove(made);
  });

  it('24 a health-gated one-shot that exits 0 fails, and only at waitTimeout', async () => {
    const inputs = { command: ['true'], healthcheck: PASSES, wait: true, waitTimeout: 2, mustRun: false };
    const error = await failing(make(inputs));
    expect(error.message).toBe('container failed to be in healthy state');
    expect(await inspect(error.partial?.id ?? '', '{{.State.Status}} {{.State.ExitCode}}')).toBe('exited 0');
  });

  it('a container without start that must run differs each time a refresh looks', async () => {
    const made = await make({ start: false });
    expect(await diff(made)).toMatchObject({ replaces: [], updates: ['mustRun'] });
  });

  it('times are read back as Go writes them: 90s differs from itself, 1m30s does not', async () => {
    const health = (interval: string) => ({ tests: ['CMD', 'true'], interval });
    expect(await diff(await make({ healthcheck: health('90s') }))).toMatchObject({ updates: ['healthcheck'] });
    expect(await diff(await make({ healthcheck: health('1m30s') }))).toMatchObject({ changes: 'none' });
  });

  it('whole processors are read back with a decimal: 1 replaces each time, 1.0 does not', async () => {
    expect(await diff(await make({ cpus: '1' }))).toMatchObject({ replaces: ['cpus'] });
    expect(await diff(await make({ cpus: '1.0' }))).toMatchObject({ changes: 'none' });
  });

  it('ports are compared without order and with the provider’s defaults', async () => {
    const made = await make({ ports: [{ internal: 81, ip: '127.0.0.1' }, { internal: 80, ip: '127.0.0.1' }] });
    expect(await diff(made)).toMatchObject({ changes: 'none' });
    expect(await diff(made, { ports: [{ internal: 80, ip: '127.0.0.1' }] })).toMatchObject({ replaces: ['ports'] });
    expect(await inspect(made.id, '{{range $port, $bound := .NetworkSettings.Ports}}{{$port}} {{(index $bound 0).HostIp}} {{end}}')).toBe('80/tcp 127.0.0.1 81/tcp 127.0.0.1 ');
  });

  it('is on the networks that it names and on no other, under its aliases and address', async () => {
    const network = await bench.make(NETWORK, { internal: true, ipamConfigs: [{ subnet: '10.213.77.0/24', gateway: '10.213.77.1' }] });
    const made = await make({ networksAdvanced: [{ name: network.state['name'], aliases: ['app'], ipv4Address: '10.213.77.9' }] });
    expect(made.state['networkDatas']).toMatchObject([{ ipAddress: '10.213.77.9', gateway: expect.any(String) }]);
    expect(await inspect(made.id, '{{len .NetworkSettings.Networks}}')).toBe('1');
    const looked = await make({ command: ['nslookup', 'app'], attach: true, logs: true, mustRun: false, networksAdvanced: [{ name: network.state['name'] }] });
    expect(looked.state['containerLogs']).toContain('10.213.77.9');
    await Promise.all([remove(made), remove(looked)]);
  });
});

describe('what is refused', () => {
  it.each([
    [{ gpus: 'all' }, /does not implement "gpus"/],
    [{ networksAdvanced: [{ name: 'n', macAddress: '02:42:ac:11:00:02' }] }, /does not implement "networksAdvanced.macAddress"/],
    [{ uploads: [{ file: '/f', source: '/etc/passwd' }] }, /does not implement "uploads.source"/],
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
