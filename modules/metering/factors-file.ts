import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Bilingual, Line, parseSheet, problemAt, readFiles, type Sheet } from '../catalog/index.ts';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { type FactorRecord, type FactorTable, UNITS, type UnitName } from './factors.ts';

const Version = z.strictObject({
  version: z.int().min(1),
  value: z.number().min(0),
  /** Between what it lies: by the source where it says so, by other sources, or by our own judgement, which `note` then says. */
  low: z.number().min(0),
  high: z.number().min(0),
  unit: z.enum(Object.keys(UNITS) as [UnitName, ...UnitName[]]),
  /** Year that the value speaks of, not that of the publication. */
  year: z.int().min(1990).max(2100),
  /** Title and place of what was read: `owner/repository:path`, or an address. */
  source: Line.max(200),
  /** SPDX identifier, or the name of the terms under which the source is published. */
  licence: Line.max(80),
  validFrom: z.iso.date(),
  /** Open where left out: physics does not change every year, the grid does. */
  validUntil: z.iso.date().optional(),
  note: Bilingual.optional(),
});

/** Dotted, from the general to the particular: `grid.qc.direct`. */
const FactorId = z.string().max(60).regex(/^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/, { error: 'factor-id' });

/** `factors/<topic>.yaml`: id -> its versions. */
export const FactorSheet = z.record(FactorId, z.array(Version).min(1));
type FactorSheet = z.infer<typeof FactorSheet>;

/** Regions that have a grid of their own. A country is not one: the mean of Canada is 60 to 100 times Québec's direct emissions. */
const ZONES = ['qc'];

/** Reads the factors of a catalog, `<catalog>/factors/*.yaml`. Throws one `ChatiereError` with every problem of every file. */
export function loadFactors(catalog: string): FactorTable {
  const problems: Problem[] = [];
  const table = new Map<string, FactorRecord[]>();
  const files = existsSync(catalog) ? readFiles(catalog, problems, '', (path) => path === 'factors/' || /^factors\/[^/]*\.yaml$/.test(path)) : new Map<string, string>();
  for (const [file, content] of files) {
    const sheet = parseSheet(file, content, FactorSheet, problems);
    if (sheet) addSheet(table, sheet, problems);
  }
  if (files.size === 0) problems.push({ code: 'no-factors', what: text('aucun facteur : pas de chiffre d’énergie ni de carbone', 'no factors: there are no figures of energy or carbon'), given: `${catalog}/factors`, next: text('remettre le dossier du catalogue', 'put the folder of the catalog back') });
  if (problems.length > 0) throw new ChatiereError(problems);
  return table;
}

function addSheet(table: Map<string, FactorRecord[]>, sheet: Sheet<FactorSheet>, problems: Problem[]): void {
  for (const [id, versions] of Object.entries(sheet.value)) {
    if (table.has(id)) {
      problems.push(problemAt(sheet, [id], 'factor-twice', text('facteur donné par deux fichiers', 'factor that two files give'), { part: 'key', given: id }));
      continue;
    }
    problems.push(...zoneProblems(sheet, id), ...versions.flatMap((one, index) => [...versionProblems(sheet, id, one, index)]));
    table.set(id, versions.map(({ note: _, ...rest }) => ({ id, ...rest })));
  }
}

function zoneProblems(sheet: Sheet<FactorSheet>, id: string): Problem[] {
  const [topic, zone = ''] = id.split('.');
  if (topic !== 'grid' || ZONES.includes(zone)) return [];
  return [problemAt(sheet, [id], 'factor-zone', text('réseau électrique inconnu : un facteur vaut pour une région, jamais pour un pays', 'unknown grid: a factor is for a region, never for a country'), { part: 'key', given: id, allowed: text(ZONES.map((one) => `grid.${one}.…`).join(', '), ZONES.map((one) => `grid.${one}.…`).join(', ')) })];
}

function* versionProblems(sheet: Sheet<FactorSheet>, id: string, one: FactorSheet[string][number], index: number): Generator<Problem> {
  const refuse = (field: string, code: string, what: ReturnType<typeof text>, given: string): Problem => problemAt(sheet, [id, index, field], code, what, { given });
  if (one.version !== index + 1) yield refuse('version', 'factor-version', text('les versions se comptent à partir de 1, dans l’ordre', 'versions count from 1, in order'), `${one.version}`);
  if (one.low > one.value) yield refuse('low', 'factor-interval', text('borne basse au-dessus de la valeur', 'low bound above the value'), `${one.low}`);
  if (one.high < one.value) yield refuse('high', 'factor-interval', text('borne haute au-dessous de la valeur', 'high bound below the value'), `${one.high}`);
  if (one.validUntil !== undefined && one.validUntil < one.validFrom) yield refuse('validUntil', 'factor-period', text('période qui finit avant de commencer', 'period that ends before it begins'), one.validUntil);
  const earlier = sheet.value[id]?.slice(0, index).find((other) => other.validFrom <= (one.validUntil ?? '9999') && one.validFrom <= (other.validUntil ?? '9999'));
  if (earlier) yield refuse('validFrom', 'factor-overlap', text(`période qui recoupe celle de la version ${earlier.version}`, `period that overlaps that of version ${earlier.version}`), one.validFrom);
}
