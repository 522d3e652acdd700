import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../modules/kernel/index.ts';
import { type ModelError, modelErrors, type ModelName, parseTrace, type Shapes, type Trace } from '../../modules/metering/index.ts';
import { piecewise, stretched } from '../../modules/metering/power-curve.ts';
import { meanAbsoluteError, pointsOf } from '../../modules/metering/power-model-error.ts';
import { errorRows, errorTable } from '../../scripts/model-error-table.ts';
import { CHECKOUT, words } from '../catalog/folder.ts';

const SHAPES: Shapes = { teads: [[0, 0.12], [0.1, 0.32], [0.5, 0.75], [1, 1.02]], log: { b: 0.0354, c: 36.8953 } };
const LOADS = Array.from({ length: 101 }, (_, percent) => percent / 100);
/** A trace of a machine whose power is a known function of its load. */
const trace = (name: string, watts: (load: number) => number, more: Partial<Trace> = {}): Trace => ({ name, machine: 'a', tdpWatts: 100, samples: LOADS.map((load, index) => ({ seconds: index, load, watts: watts(load) })), ...more });
const teads = (load: number): number => 100 * piecewise(SHAPES.teads, load);

function errorOf(all: readonly Trace[], model: ModelName, calibrated: ModelError['calibrated'], name = all[0]?.name ?? ''): number | undefined {
  return modelErrors(all, SHAPES).find((row) => row.model === model && row.calibrated === calibrated)?.errors.get(name);
}

describe('modelErrors', () => {
  it('finds none where the machine is the model', () => {
    expect(errorOf([trace('t', teads)], 'teads', 'no')).toBe(0);
    expect(errorOf([trace('t', (load) => 12 + 90 * load)], 'linear', 'no')).toBeCloseTo(0, 12);
    expect(errorOf([trace('t', () => 50)], 'half', 'no')).toBe(0);
    expect(errorOf([trace('t', (load) => piecewise([[0, 40], [0.5, 90], [1, 120]], load))], '3-points', 'same-trace')).toBeLessThan(0.001);
    expect(errorOf([trace('t', (load) => piecewise(stretched(SHAPES.teads, 40, 120), load))], 'teads-2-points', 'same-trace')).toBeLessThan(0.02);
  });

  it.each([0.1, 0.25, 0.5])('finds %s where the machine takes that much more or less than the model at every load', (error) => {
    expect(errorOf([trace('t', (load) => teads(load) / (1 + error))], 'teads', 'no')).toBeCloseTo(error, 12);
    expect(errorOf([trace('t', (load) => teads(load) / (1 - error))], 'teads', 'no')).toBeCloseTo(error, 12);
  });

  it('averages over the samples: half of them right, half of them twice too low', () => {
    expect(errorOf([trace('t', teads, { samples: LOADS.slice(0, 100).map((load, index) => ({ seconds: index, load, watts: teads(load) * (index % 2 === 0 ? 1 : 2) })) })], 'teads', 'no')).toBeCloseTo(0.25, 12);
  });

  it('tells a machine that calibrates itself from one that another trace calibrates', () => {
    const both = [trace('a', (load) => 40 + 80 * load), trace('b', (load) => (40 + 80 * load) * 1.2)];
    expect(errorOf(both, '3-points', 'same-trace')).toBeLessThan(0.001);
    expect(errorOf(both, '3-points', 'other-trace', 'a')).toBeCloseTo(0.2, 3);
    expect(errorOf(both, '3-points', 'other-trace', 'b')).toBeCloseTo(1 - 1 / 1.2, 3);
    expect(errorOf([both[0] as Trace, { ...(both[1] as Trace), machine: 'other' }], '3-points', 'other-trace', 'a')).toBeUndefined();
  });

  it('passes over a trace that a model knows too little of', () => {
    expect(errorOf([trace('t', teads, { tdpWatts: undefined })], 'teads', 'no')).toBeUndefined();
    expect(errorOf([trace('t', teads, { samples: [{ seconds: 0, load: 0.3, watts: 40 }] })], '3-points', 'same-trace')).toBeUndefined();
  });

  it('takes the middle of noisy samples near a point', () => {
    expect(pointsOf(trace('t', () => 1, { samples: [[0.001, 40], [0, 400], [0.003, 41], [0.02, 1000], [0.48, 90], [0.97, 120]].map(([load = 0, watts = 0], seconds) => ({ seconds, load, watts })) }))).toEqual([41, 90, 120]);
  });

  it('does not depend on the order of the samples, nor on their unit of power', () => {
    fc.assert(fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), (scale) => {
      const one = trace('t', (load) => 30 + 60 * load * load);
      const other = { ...one, samples: one.samples.map((sample) => ({ ...sample, watts: sample.watts * scale })).toReversed() };
      expect(meanAbsoluteError(other, (load) => scale * teads(load))).toBeCloseTo(meanAbsoluteError(one, teads), 9);
    }));
  });

  it('gives the median over traces, and the least and the greatest', () => {
    const all = [0.1, 0.2, 0.6].map((error, index) => trace(`t${index}`, (load) => teads(load) / (1 + error), { machine: `m${index}` }));
    const row = errorRows(modelErrors(all, SHAPES)).find(({ model }) => model === 'teads');
    expect(row).toEqual({ model: 'teads', calibrated: 'no', traces: 3, least: expect.closeTo(0.1, 9), median: expect.closeTo(0.2, 9), greatest: expect.closeTo(0.6, 9) });
    expect(errorTable(row ? [row] : [], all, 'fr').split('\n')).toEqual([
      '| modèle | étalonné | traces | erreur moyenne absolue, médiane | de – à |', '|---|---|---|---|---|',
      '| courbe de Teads × puissance nominale (modelled_tdp) | non | 3 | 20\u00a0% | 10\u00a0% – 60\u00a0% |', '', 'Mesuré : 3 traces, 3 machines.',
    ]);
  });
});

