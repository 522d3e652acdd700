import type Docker from 'dockerode';

/** Before each piece of a log: one byte for the stream, three unused, four for the length. */
const HEADER = 8;

/** All that an ended container wrote to both outputs, in order. With a terminal there is one stream, without headers. */
export async function fullLogs(container: Docker.Container, tty: boolean): Promise<string> {
  const raw = await container.logs({ stdout: true, stderr: true, follow: false });
  return tty ? raw.toString('utf8') : Buffer.concat([...pieces(raw)]).toString('utf8');
}

function* pieces(raw: Buffer): Generator<Buffer> {
  for (let at = 0; at + HEADER <= raw.length; ) {
    const end = at + HEADER + raw.readUInt32BE(at + 4);
    yield raw.subarray(at + HEADER, end);
    at = end;
  }
}
