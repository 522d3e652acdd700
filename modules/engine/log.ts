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

const levelOf = (severity: string): 'info' | 'warn' | 'error' => (severity === 'error' ? 'error' : severity === 'warning' ? 'warn' : 'info');
