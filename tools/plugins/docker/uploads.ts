import type Docker from 'dockerode';
import type { Values } from '../server/index.ts';
import { engineWords } from './connection.ts';
import { tarOf } from './tar.ts';

const MODE = 0o644;
const EXECUTABLE_MODE = 0o744;

/** Puts one file into a container. A container with a read-only root refuses, even where a volume is mounted. */
export async function upload(container: Docker.Container, file: Values): Promise<void> {
  const archive = tarOf({ name: String(file['file']), mode: modeOf(file), content: contentOf(file) });
  await container.putArchive(archive, { path: '/' }).catch((error: unknown) => {
    throw new Error(`Unable to upload volume content: ${engineWords(error)}`);
  });
}

function contentOf({ content, contentBase64 }: Values): Buffer {
  if (content && contentBase64) throw new Error("error with upload content: only one of 'content', 'content_base64', or 'source' can be set");
  if (content) return Buffer.from(String(content), 'utf8');
  if (contentBase64) return Buffer.from(String(contentBase64), 'base64');
  throw new Error("error with upload content: one of 'content', 'content_base64', or 'source' must be set");
}

function modeOf({ permissions, executable }: Values): number {
  if (permissions) return Number.parseInt(String(permissions), 8);
  return executable === true ? EXECUTABLE_MODE : MODE;
}
