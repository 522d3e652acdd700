import { execa } from 'execa';
import { joinName, partName } from '../../modules/kernel/index.ts';

/** A row that must outlive whatever happens to the containers around it. */
export const marker = 'le pont tient';

/** Reads the mark from the instance's own database; writes one first when it is given. */
export async function mark(federation: string, value?: string): Promise<string> {
  const database = partName(joinName(federation, 'mrc-demo', 'miniflux'), 'database');
  const write = value === undefined ? [] : [`--command=CREATE TABLE IF NOT EXISTS chatiere_mark (value text); DELETE FROM chatiere_mark; INSERT INTO chatiere_mark VALUES ('${value}')`];
  const { stdout } = await execa('docker', ['exec', database, 'psql', '--quiet', '--tuples-only', '--no-align', '--username=miniflux', '--dbname=miniflux', ...write, '--command=SELECT value FROM chatiere_mark'], { reject: false, stdin: 'ignore' });
  return stdout.trim();
}
