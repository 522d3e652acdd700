import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { HostSheet } from '../../modules/federation/index.ts';
import { embodiedOf, nodeEnergy, parseTrace } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { DAY, factors, must, windowOf } from './sample.ts';

const page = readFileSync(join(CHECKOUT, 'docs', 'energy.md'), 'utf8');
const block = (kind: string): string => new RegExp(`\`\`\`${kind}\\n([^\`]*)\`\`\``).exec(page)?.[1] ?? '';

describe('docs/energy.md', () => {
  it('shows a record that is accepted, and from which every figure follows', () => {
    const host = HostSheet.parse({ operator: 'coop', target: 'docker', engine: 'unix:///var/run/docker.sock', platform: {}, ...parse(block('yaml')) });
    expect(Object.keys(must(nodeEnergy({ window: windowOf({ cores: 40, cpuSeconds: 600 }), hardware: host.hardware, factors })).energy.sources)).toEqual(['modelled_calibrated']);
    expect(must(embodiedOf('serveur-1', host.hardware, factors, DAY)).lifeHours).toBe(87_600);
  });

  it('shows a trace that is accepted', () => {
    expect(parseTrace('a.csv', block('csv'), [])).toMatchObject({ machine: 'serveur-1', tdpWatts: 85, samples: [{ watts: 41.2 }, { load: 0.1 }] });
  });

  it('gives the factors that the catalog gives', () => {
    const value = (id: string): string => `${factors.get(id)?.at(-1)?.value}`.replace('.', ',');
    for (const id of ['grid.qc.direct', 'grid.qc.lifecycle', 'memory.gigabyte', 'disk.ssd', 'disk.hdd', 'network.transfer', 'embodied.cpu.die', 'embodied.cpu.base', 'embodied.memory.base', 'embodied.ssd.base', 'embodied.hdd', 'embodied.motherboard', 'embodied.assembly', 'embodied.power-supply', 'embodied.enclosure.rack']) expect(page).toContain(value(id));
    expect(factors.get('grid.qc.direct')?.at(-1)?.validUntil).toBe('2026-12-31');
  });
});
