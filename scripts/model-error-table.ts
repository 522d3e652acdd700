import { type Language, type Text, text } from '../modules/kernel/index.ts';
import type { ModelError, ModelName, Trace } from '../modules/metering/index.ts';

/** One model on all traces that it could be tried on; errors are ratios. */
export interface ErrorRow {
  readonly model: ModelName;
  readonly calibrated: ModelError['calibrated'];
  readonly traces: number;
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

export function errorRows(errors: readonly ModelError[]): ErrorRow[] {
  return errors.map(({ model, calibrated, errors: byTrace }) => {
    const sorted = [...byTrace.values()].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] as number;
    return { model, calibrated, traces: sorted.length, least: sorted[0] as number, median: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2, greatest: sorted.at(-1) as number };
  });
}

const models: Readonly<Record<ModelName, Text>> = {
  teads: text('courbe de Teads × puissance nominale (modelled_tdp)', 'curve of Teads × rated power (modelled_tdp)'),
  linear: text('droite de 12 à 102 % de la puissance nominale', 'straight from 12 to 102% of the rated power'),
  proportional: text('charge × puissance nominale', 'load × rated power'),
  half: text('moitié de la puissance nominale', 'half of the rated power'),
  'teads-2-points': text('forme de Teads par deux points', 'shape of Teads through two points'),
  'log-2-points': text('forme logarithmique par deux points', 'logarithmic shape through two points'),
  '3-points': text('droites par trois points (modelled_calibrated)', 'straight through three points (modelled_calibrated)'),
};
const ways: Readonly<Record<ModelError['calibrated'], Text>> = {
  no: text('non', 'no'),
  'same-trace': text('sur la même trace', 'on the same trace'),
  'other-trace': text('sur une autre trace de la machine', 'on another trace of the machine'),
};

/** As it can be quoted, in Markdown. */
export function errorTable(rows: readonly ErrorRow[], traces: readonly Trace[], language: Language): string {
  const head = text('| modèle | étalonné | traces | erreur moyenne absolue, médiane | de – à |', '| model | calibrated | traces | mean absolute error, median | from – to |')[language];
  const count = traces.length;
  const machines = new Set(traces.map(({ machine }) => machine)).size;
  const foot = text(`Mesuré : ${count} ${count > 1 ? 'traces' : 'trace'}, ${machines} ${machines > 1 ? 'machines' : 'machine'}.`, `Measured: ${count} ${count > 1 ? 'traces' : 'trace'}, ${machines} ${machines > 1 ? 'machines' : 'machine'}.`)[language];
  const lines = rows.map((row) => `| ${[models[row.model][language], ways[row.calibrated][language], row.traces, percent(row.median, language), `${percent(row.least, language)} – ${percent(row.greatest, language)}`].join(' | ')} |`);
  return [head, '|---|---|---|---|---|', ...lines, '', foot].join('\n');
}

/** Two figures that mean something: `8,4 %`, `139 %`. */
function percent(ratio: number, language: Language): string {
  const value = new Intl.NumberFormat(`${language}-CA`, { useGrouping: false, maximumFractionDigits: ratio < 0.0995 ? 1 : 0 }).format(ratio * 100);
  return language === 'fr' ? `${value}\u00a0%` : `${value}%`;
}
