import { describe, expect, it } from 'vitest';
import { type Expected, type Seen, statusOf } from '../../modules/engine/status.ts';

const expected: Expected = {
  instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux', release: '2.2.16-1', host: 'serveur-1',
  on: { engine: 'unix:///var/run/docker.sock' }, url: 'https://lecture.example', workload: 'demo--mrc-demo--miniflux', services: ['app', 'database'], nextWake: undefined,
};
const seen = (service: string, more: Partial<Seen> = {}): Seen => ({ workload: expected.workload, service, release: '2.2.15-1', running: true, health: 'healthy', created: '2026-11-23T20:00:00.5Z', ...more });
const judged = (...containers: Seen[]) => {
  const { phase, health } = statusOf(expected, containers);
  return [phase, health];
};

describe('phase of an instance', () => {
  it.each([
    ['nothing there', [], ['absent', 'unknown']],
    ['all healthy', [seen('app'), seen('database')], ['running', 'healthy']],
    ['no health checks', [seen('app', { health: undefined }), seen('database', { health: undefined })], ['running', 'unknown']],
    ['one not healthy yet', [seen('app', { health: 'starting' }), seen('database')], ['starting', 'starting']],
    ['one unhealthy', [seen('app', { health: 'unhealthy' }), seen('database')], ['degraded', 'unhealthy']],
    ['one removed by hand', [seen('database')], ['degraded', 'unhealthy']],
    ['one stopped by hand', [seen('app', { running: false }), seen('database')], ['degraded', 'unhealthy']],
    ['all stopped', [seen('app', { running: false }), seen('database', { running: false })], ['stopped', 'unknown']],
  ] as const)('%s', (_what, containers, phase) => {
    expect(judged(...containers)).toEqual(phase);
  });
});

it('has exactly the agreed fields; the release is the running one, the file’s where nothing runs', () => {
  expect(statusOf(expected, [seen('database'), seen('app', { created: '2026-11-23T21:00:00Z' })])).toEqual({
    instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux', release: '2.2.15-1', host: 'serveur-1', phase: 'running', health: 'healthy',
    url: 'https://lecture.example', stack: 'mrc-demo.miniflux', changedAt: '2026-11-23T21:00:00.000Z', sleep: null,
  });
  expect(statusOf(expected, [])).toMatchObject({ release: '2.2.16-1', changedAt: null });
});

describe('an instance that is marked as asleep', () => {
  const marker = { by: 'schedule', since: Date.parse('2026-11-26T03:00:00Z') } as const;
  const stopped = [seen('app', { running: false }), seen('database', { running: false })];
  const nextWake = Date.parse('2026-11-26T11:00:00Z');

  it('sleeps while nothing of it runs, until its schedule wakes it', () => {
    expect(statusOf({ ...expected, nextWake }, stopped, marker)).toMatchObject({ phase: 'asleep', health: 'unknown', sleep: { by: 'schedule', since: '2026-11-26T03:00:00.000Z', wakesAt: '2026-11-26T11:00:00.000Z' } });
    expect(statusOf(expected, stopped, marker)).toMatchObject({ phase: 'asleep', sleep: { wakesAt: null } });
  });

  it.each([['partly running', [seen('app'), seen('database', { running: false })], 'degraded'], ['running', [seen('app'), seen('database')], 'running'], ['gone', [], 'absent']] as const)('does not while it is %s', (_, containers, phase) => {
    expect(statusOf({ ...expected, nextWake }, containers, marker)).toMatchObject({ phase, sleep: null });
  });
});
