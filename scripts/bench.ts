import { runPrepared } from './prepared.ts';

await runPrepared('test/bench/main.ts');
