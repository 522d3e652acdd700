import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { lockImages } from '../../modules/engine/image-lock.ts';

/** A registry of one image; the real engine asks it, as it would any other on loopback. */
const INDEX = JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json', manifests: [] });
const DIGEST = `sha256:${createHash('sha256').update(INDEX).digest('hex')}`;
let registry: Server;
let repository: string;
let folder: string;

beforeAll(async () => {
  registry = createServer((request, response) => {
    if (request.url === '/v2/') return response.end('{}');
    if (!['1.0', DIGEST].some((reference) => request.url === `/v2/essai/app/manifests/${reference}`)) return response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
    response.writeHead(200, { 'content-type': 'application/vnd.docker.distribution.manifest.list.v2+json', 'content-length': Buffer.byteLength(INDEX), 'docker-content-digest': DIGEST });
    response.end(request.method === 'HEAD' ? undefined : INDEX);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => registry.once('listening', resolve));
  repository = `127.0.0.1:${(registry.address() as AddressInfo).port}/essai/app`;
});
afterAll(() => new Promise((resolve) => registry.close(resolve)));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

const image = (tag: string) => ({ repository, tag, digest: null });
async function write(): Promise<string> {
  const file = join(folder, 'images.lock.yaml');
  await writeFile(file, `# Le verrou.\napp:\n  repository: ${repository}\n  tag: "1.0"\n  digest: null # pas encore\n`);
  return file;
}

it('writes the digest that the registry gave the engine, and keeps comments', async () => {
  const file = await write();
  expect(await lockImages([file, join(folder, 'absent.yaml')], [['app', image('1.0')]], () => undefined)).toEqual([{ name: 'app', digest: DIGEST }]);
  expect(await readFile(file, 'utf8')).toBe(`# Le verrou.\napp:\n  repository: ${repository}\n  tag: "1.0"\n  digest: ${DIGEST} # pas encore\n`);
});

it('writes nothing when one image is unknown', async () => {
  const file = await write();
  const before = await readFile(file, 'utf8');
  await expect(lockImages([file, join(folder, 'absent.yaml')], [['app', image('1.0')], ['autre', image('2.0')]], () => undefined)).rejects.toMatchObject({ problems: [{ code: 'registry', given: `${repository}:2.0` }] });
  expect(await readFile(file, 'utf8')).toBe(before);
});

it('writes an image only into the file that names it', async () => {
  const file = await write();
  const other = join(folder, 'other.yaml');
  await writeFile(other, 'sien: { repository: x, tag: "1", digest: null }\n');
  await lockImages([other, file], [['app', image('1.0')]], () => undefined);
  expect(await readFile(other, 'utf8')).toBe('sien: { repository: x, tag: "1", digest: null }\n');
  expect(await readFile(file, 'utf8')).toContain(DIGEST);
});
