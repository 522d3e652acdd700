import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { label } from '../../modules/kernel/index.ts';
import { askEngine, ownerOf, readContainers } from '../../modules/metering/docker-labels.ts';
import { FEDERATION, FakeEngine, instanceLabels, listed, platformLabels } from './fake-engine.ts';
import { idOf } from './fake-host.ts';

describe('whose a container is', () => {
  it.each([
    ['an instance', instanceLabels('mrc-demo', 'miniflux'), { kind: 'instance', instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux' }],
    ['the identity server', platformLabels('keycloak', 'identity'), { kind: 'shared', part: 'identity' }],
    ['a platform entry that does not say what it provides', { [label.federation]: FEDERATION, [label.app]: 'traefik' }, { kind: 'shared', part: 'traefik' }],
    ['the meter', platformLabels('meter', 'meter'), { kind: 'meter' }],
    ['another federation’s instance on the same engine', { ...instanceLabels('mrc-demo', 'miniflux'), [label.federation]: 'autre' }, { kind: 'foreign' }],
    ['anything else', { maintainer: 'somebody' }, { kind: 'foreign' }],
    ['nothing said', {}, { kind: 'foreign' }],
    ['our federation and nothing else', { [label.federation]: FEDERATION }, { kind: 'foreign' }],
  ])('%s', (_, labels, owner) => {
    expect(ownerOf(labels as Record<string, string>, FEDERATION)).toEqual(owner);
  });
});

describe('the engine’s list', () => {
  it('gives owners, and whether a network is its own; names and other labels stay behind', () => {
    const list = [listed(idOf('a'), { ...instanceLabels('mrc-demo', 'miniflux'), canary: 'jeanne.tremblay' }, 'demo--net', 'jeanne-tremblay'), listed(idOf('b'), platformLabels('traefik', 'edge'), 'host'), listed(idOf('c'), {}, `container:${idOf('a')}`)];
    const read = readContainers(JSON.stringify(list), FEDERATION);
    expect([...read]).toEqual([
      [idOf('a'), { owner: { kind: 'instance', instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux' }, sharedNetwork: false }],
      [idOf('b'), { owner: { kind: 'shared', part: 'edge' }, sharedNetwork: true }],
      [idOf('c'), { owner: { kind: 'foreign' }, sharedNetwork: true }],
    ]);
    expect(JSON.stringify([...read])).not.toMatch(/jeanne|tremblay/);
  });

  it.each([['no JSON', 'oops'], ['no list', '{"message":"x"}'], ['no id', '[{}]'], ['an id that is none', '[{"Id":"../x"}]'], ['nothing in it', '[null]']])('%s is refused', (_, answer) => {
    expect(() => readContainers(answer, FEDERATION)).toThrow();
  });
});

describe('asking', () => {
  const engine = new FakeEngine();
  beforeEach(() => engine.start());
  afterEach(() => engine.stop());

  it('takes what the read-only window allows: one GET', async () => {
    engine.list = [listed(idOf('a'), instanceLabels('mrc-demo', 'miniflux'))];
    expect((await askEngine(engine.address, FEDERATION)).size).toBe(1);
    expect(engine.asked).toEqual(['GET /containers/json']);
  });

  it('a refusal is an error', async () => {
    engine.status = 403;
    await expect(askEngine(engine.address, FEDERATION)).rejects.toThrow('answers 403');
  });
});
