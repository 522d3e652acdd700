import { readFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import type { Values } from '../server/index.ts';
import { engineWords } from './connection.ts';
import { tarOf } from './tar.ts';

const MODE = 0o644;
const EXECUTABLE_MODE = 0o744;

/** Puts one file into a container. A container with a read-only root refuses, even where a volume is mounted. */
export async function upload(container: Docker.Container, file: Values): Promise<void> {
  const archive = tarOf({ name: String(file['file']), mode: modeOf(file), content: await contentOf(file) });
  await container.putArchive(archive, { path: '/' }).catch((error: unknown) => {
    throw new Error(`Unable to upload volume content: ${engineWords(error)}`);
  });
}

/** Exactly one of the three; `source` is read here, from this process's own directory where it is relative. */
async function contentOf({ content, contentBase64, source }: Values): Promise<Buffer> {
  const given = [content, contentBase64, source].filter(Boolean);
  if (given.length > 1) throw new Error("error with upload content: only one of 'content', 'content_base64', or 'source' can be set");
  if (content) return Buffer.from(String(content), 'utf8');
  if (contentBase64) return Buffer.from(String(contentBase64), 'base64');
  if (source) return fileOf(String(source));
  throw new Error("error with upload content: one of 'content', 'content_base64', or 'source' must be set");
}

/** In Go's words, which the provider passes on. */
const REASONS: Readonly<Record<string, [act: string, reason: string]>> = {
  ENOENT: ['open', 'no such file or directory'],
  ENOTDIR: ['open', 'not a directory'],
  EACCES: ['open', 'permission denied'],
  EISDIR: ['read', 'is a directory'],
};

async function fileOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const [act, reason] = REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? ['open', engineWords(error)];
    throw new Error(`could not read file: ${act} ${path}: ${reason}`);
  }
}

function modeOf({ permissions, executable }: Values): number {
  if (permissions) return Number.parseInt(String(permissions), 8);
  return executable === true ? EXECUTABLE_MODE : MODE;
}
