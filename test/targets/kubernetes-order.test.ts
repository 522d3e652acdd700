import { describe, expect, it } from 'vitest';
import { deriveSecret, fact, newSeed } from '../../modules/kernel/index.ts';
import { deploy, FACTS, object, resource } from './kubernetes-graph.ts';
import { job, NAME, notes, workload } from './workloads.ts';

describe('order and jobs', () => {
  const upstream = (node: { options: Readonly<Record<string, unknown>> }) => (node.options['dependsOn'] as string[]).map((urn) => urn.split('::').at(-1));

  it('a job waits for health, its dependants for its success; what bounds and feeds them comes first', async () => {
    const graph = await deploy(notes());
    expect(upstream(resource(graph, 'Job', 'schema'))).toContain(`${NAME}-database`);
    expect(upstream(resource(graph, 'Deployment', 'database'))).toEqual(expect.arrayContaining(['namespace', 'quota', 'limits', 'neighbours-policy', 'web-policy', 'app-name', 'database--secrets', 'database-data'].map((part) => `${NAME}-${part}`)));
    expect(new Set(upstream(resource(graph, 'Deployment', 'app')))).toEqual(new Set(['app--configs', 'app--secrets', 'schema'].map((part) => `${NAME}-${part}`)));
    expect(upstream(resource(graph, 'Deployment', 'database'))).not.toContain(`${NAME}-app`);
    expect(upstream(resource(graph, 'Service', 'app--port-8080'))).toContain(`${NAME}-app`);
  });

  it('runs once, within its limit, again only for its trigger, and again where it did not succeed', async () => {
    const graph = await deploy(notes());
    const { metadata, spec } = object(graph, 'Job', 'schema');
    expect(metadata.annotations).toEqual({ 'pulumi.com/replaceUnready': 'true' });
    expect(spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 30, template: { spec: { restartPolicy: 'Never', containers: [{ terminationMessagePolicy: 'FallbackToLogsOnError' }] } } });
    expect(resource(graph, 'Job', 'schema').options).toMatchObject({ ignoreChanges: ['spec', 'metadata.labels'], replacementTrigger: 'change first', deleteBeforeReplace: true });
  });

  it('`change` follows the facts that it uses, under the seed; the others do not', async () => {
    const [seed, other] = [newSeed(), newSeed()];
    const trigger = async (when: 'install' | 'change' | 'upgrade', issuer: string, under = seed) =>
      resource(await deploy(workload([job('schema', { when, environment: { I: [fact('identity.issuer')] } })]), { seed: under, facts: { ...FACTS, 'identity.issuer': issuer } }), 'Job', 'schema').options['replacementTrigger'];
    expect(await trigger('change', 'a')).toMatch(/^change first [0-9a-f]{64}$/);
    expect(await trigger('change', 'a')).toBe(await trigger('change', 'a'));
    expect(await trigger('change', 'b')).not.toBe(await trigger('change', 'a'));
    expect(await trigger('change', 'a', other)).not.toBe(await trigger('change', 'a'));
    expect(await trigger('install', 'b')).toBe('install first');
    expect(await trigger('upgrade', 'b')).toBe('upgrade first');
  });
});

describe('canary', () => {
  it('neither the seed nor what is derived from it stands anywhere in the clear', async () => {
    const seed = newSeed();
    const graph = JSON.stringify(await deploy(notes(), { seed }));
    const values = [seed, deriveSecret(seed, 'notes/password', 1), deriveSecret(seed, 'notes/key', 2)];
    for (const value of values.flatMap((each) => [each, Buffer.from(each).toString('base64')])) expect(graph).not.toContain(value);
  });
});
