import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReleases, latestRelease, mayBecome, type Release, upgradeProblem } from '../../modules/catalog/index.ts';
import type { Language } from '../../modules/kernel/index.ts';
import { policyCatalog } from '../federation/policy.ts';

const TODAY = '2026-11-25';
type Rule = Release['sheet']['upgrade']['rule'];
const lecteur = latestRelease(policyCatalog, 'lecteur');

const release = (name: string, { rule = 'one-major', from = [], until = null, app = 'nuage' }: { rule?: Rule; from?: string[]; until?: string | null; app?: string } = {}): Release => ({
  ...lecteur,
  app,
  release: name,
  sheet: { ...lecteur.sheet, upgrade: { ...lecteur.sheet.upgrade, rule, from }, about: { ...lecteur.sheet.about, support: { ...lecteur.sheet.about.support, until } } },
});
const named = (...names: readonly string[]): Release[] => names.map((name) => release(name));
const said = (problem: ReturnType<typeof upgradeProblem>, language: Language) => problem && [problem.field, problem.what[language], problem.next?.[language]];

describe('what a rule allows', () => {
  it.each<[Rule, string, string, boolean]>([
    ['revision', '31.0.2-1', '31.0.2-3', true],
    ['revision', '31.0.2-1', '31.0.3-1', false],
    ['minor', '31.0.2-1', '31.4.0-1', true],
    ['minor', '31.0.2-1', '32.0.0-1', false],
    ['one-major', '31.0.2-1', '31.0.3-1', true],
    ['one-major', '31.0.2-1', '32.0.0-1', true],
    ['one-major', '30.9.9-9', '32.0.0-1', false],
    ['one-major', '9.1-1', '10.0-1', true],
    ['any', '2.1-1', '31.0.3-1', true],
    ['any', '31.0.3-1', '31.0.3-1', true],
    ['any', '31.0.3-2', '31.0.3-1', false],
    ['any', '31.0.10-1', '31.0.9-1', false],
  ])('%s: %s -> %s is %s', (rule, from, to, expected) => expect(mayBecome(from, release(to, { rule }))).toBe(expected));

  it('is narrowed by a list, and never widened', () => {
    expect(mayBecome('3.1-1', release('3.2-1', { rule: 'any', from: ['3.1-1'] }))).toBe(true);
    expect(mayBecome('3.0-1', release('3.2-1', { rule: 'any', from: ['3.1-1'] }))).toBe(false);
    expect(mayBecome('1.0-1', release('3.2-1', { rule: 'one-major', from: ['1.0-1'] }))).toBe(false);
    expect(mayBecome('3.3-1', release('3.2-1', { rule: 'any', from: ['3.3-1'] }))).toBe(false);
  });

  const number = fc.integer({ min: 0, max: 40 });
  const name = fc.tuple(number, fc.array(number, { maxLength: 3 }), fc.integer({ min: 1, max: 12 })).map(([major, rest, revision]) => `${[major, ...rest].join('.')}-${revision}`);
  const rule = fc.constantFrom<Rule>('revision', 'minor', 'one-major', 'any');
  const majorOf = (release: string): number => Number.parseInt(release, 10);

  it('is never a downgrade, whatever the rule and the list', () => {
    fc.assert(fc.property(name, name, rule, fc.boolean(), (from, to, rule, listed) => {
      fc.pre(compareReleases(from, to) > 0);
      const target = release(to, { rule, from: listed ? [from] : [] });
      return !mayBecome(from, target) && upgradeProblem(`nuage/${from}`, target, [target], TODAY)?.code === 'release-downgrade';
    }));
  });

  it('of one major at a time skips none, and takes every later release of this major and the next', () => {
    fc.assert(fc.property(name, name, (from, to) => {
      fc.pre(compareReleases(from, to) < 0);
      return mayBecome(from, release(to)) === (majorOf(to) - majorOf(from) <= 1);
    }));
  });

  it('is no more than what a wider rule allows', () => {
    fc.assert(fc.property(name, name, (from, to) => {
      const allowed = (['revision', 'minor', 'one-major', 'any'] as const).map((rule) => mayBecome(from, release(to, { rule })));
      return allowed.every((one, index) => !one || allowed.slice(index).every(Boolean));
    }));
  });
});

