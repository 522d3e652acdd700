import type { Call } from '../kit/call.ts';
import type { Database } from '../kit/database.ts';
import { migrate } from './boot.ts';
import { askRedis, type Place } from './place.ts';
import { rails } from './runner.ts';

type Handler = (place: Place, call: Call, database: Database) => Promise<void>;

const READ_ONLY = 'default:readonly_mode:user';

const remap: Handler = async (_, { words: [from = '', to = ''] }, database) => {
  for (const [table, column] of [['posts', 'raw'], ['site_settings', 'value']] as const) {
    await database.all(`UPDATE ${table} SET ${column} = replace(${column}, $1, $2) WHERE position($1 in ${column}) > 0`, from, to);
  }
  console.log(`Remapped ${from} to ${to}`);
};

/** Every command that the double carries out; the table lists each of them, and beside them only the image's start and curl (a test says so). */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  'rails runner': rails,
  'rake db:migrate': (place, _, database) => migrate(place, database),
  'discourse remap': remap,
  'discourse enable_readonly': async (place) => void (await askRedis(place, ['SET', READ_ONLY, '1'])),
  'discourse disable_readonly': async (place) => void (await askRedis(place, ['DEL', READ_ONLY])),
};
