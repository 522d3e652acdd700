import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MAVEN, type MavenArtifact } from '../../../tools/images/index.ts';
import { ChatiereError, text } from '../../kernel/index.ts';
import { ensureEntry } from '../cache/index.ts';
import { findOnPath, run } from './command.ts';
import { type PartName, step, type ToolchainProgress } from './part.ts';

const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

/**
 * Path of a Maven artifact whose content has been checked. Fetched by the machine's own `mvn` with its own settings; where there
 * is none, by the one of a local image, so that nothing is installed on the machine.
 */
export async function mavenArtifact(artifact: MavenArtifact, part: PartName, progress: ToolchainProgress, ensureImage: (name: string) => Promise<string>): Promise<string> {
  const folder = await ensureEntry({ name: basename(artifact.file, '.tar.gz'), key: artifact.sha256 }, async (partial) => {
    const own = findOnPath('mvn');
    const image = own ? undefined : await ensureImage(MAVEN);
    await step(progress, part, text(`téléchargement de ${artifact.maven}`, `downloading ${artifact.maven}`), async (line) => {
      const options = ['-B', '-q', PLUGIN, `-Dartifact=${artifact.maven}`];
      const target = join(partial, 'fetched');
      await mkdir(target);
      if (image) await run('docker', ['run', '--rm', '--network=host', ...trust(), '--volume', `${target}:/fetched`, image, ...options, '-DoutputDirectory=/fetched'], { line });
      else await run(own ?? 'mvn', [...options, `-DoutputDirectory=${target}`], { line });
      const [group, name, version, packaging] = artifact.maven.split(':');
      const fetched = join(target, `${name}-${version}.${packaging}`);
      await checkSum(fetched, artifact, `${group}:${name}`);
      await rename(fetched, join(partial, artifact.file));
      await rm(target, { recursive: true });
    });
  });
  return join(folder, artifact.file);
}

/** The authorities that were added to a Debian machine, such as an organization's own proxy. */
const AUTHORITIES = '/usr/local/share/ca-certificates';
const trust = (): string[] => (existsSync(AUTHORITIES) ? ['--volume', `${AUTHORITIES}:${AUTHORITIES}:ro`] : []);

async function checkSum(file: string, artifact: MavenArtifact, field: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const given = hash.digest('hex');
  if (given === artifact.sha256) return;
  throw new ChatiereError({
    code: 'checksum',
    what: text('le fichier téléchargé n’est pas celui qui est attendu (SHA-256)', 'the downloaded file is not the expected one (SHA-256)'),
    where: { field },
    given,
    allowed: text(artifact.sha256, artifact.sha256),
  });
}
