import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Exposition } from '../../modules/metering/exposition.ts';
import { powerRules } from '../../modules/metering/index.ts';
import { type Ledger, openLedger } from '../../modules/metering/ledger.ts';
import { board, boardFile } from '../../tools/grafana/board.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { hasPromtool, promtool, RULES } from './promtool.ts';
import { factors, hardware, must, windowOf } from './sample.ts';

interface Rule { readonly record?: string; readonly alert?: string; readonly expr: string; readonly for?: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> }
const rules = (parse(readFileSync(RULES, 'utf8')) as { groups: { name: string; rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
/** And what `chatiere energy rules` writes of each host. */
const recorded = [...rules.flatMap(({ record }) => record ?? []), ...must(powerRules({ window: windowOf({}), hardware: hardware({ cpu: { tdpWatts: 65 } }), factors })).map(({ record }) => record)];
const exprs = board().panels?.flatMap((panel) => ('targets' in panel ? (panel.targets ?? []) : [])).map((target) => (target as unknown as { expr: string }).expr) ?? [];

const folder = mkdtempSync(join(tmpdir(), 'chatiere-rules-'));
let ledger: Ledger;
/** Metric -> labels of its help or samples. */
let exposed: readonly string[];
beforeAll(async () => {
  ledger = openLedger(join(folder, 'ledger.db'), 'serveur-1', 'test');
  exposed = [...(await new Exposition(ledger, 'serveur-1', () => ({ sampledAt: 1, age: 1, failing: undefined })).text()).matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name);
});
afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

/** Names of series in an expression. */
const namesIn = (expr: string): string[] => expr.match(/\b(?:[a-z_]+:)?sobriety_[a-z_]+(?::[a-z0-9_]+)?/g) ?? [];

describe('the rules and the dashboard file', () => {
  it('name only what the meter exposes, or what a rule records', () => {
    expect(exposed.length).toBeGreaterThan(15);
    const names = [...new Set([...rules.flatMap(({ expr }) => namesIn(expr)), ...exprs.flatMap(namesIn)])];
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => !exposed.includes(name) && !recorded.includes(name))).toEqual([]);
    expect(exprs.length).toBe(9);
  });

  it('every record is used, is named level:metric:operations, and every alert waits, says what and what to do', () => {
    for (const name of recorded) {
      expect(name).toMatch(/^[a-z_]+:sobriety_[a-z_]+:[a-z0-9_]+$/);
      expect([...exprs, ...rules.map(({ expr }) => expr)].some((expr) => expr.includes(name)), name).toBe(true);
    }
    for (const { alert, for: wait, labels, annotations } of rules.filter((rule) => rule.alert !== undefined)) {
      expect(alert).toMatch(/^([A-Z][a-z]+)+$/);
      expect(wait).toMatch(/^(15m|30m|1h|1d)$/);
      expect(['page', 'info']).toContain(labels?.['severity']);
      expect(Object.keys(annotations ?? {})).toEqual(['summary', 'action']);
    }
    expect(rules.filter(({ labels }) => labels?.['severity'] === 'page').map(({ alert }) => alert)).toEqual(['EnergySourceStale', 'EnergySourceGone', 'EnergyLedgerFailing']);
  });

  it('the dashboard file is what its program makes (npm run grafana)', () => {
    expect(readFileSync(join(CHECKOUT, 'docs', 'grafana', 'chatiere.json'), 'utf8')).toBe(boardFile());
  });

  it.skipIf(!hasPromtool)('promtool takes the rules, and they make of known series what they should', () => {
    expect(promtool('check', 'rules', RULES)).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(promtool('test', 'rules', join(import.meta.dirname, 'rules.promtool.yaml'))).toContain('SUCCESS');
  });
});
