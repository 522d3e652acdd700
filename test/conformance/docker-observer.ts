import { execa } from 'execa';
import { physicalName } from '../../modules/targets/docker/index.ts';
import type { Observer, Outside } from '../targets/ground.ts';

/** A workload as the Docker engine of this machine sees it. */
export function dockerObserver(workload: string): Observer {
  const inspect = async (part: string): Promise<Inspected> => JSON.parse((await execa('docker', ['container', 'inspect', physicalName(workload, part)])).stdout)[0];
  return {
    identity: async (part) => (await inspect(part)).Id,
    async confinement(part) {
      const found = await inspect(part);
      const { HostConfig: host, Config: config } = found;
      return {
        user: config.User,
        readOnlyRoot: host.ReadonlyRootfs,
        privileged: host.Privileged,
        newPrivileges: !(host.SecurityOpt ?? []).some((option) => option.startsWith('no-new-privileges')),
        addedCapabilities: host.CapAdd ?? [],
        droppedCapabilities: host.CapDrop ?? [],
        memoryBytes: host.Memory,
        swapBytes: host.MemorySwap,
        restarts: host.RestartPolicy.Name === 'unless-stopped',
        description: JSON.stringify(found),
      };
    },
    healthy: async (service) => (await inspect(service)).State.Health?.Status === 'healthy',
    startedAt: async (part) => Date.parse((await inspect(part)).State.StartedAt),
    async finishedAt(part) {
      const { State: state } = await inspect(part);
      return state.Running ? undefined : Date.parse(state.FinishedAt);
    },
    async run(service, ...argv) {
      const { exitCode, stdout } = await execa('docker', ['exec', physicalName(workload, service), ...argv], { reject: false, stdin: 'ignore' });
      return { exitCode: exitCode ?? -1, output: stdout };
    },
    digestOf: async (service, path) => (await execa('docker', ['exec', physicalName(workload, service), 'sha256sum', path])).stdout.split(' ')[0] ?? '',
    addresses: async (service) => Object.values((await inspect(service)).NetworkSettings.Networks).map(({ IPAddress }) => IPAddress),
    vanish: async (part) => void (await execa('docker', ['rm', '--force', physicalName(workload, part)])),
    data: async () => (await execa('docker', ['volume', 'ls', '--quiet', '--filter', `label=chatiere.workload=${workload}`])).stdout.split('\n').filter(Boolean),
  };
}

interface Inspected {
  readonly Id: string;
  readonly Config: { readonly User: string };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly Privileged: boolean;
    readonly SecurityOpt: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly RestartPolicy: { readonly Name: string };
  };
  readonly State: { readonly Running: boolean; readonly StartedAt: string; readonly FinishedAt: string; readonly Health?: { readonly Status: string } };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

/**
 * A machine beyond the host: a container without Docker's networks, joined to the host by a cable of its own. Containers reach every
 * port on which the host itself listens, so a server on the host would not do.
 * @param subnet first three bytes of a documentation range
 */
export async function outsideHost(federation: string, image: string, subnet = '203.0.113'): Promise<Outside> {
  const name = `${federation}--outside`;
  const cable = `ch${process.pid}`;
  await execa('docker', ['run', '--detach', '--name', name, '--label', `chatiere.federation=${federation}`, '--network', 'none', '--stop-timeout', '1', image, 'httpd', '-f', '-p', '8080', '-h', '/etc']);
  await execa('docker', ['exec', name, 'ln', '-s', '/etc/passwd', '/etc/index.html']);
  const { stdout: pid } = await execa('docker', ['inspect', '--format', '{{.State.Pid}}', name]);
  await execa('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', `${cable}p`, 'netns', pid]);
  await execa('ip', ['address', 'add', `${subnet}.1/30`, 'dev', cable]);
  await execa('ip', ['link', 'set', cable, 'up']);
  const inside = (...argv: string[]) => execa('nsenter', ['--target', pid, '--net', 'ip', ...argv]);
  await inside('address', 'add', `${subnet}.2/30`, 'dev', `${cable}p`);
  await inside('link', 'set', `${cable}p`, 'up');
  return {
    address: `${subnet}.2`,
    // The cable goes with the container's end of it.
    dispose: async () => void (await execa('docker', ['rm', '--force', name])),
  };
}
