import type { Contract } from '../contract.ts';
import { askCache } from '../kit/cache.ts';
import { Database } from '../kit/database.ts';
import type { Settings } from '../kit/environment.ts';
import { Refusal } from '../kit/refusal.ts';
import { trust } from '../kit/trust.ts';

/** One installation: its table and what its environment says. */
export interface Place {
  readonly contract: Contract;
  readonly settings: Settings;
}

/** @throws Refusal when the variable is not set: Discourse does not start without it. */
export function required({ contract, settings }: Place, name: string): string {
  const value = settings.get(name);
  if (value === undefined) throw new Refusal(contract.app, `environment variable ${name} is not set`);
  return value;
}

export const openDatabase = (place: Place): Database => new Database({
  host: required(place, 'DISCOURSE_DB_HOST'),
  port: Number(place.settings.get('DISCOURSE_DB_PORT') ?? 5432),
  database: required(place, 'DISCOURSE_DB_NAME'),
  user: required(place, 'DISCOURSE_DB_USERNAME'),
  password: required(place, 'DISCOURSE_DB_PASSWORD'),
});

/** A round trip to the real Valkey, with commands before it where there are any. */
export const askRedis = (place: Place, ...commands: readonly (readonly string[])[]): Promise<string[]> => askCache(
  { host: required(place, 'DISCOURSE_REDIS_HOST'), port: Number(place.settings.get('DISCOURSE_REDIS_PORT') ?? 6379), password: place.settings.get('DISCOURSE_REDIS_PASSWORD') },
  [...commands, ['PING']],
);

/** `https://host[:port]`, as Discourse writes its own address. */
export function ownAddress(place: Place): string {
  const port = place.settings.get('DISCOURSE_PORT');
  const scheme = place.settings.get('DISCOURSE_FORCE_HTTPS') === 'true' ? 'https' : 'http';
  return `${scheme}://${required(place, 'DISCOURSE_HOSTNAME')}${port === undefined ? '' : `:${port}`}`;
}

const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** From now on connections trust what OpenSSL would: the machine's authorities, and those of the file that the environment names. */
export const trustAuthorities = ({ settings }: Place): void => trust([settings.get('SSL_CERT_FILE') ?? AUTHORITIES, AUTHORITIES], 'none');
