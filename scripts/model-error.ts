import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ChatiereError, ExitCode, languageOf, type Problem, text } from '../modules/kernel/index.ts';
import { loadFactors, modelErrors, parseTrace, takeFactors, type Trace } from '../modules/metering/index.ts';
import { errorRows, errorTable } from './model-error-table.ts';
import { report } from './report.ts';

const CATALOG = resolve(import.meta.dirname, '..', 'catalog');
const USAGE = text('npm run model-error -- DOSSIER [--json]', 'npm run model-error -- FOLDER [--json]');

const language = languageOf(process.env['LC_ALL'] ?? process.env['LANG']);
const { values, positionals } = parseArgs({ allowPositionals: true, strict: false, options: { json: { type: 'boolean', default: false } } });
try {
  const traces = readTraces(positionals);
  const rows = errorRows(modelErrors(traces, shapes()));
  console.log(values['json'] ? JSON.stringify({ schema: 1, traces: traces.map(({ name, machine, tdpWatts, samples }) => ({ name, machine, tdpWatts, samples: samples.length })), models: rows }) : errorTable(rows, traces, language));
} catch (error) {
  process.exitCode = report(error, { language, json: values['json'] === true, debug: false }, process.stderr);
}

/** Every `*.csv` of one folder, in the order of their names. */
function readTraces(folders: readonly string[]): Trace[] {
  const [folder] = folders;
  if (folder === undefined || folders.length > 1) throw new ChatiereError({ code: 'usage', what: text('un dossier de traces, et un seul', 'one folder of traces, and only one'), next: USAGE }, ExitCode.usage);
  const problems: Problem[] = [];
  const traces = csvFiles(folder).flatMap((file) => parseTrace(file, readFileSync(join(folder, file), 'utf8'), problems) ?? []);
  if (problems.length > 0) throw new ChatiereError(problems);
  return traces;
}

function csvFiles(folder: string): string[] {
  const refuse = (what: Problem['what']): never => {
    throw new ChatiereError({ code: 'no-traces', what, given: folder, next: text('y mettre des fichiers .csv : docs/energy.md en donne la forme', 'put .csv files there: docs/energy.md gives their form') });
  };
  try {
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv')).sort();
    return files.length > 0 ? files : refuse(text('aucune trace dans ce dossier', 'no trace in this folder'));
  } catch (error) {
    if (error instanceof ChatiereError) throw error;
    return refuse(text('dossier illisible', 'folder that cannot be read'));
  }
}

/** The curves of the catalog, as they stand today. */
function shapes() {
  const today = new Date().toISOString().slice(0, 10);
  const taken = takeFactors(loadFactors(CATALOG), today, { at0: ['curve.teads.0', 'W/W'], at10: ['curve.teads.10', 'W/W'], at50: ['curve.teads.50', 'W/W'], at100: ['curve.teads.100', 'W/W'], b: ['curve.log.b', '1'], c: ['curve.log.c', '1'] });
  if (!taken.ok) throw new ChatiereError(taken.problems);
  const { at0, at10, at50, at100, b, c } = taken.value;
  return { teads: [[0, at0.value], [0.1, at10.value], [0.5, at50.value], [1, at100.value]], log: { b: b.value, c: c.value } } as const;
}
