import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageName, variableName } from '../../modules/catalog/index.ts';
import { type Session } from '../../modules/engine/index.ts';
import { extensionCommand, resolveExtension } from '../../modules/engine/toolchain/index.ts';
import { deriveSecret, isFactReference, newSeed, type Template } from '../../modules/kernel/index.ts';
import { identityUrl, resolveInstance } from '../../modules/placement/index.ts';
import { fill, instanceBindings } from '../../modules/workload/bindings.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { timed } from './command.ts';

/** The services of an instance run by Docker Compose itself, from the same file, images, limits and kinds of values; its jobs are ours alone. */
export interface ComposeSide {
  /** `docker compose up --wait` from nothing; gives the seconds. */
  up(): Promise<number>;
  /** Removes what `up` made, volumes included. */
  remove(): Promise<void>;
  /** `remove`, and the files of its secrets. */
  dispose(): Promise<void>;
}

export async function composeSide({ federation, catalog, layout }: Session, id: string): Promise<ComposeSide> {
  const instance = resolveInstance(federation, catalog, id, localImageTag);
  const [program, ...words] = extensionCommand(await resolveExtension('compose', () => undefined));
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-bench-'));
  const authority = await readFile(layout.authority, 'utf8');
  const seed = newSeed();
  const facts: Readonly<Record<string, string>> = { authority, 'identity.issuer': `${identityUrl(federation)}/realms/${federation.sheet.id}` };
  const valueOf = (template: Template): string =>
    template.map((part) => (typeof part === 'string' ? part : isFactReference(part) ? (facts[part.fact] ?? '') : deriveSecret(seed, part.secret, part.generation))).join('');

  const bindings = instanceBindings(instance);
  const secrets = join(folder, 'secrets');
  await mkdir(secrets);
  // Readable by whatever user the services run as, as ours are.
  for (const name of instance.release.compose.secrets) await writeFile(join(secrets, name), valueOf(bindings.get(variableName('SECRET', name)) ?? []), { mode: 0o444 });
  const images = [...instance.release.compose.services.values()].map(({ image }): [string, string] => [image.slice(2, -1), instance.images[imageName(image)] ?? '']);
  const environment = { ...Object.fromEntries([...bindings].map(([name, template]) => [name, valueOf(template)])), ...Object.fromEntries(images), SECRETS: secrets };

  // Compose copies a config's `content` into the container, which the engine refuses of a read-only root; a file it mounts.
  const contents = [...instance.release.compose.configs].flatMap(([name, config]) => ('content' in config ? [[name, config.content] as const] : []));
  const configs = await Promise.all(contents.map(async ([name, content], index) => {
    const file = join(folder, `config-${index}`);
    await writeFile(file, valueOf(fill(content, bindings)), { mode: 0o444 });
    return `  ${name}: !override { file: ${JSON.stringify(file)} }`;
  }));
  const override = join(folder, 'override.yaml');
  await writeFile(override, configs.length > 0 ? `configs:\n${configs.join('\n')}\n` : '{}\n');

  const files = [join(instance.release.folder, 'compose.yaml'), override].flatMap((file) => ['--file', file]);
  const compose = (...args: readonly string[]) => timed(program, [...words, '--project-name', `${federation.sheet.id}-compose`, ...files, ...args], environment);
  const remove = async () => void (await compose('down', '--volumes', '--timeout', '5'));
  return {
    up: async () => (await compose('up', '--wait', '--detach', '--no-build', '--pull', 'never')).seconds,
    remove,
    async dispose() {
      await remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
