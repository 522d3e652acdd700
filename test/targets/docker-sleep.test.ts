import { describe, expect, it } from 'vitest';
import { container, deploy } from './docker-graph.ts';
import { service, workload } from './workloads.ts';

describe('sleep', () => {
  const services = [service('app', {}), service('database', {})];

  it('of what may sleep, no service must run, so that one that is stopped is no difference', async () => {
    const graph = await deploy(workload(services, { maySleep: true }));
    for (const name of ['app', 'database']) expect(container(graph, name).inputs, name).toMatchObject({ mustRun: false, restart: 'unless-stopped' });
    expect(container(graph, 'app').inputs).not.toHaveProperty('start');
  });

  it('what never sleeps must run', async () => {
    const graph = await deploy(workload(services, { maySleep: false }));
    expect(container(graph, 'app').inputs).not.toHaveProperty('mustRun');
  });
});
