import { createConnection } from 'node:net';

export interface CacheAddress {
  readonly host: string;
  readonly port: number;
  readonly password?: string | undefined;
}

const LIMIT = 5_000;

/** Sends commands to a real Valkey on a connection of their own; gives its answers as lines. @throws when it cannot be reached or answers with an error. */
export function askCache({ host, port, password }: CacheAddress, commands: readonly (readonly string[])[]): Promise<string[]> {
  const all = [...(password === undefined ? [] : [['AUTH', password]]), ...commands, ['QUIT']];
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection({ host, port }, () => socket.write(all.map(encode).join('')));
    socket.setTimeout(LIMIT, () => socket.destroy(new Error(`cache ${host}:${port} does not answer`)));
    socket.on('data', (data) => (answer += data.toString('utf8')));
    socket.on('error', reject);
    socket.on('close', () => {
      const lines = answer.split('\r\n').filter(Boolean);
      const error = lines.find((line) => line.startsWith('-'));
      if (error !== undefined) reject(new Error(`cache ${host}:${port}: ${error.slice(1)}`));
      else resolve(lines);
    });
  });
}

const encode = (words: readonly string[]): string => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
