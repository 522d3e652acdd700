import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { processOf } from '../process.ts';
import type { ClusterPart } from '../toolchain/index.ts';
import type { Files } from './files.ts';
import type { Started } from './record.ts';

export interface Launched extends Started {
  /** Rejects when the process ends. */
  readonly ended: Promise<never>;
}

/** Starts a process that outlives this one, in a group of its own, with a log of its own. */
export function launch(part: ClusterPart, path: string, args: readonly string[], files: Files): Launched {
  const file = join(files.logs, `${part}.log`);
  const log = openSync(file, 'a', 0o600);
  const child = spawn(path, args, { cwd: files.folder, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(failed(part, error.message, file)));
    child.once('exit', (code, signal) => reject(failed(part, `exit ${code ?? signal}`, file)));
  });
  // Nobody may be waiting for it when it ends as it should.
  ended.catch(() => undefined);
  if (child.pid === undefined) throw failed(part, 'spawn', file);
  return { part, pid: child.pid, ticks: processOf(child.pid)?.ticks ?? '', ended };
}

const TAIL = 8;

function failed(part: ClusterPart, why: string, file: string): ChatiereError {
  const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL).join('\n');
  return new ChatiereError({
    code: 'cluster-process',
    what: text(`« ${part} » s’est arrêté (${why}) ; ses dernières lignes :\n${tail}`, `"${part}" ended (${why}); its last lines:\n${tail}`),
  }, ExitCode.failure);
}
