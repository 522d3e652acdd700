import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ClusterPart } from '../toolchain/index.ts';
import { filesOf, usualFolder } from './files.ts';
import { CONTEXT } from './kubeconfig.ts';
import { isAlive, isWhole, readRecord } from './record.ts';

export interface ProcessStatus {
  readonly part: ClusterPart;
  readonly pid: number;
  readonly running: boolean;
  /** Memory that it holds now, and the most that it has held. */
  readonly bytes: number | undefined;
  readonly peakBytes: number | undefined;
}

export interface ClusterStatus {
  readonly folder: string;
  /** `partial`: something of it is missing; the next start begins anew. */
  readonly state: 'up' | 'partial' | 'down';
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly version?: string;
  readonly nodes?: number;
  readonly startedAt?: string;
  readonly seconds?: number;
  readonly processes: readonly ProcessStatus[];
}

/** What is there of the trial cluster of that folder; asks the system, not the cluster. */
export function clusterStatus(folder: string = usualFolder()): ClusterStatus {
  const files = filesOf(resolve(folder));
  const record = readRecord(files);
  if (!record) return { folder: files.folder, state: 'down', processes: [] };
  const { processes, seconds, ...rest } = record;
  const state = isWhole(record) ? 'up' : processes.some(isAlive) ? 'partial' : 'down';
  return {
    folder: files.folder,
    state,
    ...(state === 'up' && { kubeconfig: files.kubeconfig, context: CONTEXT, ...rest, ...(seconds !== undefined && { seconds }) }),
    processes: processes.map((process) => ({ part: process.part, pid: process.pid, running: isAlive(process), ...memoryOf(process.pid, isAlive(process)) })),
  };
}

function memoryOf(pid: number, running: boolean): Pick<ProcessStatus, 'bytes' | 'peakBytes'> {
  const lines = running ? readFileSync(`/proc/${pid}/status`, 'latin1') : '';
  const bytes = (name: string) => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(lines)?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  };
  return { bytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}
