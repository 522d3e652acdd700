import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../modules/engine/environment.ts';
import { CHECKOUT, layoutOf, prepareLayout } from '../../modules/engine/layout.ts';
import type { Progress } from '../../modules/engine/progress.ts';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';

/** A federation folder whose project is a program of the test: the real CLI without the rooms below. */
export interface Bench extends AsyncDisposable {
  readonly engine: Engine;
  readonly told: Progress[];
  readonly listen: (progress: Progress) => void;
  program(source: string): Promise<void>;
}

const OPENING = `import * as command from '@pulumi/command';
import * as pulumi from '@pulumi/pulumi';
export const seed = new pulumi.Config('chatiere').requireSecret('seed');
`;

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-engine-'));
  const { environment } = await resolveToolchain({ need: ['engine'] });
  const checkout = join(folder, 'checkout');
  await mkdir(join(checkout, 'stacks'), { recursive: true });
  await symlink(join(CHECKOUT, 'node_modules'), join(checkout, 'node_modules'));
  await writeFile(join(checkout, 'package.json'), '{"type":"module"}');
  await writeFile(join(checkout, 'Pulumi.yaml'), await readFile(join(CHECKOUT, 'Pulumi.yaml'), 'utf8'));
  const layout = layoutOf(join(folder, 'federation'));
  await mkdir(layout.federation);
  await prepareLayout(layout, checkout);
  const told: Progress[] = [];
  const program = (source: string) => writeFile(join(checkout, 'stacks', 'index.ts'), OPENING + source);
  await program('');
  return {
    engine: { layout, toolchain: environment },
    told,
    listen: (progress) => void told.push(progress),
    program,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}
