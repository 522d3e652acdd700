import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { localImageTag } from '../../tools/images/index.ts';
import type { TestFederation } from './federation.ts';

const ENTRY = 'La rivière monte, le pont tient';

const FEED = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Nouvelles du village</title><id>urn:chatiere:nouvelles</id><updated>2026-11-20T12:00:00Z</updated>
  <entry><title>${ENTRY}</title><id>urn:chatiere:nouvelles:1</id><updated>2026-11-20T12:00:00Z</updated>
    <link href="http://nouvelles.invalid/1"/><content type="text">Le pont tient.</content></entry>
</feed>`;

export interface Feed {
  readonly url: string;
  readonly address: string;
  readonly port: number;
  readonly entryTitle: string;
  stop(): Promise<void>;
}

/** Documentation addresses (RFC 5737) for the link between the host and the outside. */
const HOST_END = '198.51.100.1';
const OUTSIDE = '198.51.100.2';
const PORT = 8080;

/**
 * A feed served by a container outside every network of Docker, behind a link of its own: what the web is to an instance.
 * The host forwards to it as it does to the internet; nothing on the host itself answers at its address.
 */
export async function serveFeed(federation: TestFederation): Promise<Feed> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-feed-'));
  await writeFile(join(folder, 'feed.xml'), FEED, { mode: 0o644 });
  await execa('chmod', ['755', folder]);
  const name = `${federation.id}-feed`;
  await execa('docker', ['run', '--detach', '--name', name, '--label', `chatiere.test=${federation.id}`, '--network', 'none', '--volume', `${folder}:/www:ro`, localImageTag('busybox'), 'httpd', '-f', '-p', String(PORT), '-h', '/www']);
  await link(name);
  return {
    url: `http://${OUTSIDE}:${PORT}/feed.xml`,
    address: OUTSIDE,
    port: PORT,
    entryTitle: ENTRY,
    async stop() {
      // The link goes with the container's network namespace.
      await execa('docker', ['rm', '--force', name]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function link(container: string): Promise<void> {
  const { stdout: pid } = await execa('docker', ['inspect', '--format', '{{.State.Pid}}', container]);
  const inside = ['nsenter', '--target', pid, '--net'];
  // One that a killed run left would hold the addresses.
  await execa('ip', ['link', 'delete', 'chatiere-out'], { reject: false });
  for (const line of [
    ['ip', 'link', 'add', 'chatiere-out', 'type', 'veth', 'peer', 'name', 'outside', 'netns', pid],
    ['ip', 'address', 'add', `${HOST_END}/30`, 'dev', 'chatiere-out'],
    ['ip', 'link', 'set', 'chatiere-out', 'up'],
    [...inside, 'ip', 'address', 'add', `${OUTSIDE}/30`, 'dev', 'outside'],
    [...inside, 'ip', 'link', 'set', 'outside', 'up'],
  ]) {
    await execa(line[0] as string, line.slice(1));
  }
}
