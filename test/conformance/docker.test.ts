import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { conformance } from '../targets/conformance.ts';
import { dockerObserver, outsideHost } from './docker-observer.ts';
import { createDeployment } from './stack.ts';

const federation = `essai-${randomBytes(3).toString('hex').replace(/^\d/, 'a')}`;

async function busybox(): Promise<string> {
  await resolveToolchain({ need: ['docker', 'images'], images: ['busybox'] });
  return localImageTag('busybox');
}

conformance('Docker', {
  runs: true,
  picture: { bytes: 1024 ** 2, stateBytes: 300_000 },
  says: { failed: 'exit code 3', late: 'stopped after 2 s' },
  async deploy(part) {
    const name = `${federation}--commune--${part}`;
    const { environment } = await resolveToolchain({ need: ['engine', 'docker'] });
    return createDeployment({
      workload: { name, image: await busybox() },
      program: 'docker-program.ts',
      environment,
      settings: { engine: 'unix:///var/run/docker.sock' },
      observer: dockerObserver(name),
      sweep: () => sweep(name),
    });
  },
  outside: async () => outsideHost(federation, await busybox()),
});

/** Data are protected and kept, so a test removes them by label, after whatever else a failure left. */
async function sweep(workload: string): Promise<void> {
  const filter = ['--filter', `label=chatiere.workload=${workload}`, '--quiet'];
  for (const [list, remove] of [[['ps', '--all'], ['rm', '--force', '--volumes']], [['network', 'ls'], ['network', 'rm']], [['volume', 'ls'], ['volume', 'rm']]] as const) {
    const { stdout } = await execa('docker', [...list, ...filter]);
    if (stdout !== '') await execa('docker', [...remove, ...stdout.split('\n')]);
  }
}
