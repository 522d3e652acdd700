import { join } from 'node:path';
import type { HardwareSheet } from '../../modules/federation/index.ts';
import { type ContainerUse, type FactorTable, loadFactors, type NodeUse, type Outcome, type Owner, type UnitName, type Window } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';

/** Those that are published with the catalog. */
export const factors: FactorTable = loadFactors(join(CHECKOUT, 'catalog'));

/** The catalog's, some of them replaced by exact values: `{ 'grid.qc.direct': [800, 'gCO2e/kWh'] }`; `undefined` takes one away. */
export function withFactors(values: Readonly<Record<string, readonly [value: number, unit: UnitName] | undefined>>): FactorTable {
  const table = new Map(factors);
  for (const [id, given] of Object.entries(values)) {
    if (given) table.set(id, [{ id, version: 1, value: given[0], low: given[0], high: given[0], unit: given[1], year: 2026, source: 'test', licence: 'test', validFrom: '2000-01-01' }]);
    else table.delete(id);
  }
  return table;
}

export const DAY = '2026-11-25';
/** Noon of that day. */
export const NOON = Date.parse(`${DAY}T12:00:00Z`) / 1000;

export const instance = (name: string): Owner => ({ kind: 'instance', instance: name, organization: name.split('.')[0] as string, app: name.split('.')[1] as string });

export function container(id: string, owner: Owner, use: Partial<ContainerUse> = {}): ContainerUse {
  return { id, owner, cpuSeconds: 0, cpuRequest: 0, memoryBytes: 0, memoryRequest: 0, readBytes: 0, writtenBytes: 0, receivedBytes: 0, sentBytes: 0, ...use };
}

export function windowOf(node: Partial<NodeUse>, containers: readonly ContainerUse[] = [], rest: Partial<Window> = {}): Window {
  return { host: 'serveur-1', from: NOON, seconds: 60, node: { cpuSeconds: 0, cores: 4, memoryBytes: 8e9, receivedBytes: 0, sentBytes: 0, ...node }, containers, ...rest };
}

/** A machine that says nothing from which a power could be drawn. */
export function hardware(more: Partial<Omit<HardwareSheet, 'cpu'>> & { readonly cpu?: Partial<HardwareSheet['cpu']> } = {}): HardwareSheet {
  return { model: 'Essai', example: true, year: 2020, condition: 'new', memory: [{ modules: 4, gigabytes: 16 }], disks: [], counters: 'own', preferPsys: false, ...more, cpu: { model: 'Essai', sockets: 1, threads: 4, ...more.cpu } };
}

/** The figure, or a failure that says what was missing. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.problems.map(({ what }) => what.en).join('; '));
}

export const codesOf = (outcome: Outcome<unknown>): string[] => (outcome.ok ? [] : outcome.problems.map(({ code }) => code));
