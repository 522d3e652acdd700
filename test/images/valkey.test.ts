import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, LOCAL_BUILD } from '../../modules/engine/toolchain/index.ts';
import { Container, createVolume, HARDENED, removeAll } from './container.ts';

const start = (options: readonly string[], command: readonly string[] = []) => Container.start('valkey', [...HARDENED, ...options], command);
const asValkey = async (...command: string[]) => start(['--user=999:999', `--volume=${await createVolume()}:/data`], command);
const setting = async (valkey: Container, name: string) => (await valkey.run('valkey-cli', 'config', 'get', name)).output.split('\n')[1] ?? '';

beforeAll(async () => {
  await ensureImages(['valkey']);
});
afterAll(removeAll);

describe('the Valkey image', () => {
  it('serves as uid 999 on a read-only root, without protected mode, and saves by default', async () => {
    const valkey = await asValkey();
    await valkey.until(30, 'valkey-cli', 'ping');
    expect((await valkey.run('stat', '--format=%u', '/proc/1')).output).toBe('999');
    expect((await valkey.run('valkey-server', '--version')).output).toContain('v=8.');
    expect(await setting(valkey, 'protected-mode')).toBe('no');
    expect(await setting(valkey, 'save')).not.toBe('');
    expect(await valkey.inspect(`{{index .Config.Labels "${LOCAL_BUILD}"}}`)).toBe('true');
    expect(await valkey.stop()).toBe(0);
  });

  it.each([['its name first', ['valkey-server']], ['options alone', []]])('takes options as its command: %s', async (_, first) => {
    const valkey = await asValkey(...first, '--save', '', '--maxmemory-policy', 'allkeys-lru', '--protected-mode', 'yes');
    await valkey.until(30, 'valkey-cli', 'ping');
    expect(await setting(valkey, 'save')).toBe('');
    expect(await setting(valkey, 'maxmemory-policy')).toBe('allkeys-lru');
    expect(await setting(valkey, 'protected-mode')).toBe('yes');
  });

  it('started as root becomes uid 999', async () => {
    const valkey = await start(['--cap-add=CHOWN', '--cap-add=SETUID', '--cap-add=SETGID', `--volume=${await createVolume()}:/data`]);
    await valkey.until(30, 'valkey-cli', 'ping');
    expect((await valkey.run('stat', '--format=%u', '/proc/1')).output).toBe('999');
  });

  it('refuses a data folder that it cannot write', async () => {
    const valkey = await start(['--user=12345']);
    expect(await valkey.exitCode()).toBe(1);
    expect(await valkey.log()).toBe('valkey: /data cannot be written by uid 12345');
  });
});
