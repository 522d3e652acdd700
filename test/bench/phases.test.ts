import { expect, it } from 'vitest';
import { phasesOf, type Told } from './phases.ts';
import { type Process, treeOf } from './processes.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 25) + seconds * 1000).toISOString();
const step = (name: string, type: string) => ({ urn: `urn:${type}::${name}`, type, name });

it('says where the time of an up went', () => {
  const told: Told[] = [
    { at: at(3), kind: 'task-finished', task: 'stacks', seconds: 1.5 },
    { at: at(3), kind: 'stack-started', stack: 'identity' },
    { at: at(5), kind: 'stack-finished', stack: 'identity' },
    { at: at(5), kind: 'stack-started', stack: 'mrc.lecteur' },
    { at: at(7), kind: 'step-started', stack: 'mrc.lecteur', step: step('un', 'a') },
    { at: at(7.5), kind: 'step-started', stack: 'mrc.lecteur', step: step('un', 'b') },
    { at: at(8), kind: 'step-finished', stack: 'mrc.lecteur', step: step('un', 'b') },
    { at: at(11), kind: 'step-finished', stack: 'mrc.lecteur', step: step('un', 'a') },
    { at: at(12), kind: 'stack-finished', stack: 'mrc.lecteur' },
  ];
  const { phases, spans } = phasesOf(told, 'mrc.lecteur', Date.parse(at(0)), Date.parse(at(12.5)));
  expect(phases).toEqual({ command: 2, stack: 1.5, dependencies: 2, start: 2, steps: 4, end: 1 });
  expect(Object.values(phases).reduce((a, b) => a + b)).toBe(12.5);
  expect(spans).toEqual([{ name: 'un', type: 'a', from: 2, to: 6 }, { name: 'un', type: 'b', from: 2.5, to: 3 }]);
});

it('refuses to speak of a stack that did not run', () => {
  expect(() => phasesOf([], 'mrc.lecteur', 0, 1)).toThrow('mrc.lecteur did not run');
});

it('finds a process with all below it, and no other', () => {
  const all: Process[] = [[1, 0], [2, 1], [3, 1], [4, 2], [9, 8]].map(([pid = 0, parent = 0]) => ({ pid, parent, name: `p${pid}`, residentBytes: 1 }));
  expect(treeOf(2, all).map(({ pid }) => pid)).toEqual([2, 4]);
  expect(treeOf(1, all).map(({ pid }) => pid)).toEqual([1, 2, 3, 4]);
  expect(treeOf(7, all)).toEqual([]);
});
