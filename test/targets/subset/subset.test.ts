import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Workload } from '../../../modules/workload/index.ts';
import { deploy as deployDocker } from '../docker-graph.ts';
import { CLUSTER, deploy as deployKubernetes } from '../kubernetes-graph.ts';
import { dockerView } from './docker-view.ts';
import { hasPicture, type Key, KEYS, type TargetName } from './keys.ts';
import { kubernetesView } from './kubernetes-view.ts';
import { table } from './table.ts';
import { TOLD, type View } from './view.ts';
import { federationWithAll, offered, OFFERS } from './workloads.ts';

/** Every key of the Compose subset, on both targets, for every app, release and plan of the catalog: read back out of what each target asks for. */
const directory = federationWithAll();
afterAll(() => rmSync(directory, { recursive: true }));

const views: Readonly<Record<TargetName, (workload: Workload) => Promise<View>>> = {
  docker: async (workload) => dockerView(await deployDocker(workload, { facts: TOLD }), workload),
  kubernetes: async (workload) => kubernetesView(await deployKubernetes(workload, { facts: TOLD, cluster: { priority: { [workload.plan]: `${CLUSTER.priority['base']}` } } }), workload),
};

const expected = ({ differs }: Key, target: TargetName, asked: unknown, service: Parameters<Key['asked']>[0]): unknown => {
  const difference = differs?.[target];
  return difference ? difference.instead(asked, service) : asked;
};

describe.each(OFFERS)('%s', (_, release, plan) => {
  const workload = offered(directory, release, plan);

  it.each(Object.keys(views) as TargetName[])(`on the plan ${plan}, %s gives every key`, async (target) => {
    const view = await views[target](workload);
    for (const service of workload.services) {
      for (const key of KEYS) {
        const asked = key.asked(service, workload);
        if (asked === undefined) continue;
        expect.soft(key.given(view, service), `${service.name}: ${key.key}`).toEqual(expected(key, target, asked, service));
      }
    }
  });
});

describe('the catalog', () => {
  const everything = OFFERS.map(([, release, plan]) => offered(directory, release, plan));

  it('asks for every key somewhere', () => {
    const used = ({ asked }: Key): boolean => everything.some((workload) => workload.services.some((service) => {
      const value = asked(service, workload);
      return value !== undefined && !(Array.isArray(value) && value.length === 0);
    }));
    expect(KEYS.filter((key) => !used(key)).map(({ key }) => key)).toEqual([]);
    expect(everything.some(({ services }) => services.some(hasPicture))).toBe(true);
  });
});

it('docs/targets.md is what the keys say', async () => {
  await expect(table(KEYS)).toMatchFileSnapshot('../../../docs/targets.md');
});
