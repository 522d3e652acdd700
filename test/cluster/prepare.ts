import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { plainProgress } from '../../scripts/plain-progress.ts';

/** Before the first test on a cluster, and only if one is to run: its programs and its plugin, built here or waited for. */
export default async function prepare(): Promise<void> {
  await resolveToolchain({ need: ['kubernetes', 'cluster'], progress: plainProgress() });
}
