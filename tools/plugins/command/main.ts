import { enableCompileCache } from 'node:module';

// Started several times an update: compiled code is kept between the runs. Imported after that, or it would not be.
enableCompileCache();
await import('./plugin.ts');
