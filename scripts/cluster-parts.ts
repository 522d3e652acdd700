import { constants, setPriority } from 'node:os';
import { resolveToolchain } from '../modules/engine/toolchain/index.ts';
import { plainProgress } from './plain-progress.ts';

// Builds what a trial cluster needs with what processor time others leave: tests of other things run beside it.
setPriority(constants.priority.PRIORITY_LOW);
await resolveToolchain({ need: ['kubernetes', 'cluster'], progress: plainProgress() });
