import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../contract.ts';
import { Database } from '../kit/database.ts';
import type { Settings } from '../kit/environment.ts';

/** Values of config.php. */
export type System = Record<string, unknown>;

/** One installation: its folder, its table, and what the environment says. */
export interface Place {
  readonly contract: Contract;
  readonly settings: Settings;
  /** `/var/www/html` in the image. */
  readonly html: string;
}

// The file keeps its real name, since backups and checks ask for it; only the double reads it.
const HEAD = '<?php /* contract double: JSON below */ __halt_compiler();\n';
const fileOf = ({ html }: Place) => join(html, 'config', 'config.php');

/** Empty before the installation. */
export function readSystem(place: Place): System {
  try {
    return JSON.parse(readFileSync(fileOf(place), 'utf8').slice(HEAD.length)) as System;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export function writeSystem(place: Place, system: System): void {
  const file = fileOf(place);
  mkdirSync(join(place.html, 'config'), { recursive: true });
  writeFileSync(`${file}.new`, HEAD + JSON.stringify(system, undefined, 2), { mode: 0o640 });
  renameSync(`${file}.new`, file);
}

/** Upstream's console works for the owner of config.php alone. */
export const isOwner = (place: Place): boolean => statSync(fileOf(place)).uid === process.getuid?.();

export const isInstalled = (system: System): boolean => system['installed'] === true;

/** The database that config.php names. */
export function openDatabase(system: System): Database {
  const [host = '', port = '5432'] = String(system['dbhost']).split(':');
  return new Database({ host, port: Number(port), database: String(system['dbname']), user: String(system['dbuser']), password: String(system['dbpassword']) });
}

/** What the environment says at every request comes before what config.php says. */
export const requestSetting = ({ settings }: Place, system: System, variable: string, key: string): string => settings.get(variable) ?? String(system[key] ?? '');
