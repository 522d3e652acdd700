import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadFactors, oldGridFactors, takeFactors, UNITS } from '../../modules/metering/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf, type Refusal, words } from '../catalog/folder.ts';
import { codesOf, DAY, factors, must, withFactors } from './sample.ts';

const take = (id: string, unit: (typeof UNITS)[keyof typeof UNITS][0], day = DAY) => takeFactors(factors, day, { it: [id, unit] });

describe('the factors of the catalog', () => {
  it('are all valid, and each says whence and under what terms', () => {
    expect(factors.size).toBeGreaterThan(60);
    for (const versions of factors.values()) for (const { source, licence } of versions) expect([source, licence].every((words) => words.length > 3 || words === 'MIT')).toBe(true);
  });

  it('give Québec’s grid on both bases, by the year of the reading', () => {
    const on = (basis: string, day: string): number => must(take(`grid.qc.${basis}`, 'g/kWh', day)).it.value;
    expect(['2015-06-01', '2019-12-31', '2020-01-01', DAY].map((day) => on('direct', day))).toEqual([1.6, 1.5, 1.9, 1.9]);
    expect(['2021-01-01', '2023-07-01', '2024-12-31', '2025-01-01', DAY].map((day) => on('lifecycle', day))).toEqual([28, 31, 35, 41, 41]);
  });

  it('have no country, nor anything that another region could fall back on', () => {
    expect([...factors.keys()].filter((id) => id.startsWith('grid.'))).toEqual(['grid.qc.direct', 'grid.qc.lifecycle']);
    expect(codesOf(take('grid.on.direct', 'g/kWh'))).toEqual(['factor-missing']);
  });

  it('stop where nobody has looked since', () => {
    expect(take('grid.qc.direct', 'g/kWh', '2027-01-01')).toMatchObject({ ok: false, problems: [{ code: 'factor-out-of-date', given: '2027-01-01', what: { fr: expect.stringContaining('grid.qc.direct'), en: expect.stringContaining('grid.qc.direct') }, allowed: { fr: 'jusqu’au 2026-12-31', en: 'until 2026-12-31' } }] });
    expect(codesOf(take('grid.qc.lifecycle', 'g/kWh', '2020-12-31'))).toEqual(['factor-not-for-day']);
    expect(codesOf(take('grid.qc.direct', 'g/kWh', '2014-06-01'))).toEqual(['factor-not-for-day']);
  });
});

describe('takeFactors', () => {
  it('gives units inside, and says which factors it took', () => {
    const outcome = takeFactors(factors, DAY, { base: ['embodied.cpu.base', 'g'], kappa: ['other.ratio', '1'] });
    expect(outcome).toMatchObject({ ok: true, value: { base: { value: 9140 }, kappa: { value: 0.33, low: 0.2, high: 0.6 } }, factors: [{ id: 'embodied.cpu.base', version: 1, unit: 'kgCO2e' }, { id: 'other.ratio' }] });
  });

  it('names everything that is missing at once', () => {
    expect(takeFactors(withFactors({ 'other.ratio': undefined }), DAY, { a: ['other.ratio', '1'], b: ['nowhere.at-all', 'W'], c: ['disk.ssd', 'W/TB'] })).toMatchObject({ ok: false, problems: [{ code: 'factor-missing' }, { code: 'factor-missing' }] });
  });

  it('does not take one unit for another', () => {
    expect(take('embodied.cpu.base', 'W')).toMatchObject({ ok: false, problems: [{ code: 'factor-unit', given: 'kgCO2e', allowed: { fr: 'W' } }] });
    expect(take('disk.ssd', 'g/kWh')).toMatchObject({ problems: [{ allowed: { en: 'gCO2e/kWh, kgCO2e/MWh' } }] });
  });
});

describe('oldGridFactors', () => {
  it('are those whose year ended more than 18 months before', () => {
    const used = takeFactors(factors, DAY, { direct: ['grid.qc.direct', 'g/kWh'], lifecycle: ['grid.qc.lifecycle', 'g/kWh'], kappa: ['other.ratio', '1'] });
    const old = (day: string): string[] => (used.ok ? oldGridFactors(used.factors, day).map(({ id }) => id) : []);
    expect([old(DAY), old('2027-06-30'), old('2027-07-01')]).toEqual([['grid.qc.direct'], ['grid.qc.direct'], ['grid.qc.direct', 'grid.qc.lifecycle']]);
  });
});

const ONE = `energy.proof:
  - version: 1
    value: 2
    low: 1
    high: 3
    unit: W
    year: 2025
    source: Essai
    licence: MIT
    validFrom: 2025-01-01
`;
const with_ = (from: string, to: string): Edit => ['factors/proof.yaml', ONE.replace(from, () => to)];
const second = (validFrom: string, version = 2): string => `${ONE}${ONE.slice(ONE.indexOf('  - ')).replace('version: 1', `version: ${version}`).replace('2025-01-01', validFrom)}`;

