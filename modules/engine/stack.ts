import { existsSync, mkdirSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ChatiereError, newSeed, text } from '../kernel/index.ts';
import { childEnvironment, type Engine, underPrivateMask } from './environment.ts';
import { plain } from './event.ts';
import { saysWrongPassphrase } from './failure.ts';
import { checkpointFile, type Layout, PROJECT, settingsFile } from './layout.ts';
import { wrongPassphrase } from './passphrase.ts';
import { openSealer, type Sealer } from './seal.ts';
import { copiedStacks, forgetCopies, replaceFile } from './state/copies.ts';
import { parseCheckpoint, readContent } from './state/store.ts';
import { loadExeca } from './toolchain/command.ts';

const SEED = `${PROJECT}:seed`;
const qualified = (stack: string): string => `organization/${PROJECT}/${stack}`;

/** Names of the stacks in the state, those too of which only kept copies are left. Read from its files: asking Pulumi costs a second. */
export async function listStacks(layout: Layout): Promise<string[]> {
  const files = await readdir(join(layout.state, '.pulumi', 'stacks', PROJECT)).catch(() => [] as string[]);
  const present = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  return [...new Set([...present, ...copiedStacks(layout)])].toSorted();
}

/**
 * Creates a stack, empty but seeded, if it is absent; a seed that stands in its settings is kept. Returns whether it was created.
 * A stack that holds nothing yet, as a creation leaves it that was interrupted before the seed, gets one.
 */
export async function ensureStack(engine: Engine, stack: string, sealer = oneSealer()): Promise<boolean> {
  const { layout } = engine;
  const exists = readContent(layout, stack) !== undefined;
  if (!exists && isNew(layout, stack)) {
    writeStack(layout, stack, await sealer(layout));
    return true;
  }
  const seeded = await hasSeed(layout, stack);
  if (exists && !seeded && holdsResources(layout, stack)) throw lostSeed(layout, stack);
  if (!exists) await pulumi(engine, ['stack', 'init', qualified(stack), '--secrets-provider', 'passphrase', '--no-select']);
  if (!seeded) await pulumi(engine, ['config', 'set', '--secret', '--stack', qualified(stack), SEED], newSeed());
  return !exists;
}

/** The first one alone, since it makes the state's own files; the others two at a time. */
export async function ensureStacks(engine: Engine, stacks: readonly string[]): Promise<string[]> {
  const created: string[] = [];
  const sealer = oneSealer();
  const ensure = async (stack: string) => {
    if (await ensureStack(engine, stack, sealer)) created.push(stack);
  };
  const queue = [...stacks];
  const first = queue.shift();
  if (first !== undefined) await ensure(first);
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await ensure(next);
  };
  await Promise.all([worker(), worker()]);
  return created;
}

/** One derivation of the key, however many stacks are created. */
function oneSealer(): (layout: Layout) => Promise<Sealer> {
  let sealer: Promise<Sealer> | undefined;
  return ({ passphrase }) => (sealer ??= readFile(passphrase, 'utf8').then((content) => openSealer(content.trim())));
}

/** Nothing of the stack is there, and the state has been begun. Whatever was there before is left to Pulumi, which checks the passphrase against it. */
const isNew = (layout: Layout, stack: string): boolean => existsSync(join(layout.state, '.pulumi', 'meta.yaml')) && !existsSync(settingsFile(layout, stack));

/** What `pulumi stack init` and `pulumi config set --secret` would write, without a second of processor time for each stack. Settings first: a stack without its seed is what nobody wants. */
function writeStack(layout: Layout, stack: string, { salt, seal }: Sealer): void {
  const settings = { encryptionsalt: salt, config: { [SEED]: { secure: seal(newSeed()) } } };
  mkdirSync(dirname(checkpointFile(layout, stack)), { recursive: true });
  replaceFile(settingsFile(layout, stack), Buffer.from(stringify(settings, { lineWidth: 0 })));
  replaceFile(checkpointFile(layout, stack), Buffer.from(JSON.stringify({ version: 3, checkpoint: { stack: qualified(stack) } })));
}

/** Removes a stack that holds nothing any more; its settings, and so its seed, stay unless `settings` says otherwise. */
export async function removeStack(engine: Engine, stack: string, { settings = false } = {}): Promise<void> {
  await pulumi(engine, ['stack', 'rm', qualified(stack), '--yes', '--preserve-config']);
  forgetCopies(engine.layout, stack);
  if (settings) await rm(settingsFile(engine.layout, stack), { force: true });
}

/** Outputs of a stack, secrets in clear: never to be logged. */
export async function stackOutputs(engine: Engine, stack: string): Promise<Record<string, unknown>> {
  return JSON.parse(await pulumi(engine, ['stack', 'output', '--json', '--show-secrets', '--stack', qualified(stack)])) as Record<string, unknown>;
}

const holdsResources = (layout: Layout, stack: string): boolean => {
  const content = readContent(layout, stack);
  return content !== undefined && (parseCheckpoint(content)?.resources.length ?? 0) > 0;
};

async function hasSeed(layout: Layout, stack: string): Promise<boolean> {
  const settings = parse(await readFile(settingsFile(layout, stack), 'utf8').catch(() => '')) as { config?: Record<string, { secure?: string }> } | null;
  return settings?.config?.[SEED]?.secure !== undefined;
}

function lostSeed(layout: Layout, stack: string): ChatiereError {
  return new ChatiereError({
    code: 'lost-seed',
    what: text('la pile existe, mais sa semence a disparu : ses secrets changeraient tous', 'the stack exists, but its seed is gone: all of its secrets would change'),
    where: { file: settingsFile(layout, stack), field: `config.${SEED}` },
    next: text('reprendre ce fichier de git ou d’une sauvegarde', 'take this file back from git or from a backup'),
  });
}

/** A short Pulumi command; `input` goes by stdin, never by the arguments. */
async function pulumi(engine: Engine, args: readonly string[], input?: string): Promise<string> {
  const { execa } = await loadExeca();
  const result = await underPrivateMask(() => execa('pulumi', [...args, '--non-interactive', '--color', 'never'], {
    env: childEnvironment(engine),
    extendEnv: false,
    cwd: engine.layout.stacks,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
  }));
  if (!result.failed) return result.stdout;
  if (saysWrongPassphrase(result.stderr)) throw new ChatiereError(wrongPassphrase(engine.layout.passphrase));
  const said = plain(result.stderr || `${result.code ?? result.exitCode ?? result.signal}`);
  throw new ChatiereError({
    code: 'pulumi-failed',
    what: text(`« pulumi ${args[0]} ${args[1]} » a échoué :\n  > ${said.replaceAll('\n', '\n  > ')}`, `"pulumi ${args[0]} ${args[1]}" failed:\n  > ${said.replaceAll('\n', '\n  > ')}`),
  }, 1);
}
