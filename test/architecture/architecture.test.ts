import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Source, violationsOf } from './rules.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');

function sourcesBelow(folder: string): Source[] {
  return readdirSync(join(CHECKOUT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(CHECKOUT, file), text: readFileSync(file, 'utf8') }));
}

describe('this checkout', () => {
  const sources = ['modules', 'stacks', 'scripts', 'tools', 'test'].flatMap(sourcesBelow);

  it('is seen whole', () => {
    expect(sources.map(({ path }) => path)).toEqual(expect.arrayContaining(['modules/kernel/index.ts', 'stacks/index.ts', 'test/architecture/rules.ts']));
  });

  it('keeps its rules', () => {
    expect(violationsOf(sources)).toEqual([]);
  });

  it('has programs of less than 60 lines', () => {
    const long = sources.filter(({ path, text }) => /^stacks\/(index|host|identity|organization|instance)\.ts$/.test(path) && text.split('\n').length > 60);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});

describe('the rules catch', () => {
  const broken = (path: string, text: string): string[] => violationsOf([{ path, text }]).map(({ rule }) => rule);

  it.each([
    ['upward', 'modules/edge/routes.ts', "import { dockerTarget } from '../targets/index.ts';"],
    ['upward', 'modules/catalog/load.ts', "import type { Federation } from '../federation/index.ts';"],
    ['upward', 'modules/targets/docker/job.ts', "const { run } = await import('../../engine/index.ts');"],
    ['upward', 'modules/kernel/names.ts', "export * from '../catalog/index.ts';"],
    ['upward', 'modules/engine/run.ts', "import { up } from '../../scripts/up.ts';"],
    ['upward', 'modules/targets/docker/job.ts', "import { localImageTag } from '../../../tools/images/index.ts';"],
    ['upward', 'tools/plugins/docker/plugin.ts', "import { run } from '../../../modules/engine/index.ts';"],
    ['sideways', 'modules/identity/realm.ts', "import { meter } from '../metering/index.ts';"],
    ['sideways', 'modules/engine/run.ts', "import program from '../../stacks/index.ts';"],
    ['inside', 'modules/targets/docker/job.ts', "import { routeLabels } from '../../edge/routes.ts';"],
    ['inside', 'stacks/host.ts', "import { physicalName } from '../modules/targets/docker/names.ts';"],
    ['unknown-room', 'modules/attic/junk.ts', "import { text } from '../kernel/index.ts';"],
    ['environment', 'modules/edge/routes.ts', "const home = () => process.env['HOME'];"],
    ['environment', 'modules/identity/realm.ts', 'const config = new pulumi.Config();'],
    ['import-time', 'modules/catalog/load.ts', "const plans = readFileSync('plans.yaml', 'utf8');"],
    ['length', 'modules/catalog/load.ts', 'a();\n'.repeat(251)],
  ])('%s: %s', (rule, path, text) => {
    expect(broken(path, text)).toEqual([rule]);
  });

  it.each([
    ['modules/targets/docker/container.ts', "import { routeLabels } from '../../edge/index.ts';\nimport { tie } from './labels.ts';"],
    ['modules/engine/run.ts', "import { localImageTag } from '../../tools/images/index.ts';\nconst home = process.env['HOME'];"],
    ['modules/catalog/load.ts', "const read = (file: string) => readFileSync(file, 'utf8');\nimport { z } from 'zod';"],
    ['stacks/instance.ts', "import { toWorkload } from '../modules/workload/index.ts';"],
    ['test/edge/routes.test.ts', "import { checked } from '../../modules/edge/routes.ts';"],
  ])('nothing in %s', (path, text) => {
    expect(broken(path, text)).toEqual([]);
  });
});
