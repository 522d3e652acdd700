import { constants, setPriority } from 'node:os';
import prepare from './prepare.ts';

// With what processor time others leave: tests of other things run beside it.
setPriority(constants.priority.PRIORITY_LOW);
await prepare();
