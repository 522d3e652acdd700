import { randomBytes } from 'node:crypto';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { conformance } from '../targets/conformance.ts';
import { outsideHost } from './docker-observer.ts';
import { createDeployment } from './stack.ts';

const federation = `essai-${randomBytes(3).toString('hex').replace(/^\d/, 'a')}`;

async function busybox(): Promise<string> {
  await resolveToolchain({ need: ['docker', 'images'], images: ['busybox'] });
  return localImageTag('busybox');
}

conformance('Docker', {
  deploy: async (name) => createDeployment(`${federation}--commune--${name}`, await busybox()),
  outside: async () => outsideHost(federation, await busybox()),
});