describe('a move that is refused', () => {
  it('names the release to take first where a major would be skipped', () => {
    const offered = named('30.0.1-1', '31.0.2-1', '31.0.10-1', '32.0.0-1', '33.0.0-1');
    const problem = upgradeProblem('nuage/30.0.1-1', offered[3] as Release, offered, TODAY);
    expect(said(problem, 'fr')).toEqual(['release', 'de 30.0.1-1 à 32.0.0-1 : une version majeure à la fois', 'passer d’abord à 31.0.10-1 (chatiere up), puis reprendre']);
    expect(said(problem, 'en')).toEqual(['release', 'from 30.0.1-1 to 32.0.0-1: one major version at a time', 'move to 31.0.10-1 first (chatiere up), then go on']);
  });

  it('says that the catalog lacks the step', () => {
    const problem = upgradeProblem('nuage/30.0.1-1', release('32.0.0-1'), named('32.0.0-1'), TODAY);
    expect(said(problem, 'fr')).toEqual(['release', 'de 30.0.1-1 à 32.0.0-1 : une version majeure à la fois', 'remettre « release: 30.0.1-1 », et ajouter au catalogue une version intermédiaire de nuage']);
    expect(said(problem, 'en')).toEqual(['release', 'from 30.0.1-1 to 32.0.0-1: one major version at a time', 'put “release: 30.0.1-1” back, and add a release of nuage in between to the catalog']);
  });

  it.each<[string, Release, string, string]>([
    ['of a minor rule', release('32.0.0-1', { rule: 'minor' }), 'la version majeure ne change pas en place', 'the major version does not change in place'],
    ['of a revision rule', release('31.0.3-1', { rule: 'revision' }), 'seule la révision peut changer', 'only the revision may change'],
    ['of a list', release('31.0.3-1', { rule: 'any', from: ['31.0.1-1', '31.0.2-2'] }), 'on n’y vient que de 31.0.1-1, 31.0.2-2', 'it is reached only from 31.0.1-1, 31.0.2-2'],
  ])('says the rule: %s', (_, to, fr, en) => {
    const problem = upgradeProblem('nuage/31.0.2-1', to, [to], TODAY);
    expect(problem?.what).toEqual({ fr: `de 31.0.2-1 à ${to.release} : ${fr}`, en: `from 31.0.2-1 to ${to.release}: ${en}` });
  });

  it('as a downgrade, points to a backup', () => {
    const problem = upgradeProblem('nuage/31.0.10-1', release('31.0.9-1'), named('31.0.9-1', '31.0.10-1'), TODAY);
    expect(said(problem, 'fr')).toEqual(['release', 'cette instance est à la version 31.0.10-1 : elle ne revient pas à une version antérieure', 'remettre « release: 31.0.10-1 » ; ou restaurer dans une nouvelle instance une sauvegarde faite avec 31.0.9-1']);
    expect(said(problem, 'en')).toEqual(['release', 'this instance is at release 31.0.10-1: it does not go back to an earlier one', 'put “release: 31.0.10-1” back; or restore into a new instance a backup made with 31.0.9-1']);
  });

  it('as another app, points to another instance', () => {
    const problem = upgradeProblem('forum/1.0-1', release('31.0.9-1'), [], TODAY);
    expect(said(problem, 'fr')).toEqual(['order', 'cette instance fait tourner forum : elle ne devient pas un autre logiciel (nuage)', 'donner un autre « name: » à la nouvelle commande, qui aura ainsi son instance']);
    expect(said(problem, 'en')).toEqual(['order', 'this instance runs forum: it does not become another app (nuage)', 'give the new order another “name:”, so that it has an instance of its own']);
  });
});

describe('a release that upstream has given up', () => {
  const ended = (name: string) => release(name, { until: '2026-11-24' });
  const words = (running: string | undefined, to: Release, offered: readonly Release[]) => upgradeProblem(running, to, offered, TODAY);

  it('is not begun with, and those that are maintained are named', () => {
    const problem = words(undefined, ended('30.0.1-1'), [ended('30.0.1-1'), ...named('31.0.2-1', '32.0.0-1')]);
    expect(said(problem, 'fr')).toEqual(['release', 'nuage 30.0.1-1 n’est plus maintenu depuis le 2026-11-24', 'prendre une version maintenue : 32.0.0-1, 31.0.2-1']);
    expect(said(problem, 'en')).toEqual(['release', 'nuage 30.0.1-1 is no longer maintained since 2026-11-24', 'take a maintained release: 32.0.0-1, 31.0.2-1']);
  });

  it('is not moved to where a maintained one can be reached at once, or where there is none at all', () => {
    expect(said(words('nuage/30.0.0-1', ended('30.0.1-1'), [ended('30.0.1-1'), ...named('31.0.2-1', '32.0.0-1')]), 'fr')?.[2]).toBe('prendre une version maintenue : 31.0.2-1');
    expect(said(words('nuage/30.0.0-1', ended('30.0.1-1'), [ended('30.0.1-1')]), 'fr')?.[2]).toBe('ajouter au catalogue une version maintenue de nuage');
  });

  it('is a step to a maintained one that cannot be reached otherwise', () => {
    expect(words('nuage/29.0.0-1', ended('30.0.1-1'), [ended('30.0.1-1'), ...named('31.0.2-1')])).toBeUndefined();
  });

  it('goes on as it is', () => {
    expect(words('nuage/30.0.1-1', ended('30.0.1-1'), [ended('30.0.1-1'), ...named('31.0.2-1')])).toBeUndefined();
  });

  it('is one from the day after its last', () => {
    expect(words(undefined, release('30.0.1-1', { until: TODAY }), [])).toBeUndefined();
  });
});
