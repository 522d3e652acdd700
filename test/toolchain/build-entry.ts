// A process that asks the cache for one entry: CACHE, then `hang` to stop half-way, else the folder's path is printed.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureEntry } from '../../modules/engine/cache/index.ts';

const [cache = '', mode] = process.argv.slice(2);
console.log(await ensureEntry({ name: 'thing', key: 'k1' }, async (folder) => {
  appendFileSync(join(cache, 'builds'), `${process.pid}\n`);
  writeFileSync(join(folder, 'half'), String(process.pid));
  if (mode === 'hang') await delay(600_000);
  // Long enough for the other process to ask meanwhile.
  await delay(300);
  writeFileSync(join(folder, 'whole'), String(process.pid));
}, { cache, stale: 2000 }));
