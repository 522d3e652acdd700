import { describe, expect, it } from 'vitest';
import { stackKind, stacksOf } from '../../modules/placement/index.ts';
import { federationWith } from './sample.ts';

describe('stacksOf', () => {
  it('names every stack, each after those it needs', () => {
    expect(stacksOf(federationWith(['instances/mrc-demo.lecteur.yaml', 'organizations: []', 'organizations: [village-demo]']))).toEqual([
      { name: 'host.serveur-1', dependsOn: [] },
      { name: 'identity', dependsOn: ['host.serveur-1'] },
      { name: 'mrc-demo', dependsOn: ['identity'] },
      { name: 'village-demo', dependsOn: ['identity'] },
      { name: 'mrc-demo.lecteur', dependsOn: ['host.serveur-1', 'identity', 'mrc-demo', 'village-demo'] },
      { name: 'village-demo.lecteur', dependsOn: ['host.serveur-1', 'identity', 'village-demo'] },
    ]);
  });

  it('gives every stack a name of its own, from which its kind is read', () => {
    const names = stacksOf(federationWith()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.map(stackKind)).toEqual([
      { kind: 'host', host: 'serveur-1' },
      { kind: 'identity' },
      { kind: 'organization', organization: 'mrc-demo' },
      { kind: 'organization', organization: 'village-demo' },
      { kind: 'instance', instance: 'mrc-demo.lecteur', organization: 'mrc-demo' },
      { kind: 'instance', instance: 'village-demo.lecteur', organization: 'village-demo' },
    ]);
  });
});
