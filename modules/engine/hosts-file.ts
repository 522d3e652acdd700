import { constants } from 'node:fs';
import { access, open, readFile } from 'node:fs/promises';
import { lock as guard } from 'proper-lockfile';

export const HOSTS_FILE = '/etc/hosts';

const opening = (id: string): string => `# >>> chatiere ${id}`;
const closing = (id: string): string => `# <<< chatiere ${id}`;

/** Line of the hosts file: one address and the names that lead to it. */
export interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

/** The content with this federation's block put at the end, replaced where it stands or, without entries, removed; all else stays byte for byte. */
export function withBlock(content: string, id: string, entries: readonly HostsEntry[]): string {
  const { before, after } = aroundBlock(content, id);
  if (entries.length === 0) return before + after;
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  const lines = entries.flatMap(({ address, names }) => names.map((name) => `${address} ${name}`));
  return `${before}${separator}${[opening(id), ...lines, closing(id)].join('\n')}\n${after}`;
}

/** What stands before and after the block. One whose end is missing (a half-written file) ends before the first line that is not one of ours. */
function aroundBlock(content: string, id: string): { before: string; after: string } {
  const lines = content.split(/(?<=\n)/);
  const start = lines.findIndex((line) => line.trimEnd() === opening(id));
  if (start < 0) return { before: content, after: '' };
  let end = start + 1;
  while (end < lines.length && /^[0-9a-f.:]+ [a-z0-9.-]+$/.test((lines[end] as string).trimEnd())) end++;
  if (lines[end]?.trimEnd() === closing(id)) end++;
  const rest = aroundBlock(lines.slice(end).join(''), id);
  return { before: lines.slice(0, start).join(''), after: rest.before + rest.after };
}

/** Names of the entries that the content does not map to their address. */
export function missingNames(content: string, entries: readonly HostsEntry[]): string[] {
  const known = new Set(content.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return names.map((name) => `${address} ${name}`);
  }));
  return entries.flatMap(({ address, names }) => names.filter((name) => !known.has(`${address} ${name}`)));
}

/**
 * Writes or removes the block. Returns whether the file changed.
 * In place, since a container's /etc/hosts is a bind mount that cannot be renamed over; under a lock, since two federations may write at once.
 */
export async function writeHostsBlock(id: string, entries: readonly HostsEntry[], file: string = HOSTS_FILE): Promise<boolean> {
  if (withBlock(await readFile(file, 'utf8'), id, entries) === (await readFile(file, 'utf8'))) return false;
  const release = await guard(file, { realpath: false, lockfilePath: `${file}.chatiere.lock`, stale: 10_000, retries: { retries: 40, minTimeout: 50, maxTimeout: 500 } });
  try {
    const next = Buffer.from(withBlock(await readFile(file, 'utf8'), id, entries));
    const handle = await open(file, 'r+');
    try {
      await handle.write(next, 0, next.length, 0);
      await handle.truncate(next.length);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } finally {
    await release();
  }
}

export const canWriteHosts = (file: string = HOSTS_FILE): Promise<boolean> => access(file, constants.W_OK).then(() => true, () => false);
export const readHosts = (file: string = HOSTS_FILE): Promise<string> => readFile(file, 'utf8');
