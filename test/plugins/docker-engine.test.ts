import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEEP_RUNNING, openBench, type Bench } from './docker-bench.ts';
import type { Wanted } from './docker-program.ts';
import { createStack, type Stack } from './docker-stack.ts';

// The stand-ins under the real engine. Numbers are the rows of tools/plugins/facts/docker-behaviour.md; each step builds on those before.
let bench: Bench;
let stack: Stack;
let wanted: Record<string, Wanted>;
beforeAll(async () => {
  [bench, stack] = [await openBench(), await createStack()];
  wanted = everything();
  await stack.want(wanted);
});
afterAll(async () => {
  await bench?.clear();
  await stack?.dispose();
});

const HEALTHY = { tests: ['CMD', 'true'], interval: '500ms', timeout: '5s', retries: 3 };
const UNHEALTHY = { ...HEALTHY, tests: ['CMD', 'false'], retries: 1 };

/** Network, volume, a carrier of a secret file, a service that is waited for, a job by command, a job by attaching. */
function everything(): Record<string, Wanted> {
  const { image, labels, name } = bench;
  const secrets = { volumeName: '${secrets.name}', containerPath: '/run/secrets' };
  return {
    net: { type: 'Network', args: { name: name('net'), internal: true, labels } },
    data: { type: 'Volume', args: { name: name('data'), labels }, options: { retainOnDelete: true } },
    secrets: { type: 'Volume', args: { labels } },
    carrier: {
      type: 'Container',
      args: {
        image, name: name('carrier'), labels, start: false, mustRun: false, command: ['true'], volumes: [secrets],
        uploads: [{ file: '/run/secrets/key', content: { secret: 'clearly-secret' }, permissions: '0444' }],
      },
    },
    service: {
      type: 'Container',
      dependsOn: ['carrier'],
      args: {
        image, name: name('service'), labels, command: KEEP_RUNNING, readOnly: true, user: '65534', restart: 'unless-stopped', destroyGraceSeconds: 10,
        healthcheck: HEALTHY, wait: true, waitTimeout: 60, memory: 32, memorySwap: 32, capabilities: { drops: ['ALL'] }, securityOpts: ['no-new-privileges'],
        networksAdvanced: [{ name: '${net.name}', aliases: ['service'] }],
        volumes: [{ volumeName: '${data.name}', containerPath: '/data' }, { ...secrets, readOnly: true }],
      },
    },
    job: {
      type: 'Container',
      args: { image, name: name('job'), labels, start: false, mustRun: false, command: ['echo', 'done'], networksAdvanced: [{ name: '${net.name}' }] },
    },
    run: { type: 'Command', dependsOn: ['service'], args: { create: `docker start --attach ${name('job')}`, triggers: ['${job.id}'] } },
    attached: { type: 'Container', args: { image, name: name('attached'), labels, command: ['sh', '-c', 'echo ran; exit 0'], attach: true, logs: true, mustRun: false } },
  };
}

async function change(name: string, args: Record<string, unknown>): Promise<void> {
  const before = wanted[name] as Wanted;
  wanted = { ...wanted, [name]: { ...before, args: { ...before.args, ...args } } };
  await stack.want(wanted);
}

const inspect = (name: string, format: string) => bench.docker('inspect', '--format', format, bench.name(name));

