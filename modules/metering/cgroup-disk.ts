/** Bytes of one line about a block device. */
export interface Moved {
  readonly device: string;
  readonly read: number;
  readonly written: number;
}

/**
 * Bytes read and written by a group over all devices. A device that stands on others (device mapper, RAID, loop) counts again what these
 * count, so the two layers are added up apart and the larger is taken. `undefined` where the kernel has no such file.
 */
export function moved(content: string | undefined, parse: (line: string) => Moved | undefined, isVirtual: (device: string) => boolean): { readonly readBytes: number | undefined; readonly writtenBytes: number | undefined } {
  if (content === undefined) return { readBytes: undefined, writtenBytes: undefined };
  const lines = content.split('\n').flatMap((line) => parse(line) ?? []);
  const larger = (way: 'read' | 'written'): number => {
    const sum = (virtual: boolean): number => lines.filter(({ device }) => isVirtual(device) === virtual).reduce((total, line) => total + line[way], 0);
    return Math.max(sum(true), sum(false));
  };
  return { readBytes: larger('read'), writtenBytes: larger('written') };
}
