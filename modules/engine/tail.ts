import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { lineSplitter } from './event.ts';

/** Gives each whole line of a growing file to `take`; the promise ends once `finished` has ended and the file is read to its end. */
export async function followLines(file: string, finished: Promise<unknown>, take: (line: string) => void): Promise<void> {
  let ended = false;
  const end = finished.then(() => undefined, () => undefined).then(() => { ended = true; });
  const split = lineSplitter();
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(1 << 16);
  const handle = await openOnceThere(file, () => ended, end);
  if (!handle) return;
  try {
    for (;;) {
      // Asked before reading: what was written before the end is read after it.
      const last = ended;
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead > 0) split(decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).forEach(take);
      else if (last) return;
      else await Promise.race([end, pause(100)]);
    }
  } finally {
    await handle.close();
  }
}

async function openOnceThere(file: string, ended: () => boolean, end: Promise<unknown>) {
  for (;;) {
    const last = ended();
    const handle = await open(file, 'r').catch(() => undefined);
    if (handle || last) return handle;
    await Promise.race([end, pause(50)]);
  }
}