const refusals: readonly Refusal[] = [
  {
    name: 'a factor without a unit',
    edits: [with_('    unit: W\n', '')],
    fr: ['factors/proof.yaml:2:5: energy.proof[0].unit: clé absente', '  à faire : ajouter « unit: »'],
    en: ['factors/proof.yaml:2:5: energy.proof[0].unit: missing key', '  next: add “unit:”'],
  },
  {
    name: 'a factor in a unit that nobody knows',
    edits: [with_('unit: W', 'unit: W/Gb')],
    fr: ['factors/proof.yaml:6:11: energy.proof[0].unit: valeur inconnue', '  valeur donnée : "W/Gb"', `  permis : ${Object.keys(UNITS).join(', ')}`, '  à faire : vouliez-vous dire « W/GB » ?'],
    en: ['factors/proof.yaml:6:11: energy.proof[0].unit: unknown value', '  given: "W/Gb"', `  allowed: ${Object.keys(UNITS).join(', ')}`, '  next: did you mean “W/GB”?'],
  },
  {
    name: 'a bare number',
    edits: [['factors/proof.yaml', 'energy.proof: 2\n']],
    fr: ['factors/proof.yaml:1:15: energy.proof: valeur du mauvais genre', '  valeur donnée : "2"', '  permis : une liste'],
    en: ['factors/proof.yaml:1:15: energy.proof: value of the wrong kind', '  given: "2"', '  allowed: a list'],
  },
  {
    name: 'a factor without source, licence and year',
    edits: [with_('    year: 2025\n    source: Essai\n    licence: MIT\n', '')],
    fr: ['year', 'source', 'licence'].flatMap((key) => [`factors/proof.yaml:2:5: energy.proof[0].${key}: clé absente`, `  à faire : ajouter « ${key}: »`]),
    en: ['year', 'source', 'licence'].flatMap((key) => [`factors/proof.yaml:2:5: energy.proof[0].${key}: missing key`, `  next: add “${key}:”`]),
  },
  {
    name: 'a value outside of its own bounds',
    edits: [with_('value: 2', 'value: 5'), ['factors/other.yaml', ONE.replace('proof', 'other').replace('low: 1', 'low: 2.5')]],
    fr: ['factors/other.yaml:4:10: energy.other[0].low: borne basse au-dessus de la valeur', '  valeur donnée : "2.5"', 'factors/proof.yaml:5:11: energy.proof[0].high: borne haute au-dessous de la valeur', '  valeur donnée : "3"'],
    en: ['factors/other.yaml:4:10: energy.other[0].low: low bound above the value', '  given: "2.5"', 'factors/proof.yaml:5:11: energy.proof[0].high: high bound below the value', '  given: "3"'],
  },
  {
    name: 'a period that ends before it begins',
    edits: [with_('validFrom: 2025-01-01', 'validFrom: 2025-01-01\n    validUntil: 2024-12-31')],
    fr: ['factors/proof.yaml:11:17: energy.proof[0].validUntil: période qui finit avant de commencer', '  valeur donnée : "2024-12-31"'],
    en: ['factors/proof.yaml:11:17: energy.proof[0].validUntil: period that ends before it begins', '  given: "2024-12-31"'],
  },
  {
    name: 'two values for one day',
    edits: [['factors/proof.yaml', second('2026-01-01')]],
    fr: ['factors/proof.yaml:19:16: energy.proof[1].validFrom: période qui recoupe celle de la version 1', '  valeur donnée : "2026-01-01"'],
    en: ['factors/proof.yaml:19:16: energy.proof[1].validFrom: period that overlaps that of version 1', '  given: "2026-01-01"'],
  },
  {
    name: 'versions that do not count up',
    edits: [['factors/proof.yaml', second('2026-01-01', 7).replace('validFrom: 2025-01-01', 'validFrom: 2025-01-01\n    validUntil: 2025-12-31')]],
    fr: ['factors/proof.yaml:12:14: energy.proof[1].version: les versions se comptent à partir de 1, dans l’ordre', '  valeur donnée : "7"'],
    en: ['factors/proof.yaml:12:14: energy.proof[1].version: versions count from 1, in order', '  given: "7"'],
  },
  {
    name: 'one factor in two files',
    edits: [['factors/another.yaml', ONE], with_('W', 'W')],
    fr: ['factors/proof.yaml:1:1: energy.proof: facteur donné par deux fichiers', '  valeur donnée : "energy.proof"'],
    en: ['factors/proof.yaml:1:1: energy.proof: factor that two files give', '  given: "energy.proof"'],
  },
  {
    name: 'the grid of a country',
    edits: [with_('energy.proof', 'grid.ca.direct')],
    fr: ['factors/proof.yaml:1:1: grid.ca.direct: réseau électrique inconnu : un facteur vaut pour une région, jamais pour un pays', '  valeur donnée : "grid.ca.direct"', '  permis : grid.qc.…'],
    en: ['factors/proof.yaml:1:1: grid.ca.direct: unknown grid: a factor is for a region, never for a country', '  given: "grid.ca.direct"', '  allowed: grid.qc.…'],
  },
  {
    name: 'an id without a topic',
    edits: [with_('energy.proof', 'Proof')],
    fr: ['factors/proof.yaml:1:1: Proof: nom invalide', '  valeur donnée : "Proof"', '  permis : des mots en minuscules séparés par des points, comme grid.qc.direct'],
    en: ['factors/proof.yaml:1:1: Proof: invalid name', '  given: "Proof"', '  allowed: lower-case words separated by dots, such as grid.qc.direct'],
  },
];

describe('loadFactors: says in both languages what is wrong, where, and what to do', () => {
  it.each(refusals)('$name', ({ edits, fr, en }) => {
    const problems = inCopyOf(join(CHECKOUT, 'catalog'), edits, (catalog) => problemsOf(() => loadFactors(catalog)));
    expect(words(problems, 'fr')).toEqual(fr);
    expect(words(problems, 'en')).toEqual(en);
  });

  it('a catalog without any', () => {
    expect(problemsOf(() => loadFactors('/nowhere')).map(({ code, given }) => [code, given])).toEqual([['no-factors', '/nowhere/factors']]);
  });
});
