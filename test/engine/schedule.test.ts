import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Planned, reversed, select, withInstances } from '../../modules/engine/plan.ts';
import { runInOrder } from '../../modules/engine/schedule.ts';
import { ChatiereError } from '../../modules/kernel/index.ts';

/** Graphs without cycles: each stack may need any of those before it. */
const graphs = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.tuple(...Array.from({ length: size }, (_, index) => fc.subarray(Array.from({ length: index }, (_unused, other) => `s${other}`)))).map((needs) => needs.map((dependsOn, index): Planned => ({ name: `s${index}`, dependsOn }))));

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('running stacks in order', () => {
  it('starts a stack only after all that it needs, never more than the limit at once, each once', async () => {
    await fc.assert(fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }), async (plans, limit, durations) => {
      const done = new Set<string>();
      const started: string[] = [];
      let running = 0;
      let most = 0;
      const results = await runInOrder(plans, {
        limit,
        async run(name) {
          started.push(name);
          most = Math.max(most, ++running);
          for (const need of plans.find((plan) => plan.name === name)?.dependsOn ?? []) expect(done).toContain(need);
          await turns(durations[Number(name.slice(1))] ?? 0);
          done.add(name);
          running--;
        },
      });
      expect(most).toBeLessThanOrEqual(limit);
      expect(started.toSorted()).toEqual(plans.map(({ name }) => name).toSorted());
      expect([...results.values()].every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    }));
  });

  it('skips exactly what needs a failed stack, near or far, and finishes all others', async () => {
    await fc.assert(fc.asyncProperty(graphs, fc.nat(), fc.integer({ min: 1, max: 4 }), async (plans, pick, limit) => {
      const failing = `s${pick % plans.length}`;
      const lost = new Set([failing]);
      for (const { name, dependsOn } of plans) if (dependsOn.some((need) => lost.has(need))) lost.add(name);
      const results = await runInOrder(plans, {
        limit,
        async run(name) {
          await turns(3);
          if (name === failing) throw new Error('no');
        },
      });
      for (const { name } of plans) expect(results.get(name)?.outcome).toBe(name === failing ? 'failed' : lost.has(name) ? 'skipped' : 'succeeded');
    }));
  });

  it('starts nothing more once aborted, and awaits what runs', async () => {
    const abort = new AbortController();
    const finished: string[] = [];
    const results = await runInOrder([{ name: 'a', dependsOn: [] }, { name: 'b', dependsOn: ['a'] }, { name: 'c', dependsOn: [] }], {
      limit: 1,
      signal: abort.signal,
      async run(name) {
        abort.abort();
        await turns(5);
        finished.push(name);
      },
    });
    expect(finished).toEqual(['a']);
    expect([...results].map(([name, { outcome }]) => [name, outcome])).toEqual(expect.arrayContaining([['a', 'succeeded'], ['b', 'cancelled'], ['c', 'cancelled']]));
  });

  it('refuses a circle rather than wait for ever', async () => {
    await expect(runInOrder([{ name: 'a', dependsOn: ['b'] }, { name: 'b', dependsOn: ['a'] }], { limit: 2, run: async () => undefined })).rejects.toThrow('a, b');
  });
});

describe('choosing stacks', () => {
  it('takes all that the wanted ones need, and nothing else', () => {
    fc.assert(fc.property(graphs, fc.nat(), (plans, pick) => {
      const wanted = `s${pick % plans.length}`;
      const chosen = select(plans, [wanted]);
      const names = chosen.map(({ name }) => name);
      expect(names).toContain(wanted);
      for (const { dependsOn } of chosen) expect(names).toEqual(expect.arrayContaining([...dependsOn]));
      for (const name of names) expect(name === wanted || chosen.some(({ dependsOn }) => dependsOn.includes(name))).toBe(true);
    }));
  });

  it('takes everything when nothing is named', () => {
    fc.assert(fc.property(graphs, (plans) => {
      expect(select(plans, [])).toEqual(plans);
    }));
  });

  it('takes the instances of an organization that is named, and of no other', () => {
    const plans = [{ name: 'host.a', dependsOn: [] }, { name: 'mrc', dependsOn: [] }, { name: 'mrc-deux', dependsOn: [] }, { name: 'mrc.lecteur', dependsOn: ['host.a', 'mrc'] }, { name: 'mrc.nuage', dependsOn: ['mrc'] }, { name: 'mrc-deux.lecteur', dependsOn: ['mrc-deux'] }];
    expect(withInstances(plans, ['mrc'])).toEqual(['mrc', 'mrc.lecteur', 'mrc.nuage']);
    expect(withInstances(plans, ['mrc.nuage'])).toEqual(['mrc.nuage']);
    expect(select(plans, withInstances(plans, ['mrc'])).map(({ name }) => name)).toEqual(['host.a', 'mrc', 'mrc.lecteur', 'mrc.nuage']);
    expect(() => select(plans, withInstances(plans, ['host']))).toThrow('host.a');
  });

  it('names what is unknown, what is allowed and what was meant', () => {
    const plans = [{ name: 'identity', dependsOn: [] }, { name: 'mrc-demo', dependsOn: ['identity'] }];
    expect(() => select(plans, ['identty'])).toThrow(new ChatiereError({
      code: 'unknown-name',
      what: { fr: '', en: 'this federation has no stack of this name' },
      given: 'identty',
      allowed: { fr: '', en: 'identity, mrc-demo' },
      next: { fr: '', en: 'did you mean "identity"?' },
    }).message);
  });

  it('turned round twice is the same graph', () => {
    fc.assert(fc.property(graphs, (plans) => {
      const edges = (all: readonly Planned[]) => all.flatMap(({ name, dependsOn }) => dependsOn.map((need) => `${name} ${need}`)).toSorted();
      expect(edges(reversed(reversed(plans)))).toEqual(edges(plans));
    }));
  });
});
