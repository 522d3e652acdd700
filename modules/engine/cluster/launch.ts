import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { processOf } from '../process.ts';
import type { ClusterPart } from '../toolchain/index.ts';
import type { Files } from './files.ts';
import type { Started } from './record.ts';

/**
 * Starts a process that outlives this one, in a group of its own, with a log of its own.
 * @param ended told when it ends while `watched` is not aborted
 */
export function launch(part: ClusterPart, path: string, args: readonly string[], files: Files, watched: AbortSignal, ended: (error: ChatiereError) => void): Started {
  const file = join(files.logs, `${part}.log`);
  const log = openSync(file, 'a', 0o600);
  const child = spawn(path, args, { cwd: files.folder, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
  const tell = (why: string) => void (watched.aborted || ended(failed(part, why, file)));
  child.once('error', (error) => tell(error.message));
  child.once('exit', (code, signal) => tell(`exit ${code ?? signal}`));
  if (child.pid === undefined) throw failed(part, path, file);
  return { part, pid: child.pid, ticks: processOf(child.pid)?.ticks ?? '' };
}

const TAIL = 8;

function failed(part: ClusterPart, why: string, file: string): ChatiereError {
  const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL).join('\n');
  return new ChatiereError({
    code: 'cluster-process',
    what: text(`« ${part} » s’est arrêté (${why}) ; ses dernières lignes :\n${tail}`, `"${part}" ended (${why}); its last lines:\n${tail}`),
  }, ExitCode.failure);
}
