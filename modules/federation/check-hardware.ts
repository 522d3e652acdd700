import { problemAt, type Sheet } from '../catalog/index.ts';
import { type Problem, text } from '../kernel/index.ts';
import type { HostSheet } from './host.ts';

/** What the schema of a host cannot say of its site and machine: figures that would contradict each other. */
export function checkHardware(sheet: Sheet<HostSheet>, problems: Problem[]): void {
  problems.push(...pueProblems(sheet), ...cpuProblems(sheet), ...curveProblems(sheet), ...declaredProblems(sheet));
}

function* pueProblems(sheet: Sheet<HostSheet>): Generator<Problem> {
  const { pue } = sheet.value.site;
  if (!pue || pue.category === 'assumed' || pue.evidence !== undefined) return;
  yield problemAt(sheet, ['site', 'pue'], 'pue-evidence', text('PUE sans preuve', 'PUE without evidence'), {
    part: 'key',
    given: `${pue.value}`,
    next: text('ajouter « evidence: » et l’adresse où on peut le lire, ou écrire « category: assumed »', 'add “evidence:” and the address where it can be read, or write “category: assumed”'),
  });
}

function* cpuProblems(sheet: Sheet<HostSheet>): Generator<Problem> {
  const cpu = sheet.value.hardware?.cpu;
  if (!cpu || cpu.threads >= cpu.sockets) return;
  yield problemAt(sheet, ['hardware', 'cpu', 'threads'], 'few-threads', text('moins de fils d’exécution que de processeurs', 'fewer threads than sockets'), { given: `${cpu.threads}`, allowed: text(`au moins ${cpu.sockets}, tous processeurs ensemble`, `at least ${cpu.sockets}, all sockets together`) });
}

/** From rest to full load, never falling: a curve that falls was taken while something else ran. */
function* curveProblems(sheet: Sheet<HostSheet>): Generator<Problem> {
  const curve = sheet.value.hardware?.calibration?.curve ?? [];
  const path = ['hardware', 'calibration', 'curve'];
  const again = text('étalonner de nouveau, la machine au repos', 'calibrate again while the machine is idle');
  for (const [index, { load, watts }] of curve.entries()) {
    const before = curve[index - 1];
    if (before && load <= before.load) yield problemAt(sheet, [...path, index, 'load'], 'curve-order', text('charge qui n’est pas au-dessus de celle d’avant', 'load that is not above the one before'), { given: `${load}`, allowed: text(`plus de ${before.load}`, `more than ${before.load}`) });
    else if (before && watts < before.watts) yield problemAt(sheet, [...path, index, 'watts'], 'curve-falls', text('puissance au-dessous de celle d’une charge moindre', 'power below that of a lower load'), { given: `${watts}`, allowed: text(`au moins ${before.watts}`, `at least ${before.watts}`), next: again });
  }
  if (curve.length > 0 && (curve[0]?.load !== 0 || curve.at(-1)?.load !== 1)) yield problemAt(sheet, path, 'curve-ends', text('la courbe va de la charge 0 à la charge 1', 'the curve goes from load 0 to load 1'), { part: 'key', next: again });
}

function* declaredProblems(sheet: Sheet<HostSheet>): Generator<Problem> {
  const declared = sheet.value.hardware?.declared;
  if (!declared) return;
  const path = ['hardware', 'declared'];
  if (declared.low > declared.kilowattHours) yield problemAt(sheet, [...path, 'low'], 'declared-interval', text('borne basse au-dessus de la valeur', 'low bound above the value'), { given: `${declared.low}` });
  if (declared.high < declared.kilowattHours) yield problemAt(sheet, [...path, 'high'], 'declared-interval', text('borne haute au-dessous de la valeur', 'high bound below the value'), { given: `${declared.high}` });
  if (declared.until <= declared.from) yield problemAt(sheet, [...path, 'until'], 'declared-period', text('période qui finit avant de commencer', 'period that ends before it begins'), { given: declared.until });
}
