import { mkdirSync } from 'node:fs';
import { readCall } from '../kit/call.ts';
import { readContract } from '../kit/contract-file.ts';
import { readEnvironment } from '../kit/environment.ts';
import { Refusal, runDouble } from '../kit/refusal.ts';
import { serve } from '../kit/serve.ts';
import { createApp } from './app.ts';
import { cron, runCron } from './cron.ts';
import { prepare } from './install.ts';
import { occ } from './occ.ts';
import type { Place } from './place.ts';

const PORT = 80;

/** First word: which of the image's programs was called (`serve`, `php`, `cron`); the others are its arguments. */
async function main([program = '', ...argv]: readonly string[]): Promise<void> {
  const contract = readContract(import.meta.dirname);
  const place: Place = { contract, settings: readEnvironment(contract, process.env), html: '/var/www/html' };
  if (program === 'serve') {
    readCall(contract, ['apache2-foreground', ...argv]);
    mkdirSync(place.html, { recursive: true });
    await prepare(place);
    await serve(createApp(place), PORT, async () => undefined);
    process.exit(0);
  }
  if (program === 'cron') return cron(place);
  if (program !== 'php') throw new Refusal(contract.app, `no program ${program}`);
  // The same script by its whole path, and with php's own option for a file.
  const words = argv.filter((word, index) => !(index === 0 && word === '-f')).map((word, index) => (index === 0 ? word.replace(`${place.html}/`, '').replace(/^\.\//, '') : word));
  if (words[0] === 'cron.php') return runCron(place);
  process.exitCode = await occ(place, readCall(contract, ['php', ...words]));
}

await runDouble(() => main(process.argv.slice(2)));
