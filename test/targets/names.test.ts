import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Duration, joinName, MAX_NAME, MAX_SEGMENT, SEGMENT } from '../../modules/kernel/index.ts';
import { goDuration } from '../../modules/targets/docker/health.ts';
import { physicalName } from '../../modules/targets/docker/index.ts';
import { healthBudget } from '../../modules/targets/health.ts';

const segment = fc.stringMatching(/^[a-z][a-z0-9]{0,13}(-[a-z0-9]{1,7}){0,2}$/).filter((value) => value.length <= MAX_SEGMENT && SEGMENT.test(value));
const workload = fc.tuple(segment, segment, segment).map((segments) => joinName(...segments));
const parts: fc.Arbitrary<[string, ...string[]]> = fc.oneof(segment.map((part): [string] => [part]), fc.tuple(segment, fc.constantFrom('secrets', 'configs', 'carrier')));

describe('physicalName', () => {
  it('says what it is of', () => {
    expect(physicalName('demo--mrc--notes', 'database')).toBe('demo--mrc--notes--database');
    expect(physicalName('demo--mrc--notes', 'app', 'secrets')).toBe('demo--mrc--notes--app--secrets');
  });

  it('fits an engine’s name and a host name', () => {
    fc.assert(fc.property(workload, parts, (name, part) => {
      const physical = physicalName(name, ...part);
      return physical.length <= MAX_NAME && /^[a-z0-9]+(-{1,2}[a-z0-9]+)*$/.test(physical);
    }));
  });

  it('is another for anything else', () => {
    fc.assert(fc.property(fc.tuple(workload, parts), fc.tuple(workload, parts), ([a, partA], [b, partB]) => {
      const same = a === b && partA.join() === partB.join();
      return (physicalName(a, ...partA) === physicalName(b, ...partB)) === same;
    }));
  });

  it('a cut name still depends on what was cut', () => {
    const long = 'a'.repeat(MAX_SEGMENT);
    const name = joinName(long, long, long);
    expect(physicalName(name, long)).not.toBe(physicalName(name, `${long.slice(1)}b`));
    expect(physicalName(name, long)).toHaveLength(MAX_NAME);
  });
});

describe('goDuration', () => {
  it.each([[0, '0s'], [0.5, '500ms'], [1, '1s'], [1.5, '1.5s'], [59, '59s'], [60, '1m0s'], [90.25, '1m30.25s'], [3600, '1h0m0s'], [5430, '1h30m30s']])('%d s as Go prints it: %s', (seconds, text) => {
    expect(goDuration(Duration.seconds(seconds))).toBe(text);
  });
});

describe('healthBudget', () => {
  it('covers the start period and every probe that may still fail', () => {
    expect(healthBudget({ test: [], interval: Duration.seconds(2), timeout: Duration.seconds(5), retries: 3, startPeriod: Duration.seconds(60) })).toBe(60 + 4 * 7 + 10);
  });
});
