import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatiereError } from '../../modules/kernel/index.ts';
import { containerGroups, openCgroups } from '../../modules/metering/cgroup.ts';
import { openPowercap } from '../../modules/metering/powercap.ts';
import { outerTraffic, processTraffic, readHost, virtualDisks } from '../../modules/metering/sample-host.ts';
import { Processes } from '../../modules/metering/sample-process.ts';
import { idOf, networkFile } from './fake-host.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chatiere-files-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Files below the root, as a kernel shows them. */
function files(content: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(content)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
const none = (): boolean => false;

describe('cgroup v2', () => {
  const group = `system.slice/docker-${idOf('a')}.scope`;
  beforeEach(() => files({
    'cgroup.controllers': 'cpuset cpu io memory hugetlb pids\n',
    'cpu.stat': 'usage_usec 5000000000\nuser_usec 3000000000\nsystem_usec 2000000000\n',
    [`${group}/cpu.stat`]: 'usage_usec 12345678\nuser_usec 1\nsystem_usec 1\nnr_periods 0\n',
    [`${group}/cpu.max`]: '150000 100000\n',
    [`${group}/memory.current`]: '104857600\n',
    [`${group}/memory.stat`]: 'anon 1\nfile 2\ninactive_file 4857600\nactive_file 3\n',
    [`${group}/memory.max`]: '268435456\n',
    [`${group}/io.stat`]: '8:0 rbytes=1000 wbytes=2000 rios=3 wios=4 dbytes=5 dios=6\n253:0 rbytes=900 wbytes=2500 rios=3 wios=4 dbytes=0 dios=0\n8:16 \n',
    [`${group}/init/cpu.stat`]: 'usage_usec 1\n',
  }));

  it('reads a group: seconds, cores, working set, limit, the larger of two layers of disks', () => {
    const cgroups = openCgroups(root, (device) => device === '253:0');
    expect([cgroups.version, cgroups.total()]).toEqual([2, 5000]);
    expect(cgroups.read(group)).toEqual({ cpuSeconds: 12.345678, cpuRequest: 1.5, memoryBytes: 100_000_000, memoryRequest: 268_435_456, readBytes: 1000, writtenBytes: 2500 });
  });

  it('adds disks up that do not stand on each other', () => {
    expect(openCgroups(root, none).read(group)).toMatchObject({ readBytes: 1900, writtenBytes: 4500 });
  });

  it('without limits reserves nothing; without io says nothing of disks; a group that is gone is none', () => {
    files({ [`${group}/cpu.max`]: 'max 100000\n', [`${group}/memory.max`]: 'max\n' });
    rmSync(join(root, group, 'io.stat'));
    const cgroups = openCgroups(root, none);
    expect(cgroups.read(group)).toMatchObject({ cpuRequest: 0, memoryRequest: 0, readBytes: undefined, writtenBytes: undefined });
    expect(cgroups.read('system.slice/gone')).toBeUndefined();
  });

  it('finds the containers of any driver, each once, with another incarnation when their group is made anew', () => {
    files({
      [`docker/${idOf('b')}/cpu.stat`]: '', [`user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${idOf('c')}.scope/cpu.stat`]: '',
      [`machine.slice/libpod-conmon-${idOf('c')}.scope/cpu.stat`]: '', [`kubepods.slice/pod1.slice/cri-containerd-${idOf('d')}.scope/cpu.stat`]: '',
      'system.slice/ssh.service/cpu.stat': '', [`docker/${idOf('b')}/docker/${idOf('e')}/cpu.stat`]: '',
    });
    const ids = (): string[] => containerGroups({ tree: root }).map(({ id }) => id).sort();
    expect(ids()).toEqual(['a', 'b', 'c', 'd'].map(idOf));
    const [before] = containerGroups({ tree: root }).filter(({ id }) => id === idOf('b'));
    // A second folder before the first goes, so that the inode cannot be given out again.
    files({ [`other/${idOf('b')}/cpu.stat`]: '' });
    rmSync(join(root, 'docker'), { recursive: true });
    const [after] = containerGroups({ tree: root }).filter(({ id }) => id === idOf('b'));
    expect(after?.incarnation).not.toBe(before?.incarnation);
  });
});

describe('cgroup v1', () => {
  const group = `docker/${idOf('a')}`;
  beforeEach(() => files({
    'cpuacct/cpuacct.usage': '43154438712252\n',
    [`cpuacct/${group}/cpuacct.usage`]: '3709096794\n',
    [`cpu/${group}/cpu.cfs_quota_us`]: '25000\n',
    [`cpu/${group}/cpu.cfs_period_us`]: '100000\n',
    [`memory/${group}/memory.usage_in_bytes`]: '2215936\n',
    [`memory/${group}/memory.stat`]: 'inactive_file 7\ntotal_inactive_file 215936\n',
    [`memory/${group}/memory.limit_in_bytes`]: '16777216\n',
    [`blkio/${group}/blkio.throttle.io_service_bytes`]: '254:0 Read 4096\n254:0 Write 8192\n254:0 Sync 12288\n254:0 Async 0\n254:0 Discard 0\n254:0 Total 12288\nTotal 12288\n',
  }));

  it('reads a group over all its trees', () => {
    const cgroups = openCgroups(root, none);
    expect([cgroups.version, cgroups.total()]).toEqual([1, 43_154.438712252]);
    expect(containerGroups(cgroups).map(({ id, path }) => [id, path])).toEqual([[idOf('a'), group]]);
    expect(cgroups.read(group)).toEqual({ cpuSeconds: 3.709096794, cpuRequest: 0.25, memoryBytes: 2_000_000, memoryRequest: 16_777_216, readBytes: 4096, writtenBytes: 8192 });
  });

  it('without limits reserves nothing', () => {
    files({ [`cpu/${group}/cpu.cfs_quota_us`]: '-1\n', [`memory/${group}/memory.limit_in_bytes`]: '9223372036854771712\n' });
    expect(openCgroups(root, none).read(group)).toMatchObject({ cpuRequest: 0, memoryRequest: 0 });
  });

  it('with both controllers in one folder is read alike', () => {
    rmSync(join(root, 'cpuacct'), { recursive: true });
    rmSync(join(root, 'cpu'), { recursive: true });
    files({ [`cpu,cpuacct/${group}/cpuacct.usage`]: '1000000000\n', [`cpu,cpuacct/${group}/cpu.cfs_quota_us`]: '200000\n', [`cpu,cpuacct/${group}/cpu.cfs_period_us`]: '100000\n' });
    expect(openCgroups(root, none).read(group)).toMatchObject({ cpuSeconds: 1, cpuRequest: 2 });
  });
});

it('a load average without control groups gives no figure: it is refused by name', () => {
  files({ loadavg: '0.80 0.90 1.00 2/345 6789\n' });
  const refused = (): ChatiereError | undefined => {
    try {
      openCgroups(root, none);
      return undefined;
    } catch (error) {
      return error as ChatiereError;
    }
  };
  expect(refused()?.problems).toEqual([expect.objectContaining({ code: 'no-cgroup', given: root, what: expect.objectContaining({ fr: expect.stringContaining('la charge moyenne du serveur ne le remplace pas') as string }) as object })]);
});

describe('energy counters', () => {
  const zone = (path: string, name: string, microjoules: string): Record<string, string> => ({
    [`powercap/${path}/name`]: `${name}\n`, [`powercap/${path}/energy_uj`]: `${microjoules}\n`, [`powercap/${path}/max_energy_range_uj`]: '262143328850\n',
  });

  it('are packages, their memory and psys: no part of a package, and no twin of it', () => {
    files({
      ...zone('intel-rapl/intel-rapl:0', 'package-0', '1000'), ...zone('intel-rapl/intel-rapl:0/intel-rapl:0:0', 'core', '400'), ...zone('intel-rapl/intel-rapl:0/intel-rapl:0:1', 'dram', '50'),
      ...zone('intel-rapl/intel-rapl:1', 'package-1', '2000'), ...zone('intel-rapl/intel-rapl:2', 'psys', '5000'), ...zone('intel-rapl-mmio/intel-rapl-mmio:0', 'package-0', '999'),
    });
    const powercap = openPowercap(root);
    const kinds = (): unknown[] => powercap.read().map(({ name, kind, microjoules }) => [name, kind, microjoules]);
    expect(kinds()).toEqual([['intel-rapl:0', 'package', 1000], ['intel-rapl:0:1', 'dram', 50], ['intel-rapl:1', 'package', 2000], ['intel-rapl:2', 'psys', 5000]]);
    // Opened once, and read anew.
    files({ 'powercap/intel-rapl/intel-rapl:0/energy_uj': '7000\n', 'powercap/intel-rapl/intel-rapl:1/energy_uj': 'broken\n' });
    expect(kinds()).toEqual([['intel-rapl:0', 'package', 7000], ['intel-rapl:0:1', 'dram', 50], ['intel-rapl:2', 'psys', 5000]]);
    expect(powercap.read()[0]?.range).toBe(262_143_328_850);
    powercap.close();
  });

  it('are none on a machine without them', () => {
    expect(openPowercap(join(root, 'nowhere')).read()).toEqual([]);
  });
});

describe('the host', () => {
  it('says its time, its start, its cores and what they did', () => {
    files({
      'proc/uptime': '25946.91 8378.60\n', 'proc/stat': 'cpu  3142976 68428 1052612 837860 21812 10 22479 4547 0 0\ncpu0 1 0 0 0 0 0 0 0 0 0\ncpu1 1 0 0 0 0 0 0 0 0 0\nctxt 5\n',
      'proc/meminfo': 'MemTotal:       24684096 kB\nMemFree:        1 kB\n', 'proc/sys/kernel/random/boot_id': '378e9c44-4dfd-474a-b6c7-9f674aff4868\n',
      'proc/1/net/dev': networkFile({ lo: [1, 1], eth0: [100, 200] }), 'devices/net/lo/x': '',
    });
    expect(readHost({ cgroup: '', proc: join(root, 'proc'), devices: join(root, 'devices') })).toEqual({
      uptime: 25_946.91, boot: '378e9c44-4dfd-474a-b6c7-9f674aff4868', cpuSeconds: (3_142_976 + 68_428 + 1_052_612 + 10 + 22_479) / 100, cores: 2, memoryBytes: 24_684_096 * 1024, traffic: { receivedBytes: 100, sentBytes: 200 },
    });
  });

  it('with its processes hidden is read by its own network', () => {
    files({ 'proc/net/dev': networkFile({ eth0: [3, 4] }) });
    expect(readHost({ cgroup: '', proc: join(root, 'proc'), devices: root }).traffic).toEqual({ receivedBytes: 3, sentBytes: 4 });
  });

  it('says nothing where there is nothing', () => {
    expect(readHost({ cgroup: '', proc: root, devices: root })).toEqual({ uptime: undefined, boot: undefined, cpuSeconds: undefined, cores: 0, memoryBytes: undefined, traffic: undefined });
  });

  it.each([
    ['its cards, and not what carries the same bytes again', { eth0: [1, 2], eth1: [10, 20], docker0: [5, 5], veth1: [5, 5] }, ['lo', 'docker0', 'veth1'], '', { receivedBytes: 11, sentBytes: 22 }],
    ['the default route where there is no card', { eth0: [1, 2], veth1: [5, 5] }, ['lo', 'eth0', 'veth1'], 'Iface\tDestination\tGateway\neth0\t00000000\t0101A8C0\neth0\t0001A8C0\t00000000\n', { receivedBytes: 1, sentBytes: 2 }],
    ['nothing at all', {}, [], '', { receivedBytes: 0, sentBytes: 0 }],
  ] as const)('counts %s', (_, interfaces, virtual, route, expected) => {
    expect(outerTraffic(networkFile({ lo: [9, 9], ...interfaces }), virtual, route)).toEqual(expected);
  });

  it('a container’s own network leaves out its talk with itself; a process that is gone has none', () => {
    files({ '42/net/dev': networkFile({ lo: [9, 9], eth0: [1, 2], eth1: [3, 4] }) });
    expect(processTraffic(root, 42)).toEqual({ receivedBytes: 4, sentBytes: 6 });
    expect(processTraffic(root, 43)).toBeUndefined();
  });

  it('a process of a container is found by what it is part of, and again once it is gone', () => {
    files({ '17/cgroup': `12:memory:/docker/${idOf('a')}\n0::/\n`, '5/cgroup': `0::/system.slice/ssh.service\n`, '230/cgroup': `0::/../docker-${idOf('a')}.scope\n`, '40/cgroup': `0::/docker/${idOf('b')}\n`, 'self/cgroup': `0::/docker/${idOf('c')}\n` });
    const processes = new Processes(root);
    expect([...processes.of([idOf('a'), idOf('c')])]).toEqual([[idOf('a'), 17]]);
    expect([...processes.of([idOf('a'), idOf('b')])]).toEqual([[idOf('a'), 17], [idOf('b'), 40]]);
    rmSync(join(root, '17'), { recursive: true });
    // Its number was given to another.
    files({ '40/cgroup': '0::/init.scope\n' });
    expect([...processes.of([idOf('a'), idOf('b')])]).toEqual([[idOf('a'), 230]]);
  });

  it('knows the disks that stand on others', () => {
    files({ 'block/dm-0/dev': '253:0\n', 'block/loop0/dev': '7:0\n' });
    expect([...virtualDisks(root)].sort()).toEqual(['253:0', '7:0']);
  });
});
