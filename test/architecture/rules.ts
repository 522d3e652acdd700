import { posix } from 'node:path';

/** One file of the checkout, by its path relative to the root. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Violation {
  readonly rule: 'upward' | 'sideways' | 'inside' | 'environment' | 'import-time' | 'length' | 'unknown-room';
  readonly path: string;
  readonly detail: string;
}

/** From the top down; rooms in one row do not know each other. */
const ROWS = [
  ['scripts'],
  ['stacks', 'engine'],
  ['identity', 'metering'],
  ['targets', 'input'],
  ['edge'],
  ['workload'],
  ['placement'],
  ['federation'],
  ['catalog'],
  ['kernel'],
];
/** Programs of their own (plugins, image recipes): used from the two top rows, and using nothing of the rooms but the kernel. */
const TOOLS = 'tools';
const MAX_LINES = 250;

export function violationsOf(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => [...imports(source), ...environment(source), ...importTime(source), ...tooLong(source)]);
}

/** `modules/edge/routes.ts` -> `edge`, `stacks/host.ts` -> `stacks`. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'modules' ? second : first;
}

function* imports({ path, text }: Source): Generator<Violation> {
  const room = roomOf(path);
  if (room === 'test') return;
  for (const target of relativeImports(path, text)) {
    const other = roomOf(target);
    if (other === room) continue;
    const rule = judge(room, other);
    if (rule !== undefined) yield { rule, path, detail: target };
    else if (target.startsWith('modules/') && !faceOf(other).includes(target)) yield { rule: 'inside', path, detail: target };
  }
}

/**
 * What may be imported from outside beside `index.ts`. The engine's: so that setting up, completing a word in the shell, or a trial
 * cluster, does not load it whole. The targets': so that a program loads the plugin's library of its own host alone.
 */
const MORE_FACES: Readonly<Record<string, readonly string[]>> = {
  engine: ['modules/engine/toolchain/index.ts', 'modules/engine/cluster/index.ts', 'modules/engine/find-federation.ts'],
  targets: ['modules/targets/docker/index.ts', 'modules/targets/kubernetes/index.ts'],
};
const faceOf = (room: string): readonly string[] => [`modules/${room}/index.ts`, ...(MORE_FACES[room] ?? [])];

function judge(from: string, to: string): 'upward' | 'sideways' | 'unknown-room' | undefined {
  if (from === TOOLS) return to === 'kernel' ? undefined : 'upward';
  const [row, other] = [rowOf(from), to === TOOLS ? 2 : rowOf(to)];
  if (row === undefined || other === undefined) return 'unknown-room';
  if (row === other) return 'sideways';
  return row > other ? 'upward' : undefined;
}

function rowOf(room: string): number | undefined {
  const row = ROWS.findIndex((rooms) => rooms.includes(room));
  return row === -1 ? undefined : row;
}

/** Static, dynamic, re-exported and type imports alike. */
function relativeImports(path: string, text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]*)['"]/g)].map(([, target = '']) => posix.normalize(posix.join(posix.dirname(path), target)));
}

function* environment({ path, text }: Source): Generator<Violation> {
  if (!path.startsWith('modules/') || roomOf(path) === 'engine') return;
  for (const found of text.match(/\bprocess\.env\b|\bnew pulumi\.Config\b|\bnew Config\(/g) ?? []) yield { rule: 'environment', path, detail: found };
}

const IO = /\b(readFile|writeFile|readFileSync|writeFileSync|readdirSync|mkdirSync|existsSync|statSync|execa|execFile|execFileSync|spawn|spawnSync|fetch|createServer|connect)\(/;

/** Statements at the margin that do something with files, processes or networks; functions only define. As far as a look at the text can tell. */
function* importTime({ path, text }: Source): Generator<Violation> {
  if (!path.startsWith('modules/')) return;
  for (const line of text.split('\n')) {
    const statement = /^(?:export\s+)?(?:const|let|await)\b/.test(line) && !/=>|\bfunction\b/.test(line);
    if (statement && IO.test(line)) yield { rule: 'import-time', path, detail: line.trim() };
  }
}

function* tooLong({ path, text }: Source): Generator<Violation> {
  const lines = text.trimEnd().split('\n').length;
  if (lines > MAX_LINES) yield { rule: 'length', path, detail: `${lines} lines` };
}