describe('parseTrace', () => {
  const read = (content: string) => { const problems: Problem[] = []; return { trace: parseTrace('a.csv', content, problems), said: words(problems, 'fr') }; };

  it('reads what is said of the machine, and the samples', () => {
    expect(read('\ufeff# machine: serveur-1\n# tdp: 85\r\nseconds,load,watts\n0,0,40\n60, 0.5 ,90.5\n\n').trace).toEqual({ name: 'a.csv', machine: 'serveur-1', tdpWatts: 85, samples: [{ seconds: 0, load: 0, watts: 40 }, { seconds: 60, load: 0.5, watts: 90.5 }] });
    expect(read('seconds,load,watts\n0,0,40\n').trace).toMatchObject({ machine: 'a.csv', tdpWatts: undefined });
  });

  it.each([
    ['a heading of another form', 'time,load,power\n0,0,1\n', ['a.csv:1: en-tête d’un autre format', '  valeur donnée : "time,load,power"', '  permis : seconds,load,watts']],
    ['nothing', '', ['a.csv:1: en-tête d’un autre format', '  valeur donnée : ""', '  permis : seconds,load,watts']],
    ['a heading alone', 'seconds,load,watts\n', ['a.csv:1: trace sans aucun relevé']],
    ['a load in percent', '# tdp: 85\nseconds,load,watts\n0,0,40\n1,50,90\n', ['a.csv:4: valeur impossible dans la colonne load', '  valeur donnée : "50"', '  permis : un nombre de 0 à 1']],
    ['no watts', 'seconds,load,watts\n0,0,0\n1,0.5\n', ['a.csv:2: valeur impossible dans la colonne watts', '  valeur donnée : "0"', '  permis : un nombre, plus de 0', 'a.csv:3: valeur impossible dans la colonne watts', '  valeur donnée : ""', '  permis : un nombre, plus de 0']],
    ['a decimal comma', 'seconds,load,watts\n0,"0,5",40\n', ['a.csv:2: valeur impossible dans la colonne load', '  valeur donnée : "0,5"', '  permis : un nombre de 0 à 1']],
    ['an open quote', 'seconds,load,watts\n0,"0.5,40\n', ['a.csv:2: CSV illisible à cet endroit']],
    ['a rated power in words', '# tdp: beaucoup\nseconds,load,watts\n0,0,40\n', ['a.csv:1: puissance nominale impossible', '  valeur donnée : "beaucoup"', '  permis : des watts, plus de 0']],
  ])('refuses %s', (_, content, fr) => {
    const { trace: none, said } = read(content);
    expect([none, said]).toEqual([undefined, fr]);
  });
});

describe('npm run model-error', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatiere-traces-'));
    const write = (name: string, error: number): void => writeFileSync(join(folder, name), `# machine: synth\n# tdp: 100\nseconds,load,watts\n${LOADS.map((load, index) => `${index},${load},${teads(load) / (1 + error)}`).join('\n')}\n`);
    write('un.csv', 0.3);
    write('deux.csv', 0.1);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) => execa('sh', ['scripts/node.sh', 'scripts/model-error.ts', ...args], { cwd: CHECKOUT, env: { LC_ALL: 'fr_CA.UTF-8' }, reject: false });

  it('prints the error that the traces were made with', async () => {
    const { stdout, exitCode } = await run(folder);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toContain('| courbe de Teads × puissance nominale (modelled_tdp) | non | 2 | 20\u00a0% | 10\u00a0% – 30\u00a0% |');
    expect(stdout).toContain('Mesuré : 2 traces, 1 machine.');
  });

  it('gives programs the same', async () => {
    const { models } = JSON.parse((await run(folder, '--json')).stdout) as { models: { model: string; calibrated: string; median: number }[] };
    expect(models.find(({ model }) => model === 'teads')?.median).toBeCloseTo(0.2, 6);
    expect(models.map(({ calibrated }) => calibrated)).toEqual(['no', 'no', 'no', 'no', 'same-trace', 'other-trace', 'same-trace', 'other-trace', 'same-trace', 'other-trace']);
  });

  it.each([
    [[], 2, 'un dossier de traces, et un seul'],
    [['/nowhere'], 3, 'dossier illisible'],
    [[join(CHECKOUT, 'docs')], 3, 'aucune trace dans ce dossier'],
  ])('refuses %j', async (args, code, said) => {
    const { stderr, exitCode } = await run(...args);
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(said)]);
  });
});
