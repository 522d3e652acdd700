import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NETWORK, openBench, VOLUME, type Bench } from './docker-bench.ts';
import { failing, handOf, PASSES } from './docker-hand.ts';
import { secret } from './server-client.ts';

// Numbers are the rows of tools/plugins/facts/docker-behaviour.md.
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.clear());

const { make, diff, refreshed, remove, inspect } = handOf(() => bench);

describe.concurrent('what a container holds, and how it is compared', () => {
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

  it('26 a file by its path arrives byte for byte, with its mode; the state holds its path and hash alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chatiere-upload-'));
    try {
      const file = join(folder, 'logo');
      const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));
      await writeFile(file, bytes);
      const { id: volume } = await bench.make(VOLUME, {});
      const volumes = [{ volumeName: volume, containerPath: '/files' }];
      const upload = { file: '/files/logo', source: file, sourceHash: 'first', permissions: '0444' };
      const uploads = [upload, { file: '/files/relative', source: relative(process.cwd(), file), executable: true }, { file: '/files/empty', source: '/dev/null' }];
      const carrier = await make({ start: false, mustRun: false, command: ['true'], volumes, uploads });
      expect(JSON.stringify(carrier.state['uploads']).length).toBeLessThan(1000);
      expect(await diff(await refreshed(carrier))).toMatchObject({ changes: 'none' });
      await writeFile(file, 'changed');
      expect(await diff(await refreshed(carrier)), 'the file alone').toMatchObject({ changes: 'none' });
      expect(await diff(carrier, { uploads: [{ ...upload, sourceHash: 'second' }, ...uploads.slice(1)] }), 'its hash').toMatchObject({ replaces: ['uploads'] });
      expect(await diff(carrier, { uploads: [{ ...upload, source: `${folder}/../${basename(folder)}/logo` }, ...uploads.slice(1)] }), 'its path').toMatchObject({ replaces: ['uploads'] });
      const reader = await make({ command: ['sh', '-c', 'cd /files; sha256sum logo relative; wc -c < empty; stat -c %a logo relative empty'], attach: true, logs: true, mustRun: false, volumes });
      const sum = createHash('sha256').update(bytes).digest('hex');
      expect(reader.state['containerLogs']).toBe(`${sum}  logo\n${sum}  relative\n0\n444\n744\n644\n`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['/nowhere/logo', 'could not read file: open /nowhere/logo: no such file or directory'],
    ['/etc/hostname/logo', 'could not read file: open /etc/hostname/logo: not a directory'],
    ['/etc', 'could not read file: read /etc: is a directory'],
  ])('26 a file that cannot be read, %s, fails and leaves the container', async (source, words) => {
    const error = await failing(make({ uploads: [{ file: '/f', source }], start: false, mustRun: false }));
    expect(error.message).toBe(words);
    expect(error.partial?.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('26 a file beside a text is refused', async () => {
    const error = await failing(make({ uploads: [{ file: '/f', source: '/dev/null', content: 'x' }], start: false, mustRun: false }));
    expect(error.message).toContain("only one of 'content', 'content_base64', or 'source' can be set");
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
