import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { processOf } from './process.ts';

/** A TCP socket of this machine that listens, from /proc/net/tcp or tcp6. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Number of the socket, by which its process is found. */
  readonly inode: string;
  readonly uid: number;
}

/** A process that holds a socket; `command` as /proc names it, at most 15 characters. */
export interface Holder {
  readonly pid: number;
  readonly command: string;
  /** Its own pid, then its parent's and so on: the first process of its container is among them. */
  readonly lineage: readonly number[];
}

const LISTEN = '0A';

/** Reads the kernel's table: one socket a line after the header. */
export function parseSockets(table: string): Listening[] {
  return table.split('\n').slice(1).flatMap((line): Listening[] => {
    const [, local, , state, , , , uid, , inode] = line.trim().split(/\s+/);
    const [address, port] = local?.split(':') ?? [];
    if (state !== LISTEN || address === undefined || port === undefined || uid === undefined || inode === undefined) return [];
    return [{ address: readAddress(address), port: Number.parseInt(port, 16), inode, uid: Number(uid) }];
  });
}

/** The kernel writes words of 32 bits in the machine's order, which is little-endian wherever we run. */
function readAddress(hexadecimal: string): string {
  const bytes = (hexadecimal.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return bytes.slice(12).join('.');
  const words = Array.from({ length: 8 }, (_, index) => (((bytes[index * 2] as number) << 8) | (bytes[index * 2 + 1] as number)).toString(16));
  return new URL(`http://[${words.join(':')}]`).hostname.slice(1, -1);
}

const isAny = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** Whether two sockets cannot listen side by side: the same port, on the same address or on all. */
export const collides = (wanted: { readonly address: string; readonly port: number }, other: Listening): boolean =>
  wanted.port === other.port && (wanted.address === other.address || isAny(wanted.address) || isAny(other.address));

/** What listens on this machine; nothing where there is no /proc. */
export async function listening(): Promise<Listening[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')));
  return tables.flatMap(parseSockets);
}

/** Processes that hold a socket, lowest pid first; only those whose files we may see. */
export async function holdersOf(inode: string): Promise<Holder[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const holders = await Promise.all(pids.map(async (pid) => ((await holds(pid, inode)) ? [{ pid: Number(pid), command: commandOf(pid), lineage: await lineageOf(pid) }] : [])));
  return holders.flat().toSorted((a, b) => a.pid - b.pid);
}

async function holds(pid: string, inode: string): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.includes(`socket:[${inode}]`);
}

const commandOf = (pid: string): string => processOf(Number(pid))?.name ?? '?';

async function lineageOf(pid: string): Promise<number[]> {
  const lineage: number[] = [];
  for (let next = pid; next !== '' && next !== '0'; ) {
    lineage.push(Number(next));
    next = /^PPid:\s*(\d+)$/m.exec(await readFile(`/proc/${next}/status`, 'utf8').catch(() => ''))?.[1] ?? '';
  }
  return lineage;
}

/** What comes of listening there for a moment: `free`, or the system's code such as EADDRINUSE, EADDRNOTAVAIL or EACCES. */
export function tryListen(address: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}