describe('the Docker and command plugins under the engine', () => {
  it('previews before anything exists', async () => {
    expect(await stack.pulumi('preview')).toMatchObject({ exitCode: 0, output: expect.stringContaining('docker:index:Container service create') });
    expect(await bench.docker('ps', '--all', '--quiet', '--filter', `label=${bench.filter}`)).toBe('');
  });

  it('1 makes network, volumes, carrier, a service waited for, and runs the job', async () => {
    expect(await stack.up()).toEqual({ create: 10 });
    expect(await inspect('service', '{{.State.Health.Status}}')).toBe('healthy');
    expect(await bench.docker('exec', bench.name('service'), 'cat', '/run/secrets/key')).toBe('clearly-secret');
    expect((await stack.state()).outputs).toMatchObject({ run: { stdout: 'done' }, attached: { exitCode: 0, containerLogs: 'ran\n' } });
  });

  it('2 and 3 nothing changes a second time, nor with a refresh', async () => {
    expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    expect(await stack.pulumi('preview', '--refresh', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    expect(await stack.up('--refresh')).toEqual({});
  });

  it('18 the secret file is encrypted in the state, and so is the whole list', async () => {
    const { text, resources } = await stack.state();
    expect(text).not.toContain('clearly-secret');
    expect(resources.find(({ urn }) => urn.endsWith('::carrier'))?.outputs['uploads']).toMatchObject({ ciphertext: expect.any(String) });
  });

  it('4 memory is changed in place', async () => {
    const id = await inspect('service', '{{.Id}}');
    await change('service', { memory: 48, memorySwap: 48 });
    expect(await stack.up()).toEqual({ update: 1 });
    expect(await inspect('service', '{{.Id}} {{.HostConfig.Memory}}')).toBe(`${id} ${48 * 1024 * 1024}`);
  });

  it('6 the job’s command now exits 3: the update succeeds, and the next one says unchanged', async () => {
    await change('attached', { command: ['sh', '-c', 'echo ran; exit 3'] });
    expect(await stack.up()).toEqual({ replace: 1 });
    expect((await stack.state()).outputs).toMatchObject({ attached: { exitCode: 3, containerLogs: 'ran\n' } });
    expect(await stack.up()).toEqual({});
  });

  it('7 removed outside: unnoticed, until a refresh makes it again', async () => {
    await bench.docker('rm', '--force', bench.name('service'));
    expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    expect(await stack.up('--refresh')).toMatchObject({ create: 1 });
    expect(await inspect('service', '{{.State.Health.Status}}')).toBe('healthy');
  });

  it('8 stopped outside: unnoticed, until a refresh starts it again in place', async () => {
    await bench.docker('stop', '--time', '5', bench.name('service'));
    const id = await inspect('service', '{{.Id}}');
    expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    expect(await stack.up('--refresh')).toMatchObject({ update: 1 });
    expect(await inspect('service', '{{.Id}} {{.State.Running}}')).toBe(`${id} true`);
  });

  it('9 a health check changed alone is updated in place, and the container keeps the old one', async () => {
    await change('service', { healthcheck: UNHEALTHY, waitTimeout: 2 });
    expect(await stack.up()).toEqual({ update: 1 });
    expect(await inspect('service', '{{.Config.Healthcheck.Test}}')).toBe('[CMD true]');
  });

  it('5 and 10 a label changed replaces; never healthy fails, keeps former outputs (25), and the next update replaces again', async () => {
    await change('service', { labels: [...bench.labels, { label: 'new', value: '1' }] });
    const failed = await stack.pulumi('up', '--yes', '--skip-preview');
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toContain('container failed to be in healthy state');
    expect((await stack.state()).outputs).toMatchObject({ run: { stdout: 'done' } });
    const half = await inspect('service', '{{.Id}}');
    expect(await inspect('service', '{{.State.Running}}')).toBe('true');
    await change('service', { healthcheck: HEALTHY, waitTimeout: 60 });
    expect(await stack.up()).toMatchObject({ replace: 1 });
    expect(await inspect('service', '{{.Id}}')).not.toBe(half);
  });

  it('16 a network label changed: its containers go first, then it is replaced, then they and what depends on them', async () => {
    await change('net', { labels: [...bench.labels, { label: 'new', value: '1' }] });
    expect(await stack.up()).toMatchObject({ replace: 4 });
    expect((await stack.state()).outputs).toMatchObject({ run: { stdout: 'done' } });
  });

  it('17 a volume label changed, retained: its users are replaced; the data stays, with the old labels', async () => {
    await bench.docker('run', '--rm', '--volume', `${bench.name('data')}:/data`, bench.image, 'touch', '/data/kept');
    await change('data', { labels: [...bench.labels, { label: 'new', value: '1' }] });
    expect(await stack.up()).toMatchObject({ replace: 2 });
    expect(await bench.docker('exec', bench.name('service'), 'ls', '/data')).toBe('kept');
    expect(await bench.docker('volume', 'inspect', '--format', '{{len .Labels}}', bench.name('data'))).toBe('1');
    await change('data', { labels: bench.labels });
  });

  it('11 to 15 killed while waiting: container and lock stay; then a conflict each time; removed by hand and cleared, it converges', async () => {
    await change('service', { healthcheck: UNHEALTHY, waitTimeout: 600, labels: [...bench.labels, { label: 'new', value: '2' }] });
    const half = await inspect('service', '{{.Id}}');
    const run = stack.start('up', '--yes', '--skip-preview');
    await expect.poll(() => inspect('service', '{{.Id}} {{.State.Running}}').catch(() => half), { timeout: 60_000 }).not.toContain(half);
    await expect.poll(() => inspect('service', '{{.State.Running}}'), { timeout: 60_000 }).toBe('true');
    run.kill('SIGKILL');
    await run;
    expect(await inspect('service', '{{.State.Running}}')).toBe('true');
    expect((await stack.pulumi('up', '--yes', '--skip-preview')).output).toContain('the stack is currently locked by 1 lock(s)');
    await stack.pulumi('cancel', '--yes');
    await change('service', { healthcheck: HEALTHY, waitTimeout: 60 });
    for (const _ of ['first', 'again']) {
      expect((await stack.pulumi('up', '--yes', '--skip-preview')).output).toContain('Conflict. The container name');
    }
    await bench.docker('rm', '--force', bench.name('service'));
    expect(await stack.pulumi('refresh', '--yes', '--skip-preview', '--clear-pending-creates')).toMatchObject({ exitCode: 0 });
    expect(await stack.up()).toMatchObject({ replace: 1 });
    expect(await inspect('service', '{{.State.Health.Status}}')).toBe('healthy');
  });

  it('a job that fails makes the update fail with its last lines, and the next one runs it again', async () => {
    await change('job', { command: ['sh', '-c', 'echo first words; echo last words >&2; exit 3'] });
    const failed = await stack.pulumi('up', '--yes', '--skip-preview');
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toMatch(/exit status 3: running "docker start --attach [^]*last words/);
    expect((await stack.pulumi('up', '--yes', '--skip-preview')).output).toContain('last words');
    await change('job', { command: ['echo', 'mended'] });
    await stack.up();
    expect((await stack.state()).outputs).toMatchObject({ run: { stdout: 'mended' } });
  });

  it('destroys everything but the retained volume', async () => {
    expect(await stack.pulumi('destroy', '--yes', '--skip-preview')).toMatchObject({ exitCode: 0 });
    expect(await bench.docker('ps', '--all', '--quiet', '--filter', `label=${bench.filter}`)).toBe('');
    expect(await bench.docker('network', 'ls', '--quiet', '--filter', `label=${bench.filter}`)).toBe('');
    expect(await bench.docker('volume', 'ls', '--quiet', '--filter', `label=${bench.filter}`)).toBe(bench.name('data'));
  });
});
