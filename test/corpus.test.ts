import { describe, expect, it } from 'vitest';
import type { Refusal } from './catalog/folder.ts';
import { catalogRefusals } from './catalog/refusals/index.ts';
import { environmentRefusals } from './engine/refusals/environment.ts';
import { rosterRefusals } from './engine/refusals/roster.ts';
import { federationRefusals } from './federation/refusals/index.ts';
import { policyRefusals } from './federation/refusals/policy.ts';
import { commandRefusals } from './scripts/refusals/command-lines.ts';

interface Input {
  readonly name: string;
  /** What is put in: no two are the same. */
  readonly input: unknown;
  readonly fr: readonly string[];
  readonly en: readonly string[];
}
const edited = (lists: Readonly<Record<string, readonly Refusal[]>>): Input[] =>
  Object.entries(lists).flatMap(([list, refusals]) => refusals.map(({ name, edits, fr, en }) => ({ name: `${list}: ${name}`, input: edits, fr, en })));

/** Every input that is refused; each is tried, word for word in both languages, by the test beside its list. */
const corpus: Readonly<Record<string, readonly Input[]>> = {
  'federation directories': edited({ ...federationRefusals, policy: policyRefusals }),
  catalogs: edited(catalogRefusals),
  'command lines': commandRefusals.map(({ args, ...words }) => ({ input: args, ...words })),
  'lists of people': rosterRefusals.map(({ lines, ...words }) => ({ input: lines, ...words })),
  'machines, engines and identity servers': Object.entries(environmentRefusals).map(([name, { fr, en }]) => ({ name, input: name, fr: fr.split('\n'), en: en.split('\n') })),
};
/** Raised with the corpus: none is lost unseen. */
const AT_LEAST = 648;
const total = Object.values(corpus).reduce((sum, list) => sum + list.length, 0);

describe(`bad input: ${total} inputs are refused (${Object.entries(corpus).map(([what, list]) => `${list.length} ${what}`).join(', ')})`, () => {
  it('which is no fewer than before', () => {
    expect(total).toBeGreaterThanOrEqual(AT_LEAST);
  });

  it.each(Object.entries(corpus))('%s: each has a name and an input of its own, and as many lines in one language as in the other', (_, list) => {
    for (const key of ['name', 'input'] as const) {
      const seen = list.map((one) => JSON.stringify(one[key]));
      expect(list.filter((_one, index) => seen.indexOf(seen[index] as string) !== index).map(({ name }) => name)).toEqual([]);
    }
    expect(list.filter(({ fr, en }) => fr.length === 0 || fr.length !== en.length || fr.join('\n') === en.join('\n')).map(({ name }) => name)).toEqual([]);
  });
});
