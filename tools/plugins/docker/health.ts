import { isDeepStrictEqual } from 'node:util';
import { isObject, type Values } from '../server/index.ts';
import { formatDuration, parseDuration } from './duration.ts';

export interface EngineHealth {
  Test?: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}

export function toHealth(given: unknown): EngineHealth | undefined {
  if (!isObject(given)) return undefined;
  const duration = (name: string): number => parseDuration(String(given[name] ?? '')) ?? 0;
  return {
    Test: (given['tests'] ?? []) as string[],
    Interval: duration('interval'),
    Timeout: duration('timeout'),
    StartPeriod: duration('startPeriod'),
    StartInterval: duration('startInterval'),
    Retries: Number(given['retries'] ?? 0),
  };
}

export function fromHealth({ Test, Interval, Timeout, StartPeriod, StartInterval, Retries }: EngineHealth): Values {
  return {
    tests: Test ?? [],
    interval: formatDuration(Interval ?? 0),
    timeout: formatDuration(Timeout ?? 0),
    startPeriod: formatDuration(StartPeriod ?? 0),
    startInterval: formatDuration(StartInterval ?? 0),
    retries: Retries ?? 0,
  };
}

/** Durations are compared as written: `90s` is read back as `1m30s`, and differs. */
export function sameHealth(old: unknown, news: unknown): boolean {
  return isObject(old) && isObject(news) && isDeepStrictEqual(withDefaults(old), withDefaults(news));
}

const NO_TIME = '0s';

const withDefaults = ({ tests, interval, timeout, startPeriod, startInterval, retries }: Values): Values => ({
  tests: tests ?? [],
  interval: interval ?? NO_TIME,
  timeout: timeout ?? NO_TIME,
  startPeriod: startPeriod ?? NO_TIME,
  startInterval: startInterval ?? NO_TIME,
  retries: Number(retries ?? 0),
});
