import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { localImageTag } from '../../tools/images/index.ts';
import { freePorts, type TestFederation } from './federation.ts';

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

/**
 * A feed served by a container of no instance, in the host's network namespace: it stands for the web, and is reached at the
 * address that an instance's way out has for the host.
 */
export async function serveFeed(federation: TestFederation, container: string): Promise<Feed> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-feed-'));
  await writeFile(join(folder, 'feed.xml'), FEED, { mode: 0o644 });
  const [port] = (await freePorts(1)) as [number];
  const name = `${federation.id}-feed-${port}`;
  await execa('chmod', ['755', folder]);
  await execa('docker', ['run', '--detach', '--name', name, '--label', `chatiere.federation=${federation.id}`, '--network', 'host', '--volume', `${folder}:/www:ro`, localImageTag('busybox'), 'httpd', '-f', '-p', String(port), '-h', '/www']);
  const address = await gatewayOut(container);
  return {
    url: `http://${address}:${port}/feed.xml`,
    address,
    port,
    entryTitle: ENTRY,
    async stop() {
      await execa('docker', ['rm', '--force', name]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The host's address on the one network of a container that is not internal. */
async function gatewayOut(container: string): Promise<string> {
  const { stdout } = await execa('docker', ['inspect', '--format', '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}', container]);
  for (const network of stdout.trim().split(/\s+/)) {
    const { stdout: line } = await execa('docker', ['network', 'inspect', '--format', '{{.Internal}} {{(index .IPAM.Config 0).Gateway}}', network]);
    const [internal, gateway] = line.split(' ');
    if (internal === 'false' && gateway) return gateway;
  }
  throw new Error(`${container} has no network with a way out`);
}
