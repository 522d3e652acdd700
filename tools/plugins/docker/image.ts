import type Docker from 'dockerode';
import { isNotFound } from './connection.ts';

/** Pulls an image that is not here; a local tag or id is left as it is. */
export async function ensureImage(docker: Docker, image: string): Promise<void> {
  if (image === '') throw new Error('empty image name is not allowed');
  try {
    await docker.getImage(image).inspect();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await pull(docker, image);
  }
}

async function pull(docker: Docker, image: string): Promise<void> {
  const progress = (await docker.pull(image)) as NodeJS.ReadableStream;
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
}
