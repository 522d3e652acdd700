import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { pino } from 'pino';
import { scrubLine } from '../kernel/index.ts';
import type { EngineEvent } from './event.ts';

export interface StackLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
  event(event: EngineEvent): void;
  close(): void;
}

/** A log that has reached `bytes` becomes `<file>.1`, the older ones move on, and those beyond `kept` go. */
export interface Rotation {
  readonly bytes: number;
  readonly kept: number;
}
const ROTATION: Rotation = { bytes: 5 * 1024 ** 2, kept: 3 };

/**
 * The log of a stack, one JSON object a line, mode 0600, without secrets: a provider's words may quote one,
 * and pino's own redaction knows neither arrays nor the inside of strings, so the finished line is scrubbed.
 */
export function openLog(file: string, rotation: Rotation = ROTATION): StackLog {
  if (sizeOf(file) >= rotation.bytes) rotate(file, rotation.kept);
  let size = sizeOf(file);
  const destination = pino.destination({ dest: file, append: true, mkdir: true, mode: 0o600, sync: true });
  // A full disk must not end the run in the middle of a step: the log has a hole, the run goes on.
  destination.on('error', () => undefined);
  const streamWrite = (line: string): string => {
    const clean = scrubLine(line);
    if (size >= rotation.bytes) {
      rotate(file, rotation.kept);
      destination.reopen();
      size = 0;
    }
    size += Buffer.byteLength(clean);
    return clean;
  };
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite } }, destination);
  return {
    info: (fields, message) => logger.info(fields, message),
    error: (fields, message) => logger.error(fields, message),
    event(event) {
      if (event.kind === 'diagnostic') {
        if (event.severity !== 'debug') logger[levelOf(event.severity)]({ urn: event.urn }, event.message);
      } else if (event.kind === 'summary') logger.info({ changes: event.changes }, 'summary');
      else logger.info({ operation: event.step.operation, urn: event.step.urn }, `step ${event.kind}`);
    },
    close: () => destination.end(),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function rotate(file: string, kept: number): void {
  const named = (number: number) => (number === 0 ? file : `${file}.${number}`);
  rmSync(named(kept), { force: true });
  for (let number = kept - 1; number >= 0; number--) if (existsSync(named(number))) renameSync(named(number), named(number + 1));
}

const TAIL = 1 << 16;

/** Seconds that the last success of an operation took, as far back as the end of the log reaches, or of the one before. */
export function usualSeconds(file: string, operation: string): number | undefined {
  const lines = [`${file}.1`, file].map(tailOf).join('').split('\n').filter((line) => line.includes('"succeeded"')).reverse();
  for (const line of lines) {
    const entry = parse(line) as { msg?: string; operation?: string; seconds?: number } | undefined;
    if (entry?.msg === 'succeeded' && entry.operation === operation) return entry.seconds;
  }
  return undefined;
}

function tailOf(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(TAIL);
      const read = readSync(descriptor, buffer, 0, TAIL, Math.max(0, fstatSync(descriptor).size - TAIL));
      return buffer.toString('utf8', 0, read);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const levelOf = (severity: string): 'info' | 'warn' | 'error' => (severity === 'error' ? 'error' : severity === 'warning' ? 'warn' : 'info');
