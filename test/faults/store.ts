import { createHash } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Recorded } from './cases.ts';
import type { ScenarioName } from './scenarios.ts';
import type { Result } from './try.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
/** What a result depends on. */
const SOURCES = ['modules', 'stacks', 'catalog', 'tools/plugins', 'scripts', 'test/faults', 'test/e2e/federation.ts', 'package-lock.json'];

/** A clean run, on which the numbers of the cases stand. */
export interface Recording {
  readonly calls: readonly Recorded[];
  readonly seconds: number;
}

/** Keeps recordings and results outside the checkout, apart for each content of the sources, so that a run goes on where it was ended. */
export interface Store {
  readonly folder: string;
  recording(scenario: ScenarioName): Promise<Recording | undefined>;
  record(scenario: ScenarioName, recording: Recording): Promise<void>;
  /** The last of each case. */
  results(): Promise<Result[]>;
  add(result: Result): Promise<void>;
}

export async function openStore(): Promise<Store> {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'chatiere', 'faults', await contentHash());
  const results = join(folder, 'results.ndjson');
  const recording = (scenario: ScenarioName): string => join(folder, `calls-${scenario}.json`);
  await mkdir(folder, { recursive: true });
  return {
    folder,
    recording: async (scenario) => parsed(await readFile(recording(scenario), 'utf8').catch(() => undefined)) as Recording | undefined,
    record: (scenario, made) => writeFile(recording(scenario), JSON.stringify(made, undefined, 1)),
    async results() {
      const lines = (await readFile(results, 'utf8').catch(() => '')).split('\n').filter(Boolean);
      const read = lines.flatMap((line) => (parsed(line) as Result | undefined) ?? []);
      return [...new Map(read.map((result) => [result.case, result])).values()];
    },
    add: (result) => appendFile(results, `${JSON.stringify(result)}\n`),
  };
}

/** A line that was cut by a kill counts for nothing. */
function parsed(content: string | undefined): unknown {
  try {
    return content === undefined ? undefined : JSON.parse(content);
  } catch {
    return undefined;
  }
}

async function contentHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesBelow(join(CHECKOUT, source))) hash.update(file.slice(CHECKOUT.length)).update('\0').update(await readFile(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTDIR') throw error;
    return undefined;
  });
  if (entries === undefined) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
}
