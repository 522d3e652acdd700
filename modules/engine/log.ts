import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { pino } from 'pino';
import type { EngineEvent } from './event.ts';

export interface StackLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
  event(event: EngineEvent): void;
  close(): void;
}

/** The log of a stack, one JSON object a line, mode 0600. Steps and messages only: values of properties never enter it. */
export function openLog(file: string): StackLog {
  const destination = pino.destination({ dest: file, append: true, mkdir: true, mode: 0o600, sync: true });
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, destination);
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

const TAIL = 1 << 16;

/** Seconds that the last success of an operation took, as far back as the end of the log reaches. */
export function usualSeconds(file: string, operation: string): number | undefined {
  const lines = tailOf(file).split('\n').filter((line) => line.includes('"succeeded"')).reverse();
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
