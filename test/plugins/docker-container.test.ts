import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTAINER, NETWORK, openBench, type Bench } from './docker-bench.ts';
import { FAILS, failing, handOf, PASSES } from './docker-hand.ts';

// Numbers are the rows of tools/plugins/facts/docker-behaviour.md.
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.clear());

const { make, diff, refreshed, update, remove, inspect } = handOf(() => bench);

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

  it.each([
    ['its image’s entrypoint', {}],
    ['an entrypoint of its own', { entrypoints: ['sh', '-c', 'sleep 600'] }],
  ])('10 never healthy, with %s: the creation fails after waitTimeout, the container is left running, and is replaced the next time', async (_, own) => {
    const { inputs } = await bench.client.check(CONTAINER, { ...bench.service(), ...own, labels: bench.labels, healthcheck: FAILS, wait: true, waitTimeout: 2 });
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
});
