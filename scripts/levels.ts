import { runPrepared } from './prepared.ts';

await runPrepared('test/apps/levels.ts');
