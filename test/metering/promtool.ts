import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CHECKOUT } from '../catalog/folder.ts';

export const RULES = join(CHECKOUT, 'docs', 'prometheus', 'chatiere.rules.yaml');
/** `npm test` gives its path; without it what needs it is skipped, and says so. */
export const PROMTOOL = process.env['PROMTOOL'] ?? '/usr/bin/promtool';
export const hasPromtool = existsSync(PROMTOOL);
export const promtool = (...args: string[]): string => execFileSync(PROMTOOL, args, { encoding: 'utf8' });

/** Labels as Prometheus writes them. */
export const labelled = (name: string, labels: Readonly<Record<string, string>>): string => `${name}{${Object.entries(labels).map(([key, value]) => `${key}="${value}"`).join(', ')}}`;

export interface Case {
  readonly rules: string;
  /** Series -> its values, a minute apart. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Expressions that must be within a ratio of an amount, and the labels that they keep. */
  readonly near: readonly { readonly expr: string; readonly amount: number; readonly within: number; readonly labels: Readonly<Record<string, string>> }[];
}

/** What the published rules, and some more, make of series. @throws what promtool says where it is something else. */
export function expectRules({ rules, series, at, near }: Case): void {
  const folder = mkdtempSync(join(tmpdir(), 'chatiere-promtool-'));
  try {
    writeFileSync(join(folder, 'power.yaml'), rules);
    writeFileSync(join(folder, 'test.yaml'), stringify({
      rule_files: ['power.yaml', RULES],
      evaluation_interval: '1m',
      tests: [{
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: near.map(({ expr, amount, within, labels }) => ({ expr: `abs((${expr}) / ${amount} - 1) < bool ${within}`, eval_time: at, exp_samples: [{ labels: labelled('', labels), value: 1 }] })),
      }],
    }));
    promtool('test', 'rules', join(folder, 'test.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
