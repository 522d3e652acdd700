import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { TestFederation } from './federation.ts';

export interface Credentials {
  password(username: string): string;
  /** A person of the organization, the first of the demo's people who is not an administrator. */
  memberOf(organization: string): string;
}

/** Imports the demo's people with lasting passwords, as `npm start` does. */
export async function importPeople(federation: TestFederation): Promise<Credentials> {
  const file = join(import.meta.dirname, '..', '..', 'examples', 'people.csv');
  const passwordFile = join(federation.directory, 'private', 'test-passwords.csv');
  await federation.chatiere('people', 'import', file, '--demo', '--passwords', passwordFile);
  const people = rows(await readFile(file, 'utf8'));
  const passwords = new Map(rows(await readFile(passwordFile, 'utf8')).map((row) => [row['username'], row['password']]));
  return {
    password: (username) => passwords.get(username) ?? '',
    memberOf: (organization) => people.find((row) => row['organization'] === organization && !row['groups']?.includes('admins'))?.['username'] ?? '',
  };
}

const rows = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true });
