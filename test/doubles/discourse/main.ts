import { readCall } from '../kit/call.ts';
import { readContract } from '../kit/contract-file.ts';
import { readEnvironment } from '../kit/environment.ts';
import { runDouble } from '../kit/refusal.ts';
import { serve } from '../kit/serve.ts';
import { createApp } from './app.ts';
import { bodyLimit, checkStart, migrate, writeConfiguration } from './boot.ts';
import { HANDLERS } from './commands.ts';
import { openDatabase, type Place } from './place.ts';

const PORT = 80;

/** The words of a call as the container got them: `/sbin/boot`, `rails runner …`, `rake …`, `discourse …`. */
async function main(argv: readonly string[]): Promise<void> {
  const contract = readContract(import.meta.dirname);
  const place: Place = { contract, settings: readEnvironment(contract, process.env) };
  const call = readCall(contract, argv);
  if (call.name === '/sbin/boot') return boot(place);
  const database = openDatabase(place);
  try {
    await HANDLERS[call.name]?.(place, call, database);
  } finally {
    await database.close();
  }
}

async function boot(place: Place): Promise<void> {
  checkStart(place);
  writeConfiguration(place);
  const database = openDatabase(place);
  if (place.settings.get('MIGRATE_ON_BOOT') !== '0') await migrate(place, database);
  await serve(createApp(place, database, bodyLimit()), PORT, () => database.close());
  process.exit(0);
}

await runDouble(() => main(process.argv.slice(2)));
