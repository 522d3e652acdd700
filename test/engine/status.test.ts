import { describe, expect, it } from 'vitest';
import { type Expected, type Seen, statusOf } from '../../modules/engine/status.ts';

const expected: Expected = {
  instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux', release: '2.2.16-1', host: 'serveur-1',
  engine: 'unix:///var/run/docker.sock', url: 'https://lecture.example', workload: 'demo--mrc-demo--miniflux', services: ['app', 'database'], nextWake: undefined,
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
    url: 'https://lecture.example', stack: 'mrc-demo.miniflux', changedAt: '2026-11-23T21:00:00.000Z',
  });
  expect(statusOf(expected, [])).toMatchObject({ release: '2.2.16-1', changedAt: null });
});
