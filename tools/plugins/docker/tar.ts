/** A regular file to be owned by root. */
export interface TarFile {
  /** Path, at most 255 bytes, each part of it short enough to be cut into 155 and 100. */
  name: string;
  mode: number;
  content: Buffer;
}

const BLOCK = 512;
const NAME_LENGTH = 100;
const PREFIX_LENGTH = 155;

/**
 * A tar archive (POSIX ustar) of one file.
 *
 * @throws Error when the path is too long for the format
 */
export function tarOf(file: TarFile): Buffer {
  const padding = Buffer.alloc((BLOCK - (file.content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header(file), file.content, padding, Buffer.alloc(2 * BLOCK)]);
}

function header({ name, mode, content }: TarFile): Buffer {
  const block = Buffer.alloc(BLOCK);
  const [prefix, rest] = split(name);
  block.write(rest, 0);
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(content.length, 11), 124);
  block.write(octal(Math.floor(Date.now() / 1000), 11), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\u0000 `, 148);
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

function split(name: string): [string, string] {
  if (Buffer.byteLength(name) <= NAME_LENGTH) return ['', name];
  for (let at = name.indexOf('/', 1); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)];
    if (Buffer.byteLength(rest) <= NAME_LENGTH && Buffer.byteLength(prefix) <= PREFIX_LENGTH) return [prefix, rest];
  }
  throw new Error(`the path "${name}" is too long for an upload`);
}
