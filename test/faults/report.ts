import type { Result } from './try.ts';

const minutes = (seconds: number): string => (seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);

/** One line a case, with what is left to do. */
export function progressLine(result: Result, done: number, total: number, elapsed: number): string {
  const { case: id, what, first, second, problems, seconds } = result;
  const verdict = problems.length === 0 ? 'converged' : 'FAILED';
  const exit = (code: number | null): string => (code === null ? 'killed' : `exit ${code}`);
  const left = minutes((elapsed / done) * (total - done));
  const head = `[${done}/${total}, ${minutes(elapsed)}, about ${left} left] ${verdict} ${id} (${what}): ${exit(first.exitCode)}, then ${exit(second.exitCode)} in ${second.seconds.toFixed(1)} s; case ${seconds.toFixed(1)} s`;
  return [head, ...problems.map((problem) => `    ${problem.replaceAll('\n', '\n    ')}`), ...(problems.length === 0 ? [] : [`    again: npm run test:faults -- --case ${id}`])].join('\n');
}

/** One row a scenario. */
export function summary(results: readonly Result[]): string {
  const groups = Map.groupBy(results, ({ case: id }) => id.split('/')[0] ?? '');
  const rows = [...groups].map(([scenario, all]) => {
    const converged = all.filter(({ problems }) => problems.length === 0);
    const longest = Math.max(0, ...converged.map(({ second }) => second.seconds));
    const mean = all.reduce((sum, { seconds }) => sum + seconds, 0) / all.length;
    return [scenario, String(all.length), String(converged.length), String(all.length - converged.length), `${longest.toFixed(1)} s`, `${mean.toFixed(1)} s`];
  });
  const table = [['scenario', 'cases', 'converged', 'failed', 'longest to converge', 'a case'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
