import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageName, variableName } from '../../modules/catalog/index.ts';
import { type Session } from '../../modules/engine/index.ts';
import { extensionCommand, resolveExtension } from '../../modules/engine/toolchain/index.ts';
import { deriveSecret, isFactReference, newSeed, type Template } from '../../modules/kernel/index.ts';
import { identityUrl, resolveInstance } from '../../modules/placement/index.ts';
import { instanceBindings } from '../../modules/workload/bindings.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { timed } from './command.ts';

/** The services of an instance run by Docker Compose itself, from the same file, images, limits and kinds of values. */
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

  const compose = (...args: readonly string[]) =>
    timed(program, [...words, '--project-name', `${federation.sheet.id}-compose`, '--file', join(instance.release.folder, 'compose.yaml'), ...args], environment);
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
