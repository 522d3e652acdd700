import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { vi } from 'vitest';
import { localImageTag } from '../../tools/images/index.ts';
import { Container, HARDENED } from '../images/container.ts';

export const USER = 'chatiere';
export const PASSWORD = 'essai:42';
/** bcrypt of PASSWORD, by Debian's crypt(3). */
const HASH = '$2b$05$abcdefghijklmnopqrstuuIytOFp6RUOsJLEpBDWT3xQBKTdnfII6';
const BASIC = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const INDEX = 'application/vnd.docker.distribution.manifest.list.v2+json';

/** Debian's docker-registry in a container, on a loopback port of its own, behind a password. */
export class Registry {
  readonly #container: Container;
  readonly #folder: string;
  /** Host and port. */
  readonly address: string;

  private constructor(container: Container, folder: string, address: string) {
    this.#container = container;
    this.#folder = folder;
    this.address = address;
  }

  static async start(folder: string): Promise<Registry> {
    await writeFile(join(folder, 'htpasswd'), `${USER}:${HASH}\n`);
    for (const path of [folder, join(folder, 'htpasswd')]) await chmod(path, 0o755);
    const container = await Container.start('registry', [...HARDENED, '--tmpfs=/tmp', '--env=REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY=/tmp', `--volume=${folder}/htpasswd:/etc/docker/registry/htpasswd:ro`, '--publish=127.0.0.1::5000']);
    const port = await container.inspect('{{(index (index .NetworkSettings.Ports "5000/tcp") 0).HostPort}}');
    const registry = new Registry(container, folder, `127.0.0.1:${port}`);
    await vi.waitUntil(() => registry.#call('/v2/').then(({ ok }) => ok, () => false), { timeout: 30_000, interval: 100 });
    return registry;
  }

  /** A folder for DOCKER_CONFIG in which a person has logged in. */
  async login(password: string = PASSWORD): Promise<string> {
    return this.client({ auths: { [this.address]: { auth: Buffer.from(`${USER}:${password}`).toString('base64') } } });
  }

  async client(config: object): Promise<string> {
    const folder = join(this.#folder, 'client');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    return folder;
  }

  /** Pushes the local image of a recipe as the docker command does, and leaves no name of it on the engine. */
  async push(recipe: string, reference: string): Promise<void> {
    const name = `${this.address}/${reference}`;
    const env = { DOCKER_CONFIG: await this.login() };
    await execa('docker', ['tag', localImageTag(recipe), name]);
    try {
      await execa('docker', ['push', '--quiet', name], { env });
    } finally {
      await execa('docker', ['rmi', name]);
    }
  }

  /** Puts an index of one manifest for two platforms, as a registry serves a multi-platform image. */
  async putIndex(repository: string, of: string, tag: string): Promise<void> {
    const manifest = await this.#call(`/v2/${repository}/manifests/${of}`, { headers: { accept: MANIFEST } });
    const size = (await manifest.arrayBuffer()).byteLength;
    const digest = manifest.headers.get('docker-content-digest');
    const manifests = ['amd64', 'arm64'].map((architecture) => ({ mediaType: MANIFEST, digest, size, platform: { architecture, os: 'linux' } }));
    await this.#call(`/v2/${repository}/manifests/${tag}`, { method: 'PUT', headers: { 'content-type': INDEX }, body: JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }) });
  }

  /** What the registry itself says of a tag, asked without an engine. */
  async digest(repository: string, tag: string): Promise<string | null> {
    const { headers } = await this.#call(`/v2/${repository}/manifests/${tag}`, { method: 'HEAD', headers: { accept: `${MANIFEST}, ${INDEX}` } });
    return headers.get('docker-content-digest');
  }

  async kill(): Promise<void> {
    await this.#container.kill();
  }

  async #call(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`http://${this.address}${path}`, { ...init, headers: { ...init.headers, authorization: `Basic ${BASIC}` } });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }
}
