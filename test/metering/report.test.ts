import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openCatalog } from '../../modules/engine/index.ts';
import { type DockerHostSheet, type Federation, loadFederation } from '../../modules/federation/index.ts';
import { energyReport, EnergyReport, type FactorTable, type HostReadings, type HostSaid, namedPeriod, type Period } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { hoursFrom, readingsFrom, recordedHour } from './recorded.ts';
import { factors, withFactors } from './sample.ts';

const HOST = 'serveur-1';
const folder = mkdtempSync(join(tmpdir(), 'chatiere-report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const federation: Federation = loadFederation(join(CHECKOUT, 'examples', 'demo'), openCatalog());

/** Midnight in Québec on the first of December: winter begins. */
const FIRST = Date.parse('2026-12-01T05:00:00Z') / 1000;
const DAY = 86_400;

function reportOf(readings: HostReadings, { period = { from: FIRST, to: FIRST + 2 * DAY }, table = factors, of = federation, more = {} }: { period?: Period; table?: FactorTable; of?: Federation; more?: Record<string, HostSaid> } = {}): EnergyReport {
  return energyReport({ federation: of, factors: table, period, said: new Map(Object.entries({ [HOST]: { readings }, ...more })) });
}
const host = (report: EnergyReport) => report.hosts.find(({ id }) => id === HOST) ?? expect.fail('no host');
const close = (a: number, b: number): void => expect(Math.abs(a - b) / Math.max(Math.abs(a), 1e-30)).toBeLessThan(1e-9);
const total = (list: readonly { readonly kilowattHours: { readonly value: number } }[]): number => list.reduce((sum, { kilowattHours }) => sum + kilowattHours.value, 0);

describe('a report', () => {
  const report = reportOf(readingsFrom(hoursFrom(HOST, FIRST, 48)));

  it('fits its own schema, and names no person', () => {
    expect(EnergyReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('adds up: parts to the host, hosts to operator and federation, instances to organizations', () => {
    const { parts, energy, quality } = host(report);
    close(total(parts), energy?.value ?? 0);
    expect(quality?.residual).toBeLessThan(1e-9);
    close(report.federation.energy?.value ?? 0, energy?.value ?? 0);
    close(report.operators.find(({ id }) => id === 'coop-des-rives')?.energy?.value ?? 0, energy?.value ?? 0);
    expect(report.operators.find(({ id }) => id === 'coop-du-fleuve')?.energy).toBeNull();
    for (const { id, energy: whole } of report.organizations) close(report.instances.filter(({ organization }) => organization === id).reduce((sum, one) => sum + (one.energy?.value ?? 0), 0), whole?.value ?? 0);
  });

  it('leaves to the operator only what is idle, and what is not the federation’s', () => {
    const { parts, energy } = host(report);
    const left = total(parts.filter(({ kind }) => kind === 'idle' || kind === 'foreign'));
    close(report.instances.reduce((sum, one) => sum + (one.energy?.value ?? 0), 0) + left, energy?.value ?? 0);
    for (const one of report.instances) close(one.own.cpu + one.own.memory + one.own.idle + one.shared, one.energy?.value ?? 0);
  });

  it('gives each instance the power, the days and the hours of the same energy', () => {
    for (const { energy, meanKilowatts, peak, days, hours } of report.instances) {
      close((meanKilowatts?.value ?? 0) * 48, energy?.value ?? 0);
      close(days.reduce((sum, { kilowattHours }) => sum + kilowattHours, 0), energy?.value ?? 0);
      close(hours.reduce((sum, kilowatts) => sum + kilowatts, 0) * 2, energy?.value ?? 0);
      close([6, 7, 8, 16, 17, 18, 19].reduce((sum, hour) => sum + (hours[hour] ?? 0), 0) / 7, peak?.kilowatts.value ?? 0);
    }
  });

  it('spreads the identity server over the instances of every host, and the rest over those of its own', () => {
    const sheet = federation.hosts.get(HOST) ?? expect.fail('no host');
    const village = federation.instances.get('village-demo.miniflux') ?? expect.fail('no instance');
    const two: Federation = { ...federation, hosts: new Map([...federation.hosts, ['serveur-2', { ...sheet, operator: 'coop-du-fleuve' }]]), instances: new Map([...federation.instances, ['village-demo.miniflux', { ...village, host: 'serveur-2' }]]) };
    const only = (name: string, keep: (window: ReturnType<typeof recordedHour>['containers'][number]) => boolean): HostReadings => readingsFrom(hoursFrom(name, FIRST, 24).map((window) => ({ ...window, containers: window.containers.filter(keep) })));
    const isVillage = ({ owner }: { readonly owner: { readonly kind: string; readonly instance?: string } }): boolean => owner.kind === 'instance' && owner.instance === 'village-demo.miniflux';
    const period = { from: FIRST, to: FIRST + DAY };
    const both = reportOf(only(HOST, (use) => !isVillage(use)), { of: two, period, more: { 'serveur-2': { readings: only('serveur-2', isVillage) } } });
    const [first, second] = ['serveur-1', 'serveur-2'].map((id) => both.hosts.find((one) => one.id === id)?.parts ?? []) as [typeof both.hosts[0]['parts'], typeof both.hosts[0]['parts']];
    const [mrc, other] = ['mrc-demo.miniflux', 'village-demo.miniflux'].map((id) => both.instances.find((one) => one.id === id) ?? expect.fail(id)) as [typeof both.instances[0], typeof both.instances[0]];
    const value = (parts: typeof first, kind: string, id = ''): number => parts.find((part) => part.kind === kind && part.id === id)?.kilowattHours.value ?? 0;
    const own = ({ own: { cpu, memory, idle } }: typeof mrc): number => cpu + memory + idle;
    close(other.shared, value(second, 'system') + (value(first, 'shared', 'identity') * own(other)) / (own(mrc) + own(other)));
    close(both.federation.energy?.value ?? 0, total(first) + total(second));
  });

  it('adds up by day, and by hour of the day to the mean power', () => {
    const { days, hours, energy, meanKilowatts } = report.federation;
    expect(days.map(({ day }) => day)).toEqual(['2026-12-01', '2026-12-02']);
    close(days.reduce((sum, { kilowattHours }) => sum + kilowattHours, 0), energy?.value ?? 0);
    close(hours.reduce((sum, kilowatts) => sum + kilowatts, 0) / 24, meanKilowatts?.value ?? 0);
    close((meanKilowatts?.value ?? 0) * 48, energy?.value ?? 0);
  });

  it('gives the power in the windows of the winter peak', () => {
    const { peak, hours } = report.federation;
    expect(peak?.winter).toBe(true);
    close([6, 7, 8, 16, 17, 18, 19].reduce((sum, hour) => sum + (hours[hour] ?? 0), 0) / 7, peak?.kilowatts.value ?? 0);
    const autumn = reportOf(readingsFrom(hoursFrom(HOST, FIRST - 2 * DAY, 24)), { period: { from: FIRST - 2 * DAY, to: FIRST - DAY } });
    expect(autumn.federation.peak?.winter).toBe(false);
  });

  it('tells carbon on both bases, with the room and without certificates', () => {
    const { energy, room, direct, lifecycle, embodied, pue } = host(report);
    close(room?.value ?? 0, (energy?.value ?? 0) * (pue?.value ?? 0));
    expect(direct?.value).toBeGreaterThan(0);
    expect(lifecycle?.value).toBeGreaterThan(10 * (direct?.value ?? Infinity));
    expect(embodied?.value).toBeGreaterThan(0);
  });

  it('says how old the machine is, how full, and which way its energy is known', () => {
    const { hardware, density, methods, energy } = host(report);
    expect(hardware).toMatchObject({ example: true, year: 2019, condition: 'second-hand', lifeYears: 10, amortised: false });
    expect(hardware?.age).toBeCloseTo(7.4, 1);
    expect(density?.instances).toBe(2);
    expect(density?.reservedCores).toBeGreaterThan(0.25);
    expect(energy?.class).toBe('D');
    expect(methods.map(({ provenance }) => provenance)).toEqual(['modelled_tdp', 'modelled_archetype']);
  });
});

describe('what is missing', () => {
  it('a host that said nothing is in no sum, and each sum names it', () => {
    const copy = join(folder, 'two');
    cpSync(join(CHECKOUT, 'examples', 'demo'), copy, { recursive: true });
    writeFileSync(join(copy, 'hosts', 'serveur-2.yaml'), 'operator: coop-du-fleuve\ntarget: docker\nengine: ssh://serveur-2\nsite: { name: Là, region: qc }\nplatform: { socket-proxy: 3.0-1, traefik: 3.6.7-1 }\n');
    const two = loadFederation(copy, openCatalog());
    const problem = { code: 'no-meter', what: { fr: 'pas de relevé', en: 'no reading' } };
    const report = reportOf(readingsFrom(hoursFrom(HOST, FIRST, 4)), { of: two, more: { 'serveur-2': { problem } } });
    expect(report.federation.lacking.energy).toEqual(['serveur-2']);
    expect(report.federation.energy?.value).toBeGreaterThan(0);
    expect(report.hosts.find(({ id }) => id === 'serveur-2')).toMatchObject({ energy: null, meanKilowatts: null, peak: null, direct: null, embodied: null, quality: null, parts: [], problems: [problem] });
    expect(report.operators.find(({ id }) => id === 'coop-du-fleuve')?.energy).toBeNull();
  });

  it('a factor that is missing gives no figure and is named, once', () => {
    const report = reportOf(readingsFrom(hoursFrom(HOST, FIRST, 48)), { table: withFactors({ 'grid.qc.direct': undefined }) });
    expect(report.federation).toMatchObject({ direct: null, lifecycle: null, lacking: { energy: [], carbon: [HOST], embodied: [] } });
    expect(report.federation.energy?.value).toBeGreaterThan(0);
    expect(host(report).problems.map(({ what }) => what.en)).toEqual(['missing factor: grid.qc.direct; there is no figure without it']);
    const dark = reportOf(readingsFrom(hoursFrom(HOST, FIRST, 48)), { table: withFactors({ 'memory.module': undefined, 'vcpu.cascade-lake.min': undefined }) });
    expect(dark.federation.energy).toBeNull();
    expect(dark.instances.map(({ energy }) => energy)).toEqual([null, null]);
    expect(host(dark).quality?.silentSeconds).toBe(48 * 3600);
  });

  it('a machine that measures its energy and whose record says nothing of its rest is at rest as it was seen to be', () => {
    const sheet = (federation.hosts.get(HOST) ?? expect.fail('no host')) as DockerHostSheet;
    const { tdpWatts: _, architecture: __, ...cpu } = sheet.hardware?.cpu ?? expect.fail('no hardware');
    const blind: Federation = { ...federation, hosts: new Map([[HOST, { ...sheet, hardware: { ...(sheet.hardware as NonNullable<typeof sheet.hardware>), cpu } }]]) };
    const counting = (watts: number, busy: number) => hoursFrom(HOST, FIRST, 24).map((window, hour) => ({ ...window, containers: [], node: { ...window.node, cpuSeconds: (hour < 12 ? 0.01 : busy) * 20 * 3600, raplJoules: { package: (hour < 12 ? 30 : watts) * 3600 } } }));
    const quiet = reportOf(readingsFrom(counting(60, 0.5)), { of: blind, period: { from: FIRST, to: FIRST + DAY } });
    close(quiet.federation.energy?.value ?? 0, ((30 + 60) * 12 * 1.33) / 1000);
    close(host(quiet).parts.find(({ kind }) => kind === 'idle')?.kilowattHours.value ?? 0, (30 * 12 * 1.33 * (0.995 + 0.75)) / 1000);
    const never = reportOf(readingsFrom(counting(60, 0.5).slice(12)), { of: blind, period: { from: FIRST, to: FIRST + DAY } });
    expect(host(never)).toMatchObject({ energy: null, problems: [{ code: 'no-resting-power' }] });
  });

  it('gaps, steps and counters that could not be read are told, and nothing is filled in', () => {
    const windows = hoursFrom(HOST, FIRST, 12).filter((_, index) => index < 4 || index > 8).map((window, index) => (index === 0 ? { ...window, missing: ['network' as const] } : window));
    const report = reportOf(readingsFrom(windows, { gaps: [{ from: FIRST + 4 * 3600, seconds: 5 * 3600, reason: 'late' }], steps: [{ at: FIRST + 600, seconds: -3600 }] }), { period: { from: FIRST, to: FIRST + 14 * 3600 } });
    expect(host(report).quality).toMatchObject({ coverage: 0.5, measuredSeconds: 7 * 3600, gaps: [{ seconds: 18_000, reason: 'late' }], steps: [{ seconds: -3600 }], missing: { network: 3600 } });
    const whole = reportOf(readingsFrom(windows.map((window) => ({ ...window, missing: [] }))), { period: { from: FIRST, to: FIRST + 14 * 3600 } });
    close(whole.federation.energy?.value ?? 0, report.federation.energy?.value ?? 0);
  });
});

describe('a reading of a plug', () => {
  const windows = hoursFrom(HOST, FIRST, 48);
  const plain = reportOf(readingsFrom(windows));

  it('replaces the model over the time that it covers, and shares itself out as the model would', () => {
    const report = reportOf(readingsFrom(windows, { walls: [{ from: FIRST, to: FIRST + 2 * DAY, joules: 3.6e6 * 5 }] }));
    close(report.federation.energy?.value ?? 0, 5);
    expect(report.federation.energy).toMatchObject({ class: 'A', shares: { A: 1 } });
    const ratio = (one: EnergyReport) => (one.federation.days[0]?.kilowattHours ?? 0) / (one.federation.energy?.value ?? 0);
    close(ratio(report), ratio(plain));
    expect(host(report).methods.map(({ provenance }) => provenance)).toEqual(['measured_wall', 'modelled_tdp', 'modelled_archetype']);
  });

  it('of half the time leaves the other half to the model, even when it begins inside an hour', () => {
    const report = reportOf(readingsFrom(windows, { walls: [{ from: FIRST + 1800, to: FIRST + DAY + 1800, joules: 3.6e6 }] }));
    expect(report.federation.energy?.class).toBe('D');
    close((report.federation.energy?.provenances['measured_wall'] ?? 0) * (report.federation.energy?.value ?? 0), 1);
    expect(host(report).quality?.measuredSeconds).toBeCloseTo(2 * DAY, 6);
  });

  it('keeps for nobody what it counted while nothing was measured', () => {
    const holed = windows.filter(({ from }) => from < FIRST + DAY);
    const report = reportOf(readingsFrom(holed, { walls: [{ from: FIRST, to: FIRST + 2 * DAY, joules: 3.6e6 * 4 }] }));
    close(report.federation.energy?.value ?? 0, 4);
    close(host(report).parts.find(({ kind }) => kind === 'unseen')?.kilowattHours.value ?? 0, 2);
    expect(host(report).quality?.residual).toBeLessThan(1e-9);
    close((report.federation.meanKilowatts?.value ?? 0) * 24, 2);
  });

  it('of a longer time gives a day its own part', () => {
    const walls = [{ from: FIRST, to: FIRST + 2 * DAY, joules: 3.6e6 * 5 }];
    const days = [0, 1].map((day) => reportOf(readingsFrom(windows, { walls }), { period: { from: FIRST + day * DAY, to: FIRST + (day + 1) * DAY } }).federation.energy?.value ?? 0);
    close((days[0] ?? 0) + (days[1] ?? 0), 5);
    expect(days[0]).not.toBe(days[1]);
  });
});

it('is the same whether its windows are minutes or hours, and in whatever pieces its period is asked', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 46 }), fc.integer({ min: 0, max: 3599 }), (hour, second) => {
    const windows = hoursFrom(HOST, FIRST, 48);
    const at = FIRST + hour * 3600 + second;
    const value = (period: Period): number => reportOf(readingsFrom(windows), { period }).federation.energy?.value ?? 0;
    const [whole, first, rest] = [value({ from: FIRST, to: FIRST + 2 * DAY }), value({ from: FIRST, to: at }), value({ from: at, to: FIRST + 2 * DAY })];
    expect(Math.abs(whole - first - rest) / whole).toBeLessThan(2 / 172_800 + 1e-9);
  }), { numRuns: 20 });
  const minutes = Array.from({ length: 60 }, (_, minute) => recordedHour(HOST, FIRST + 60 * minute, 60));
  const merged = reportOf(readingsFrom(minutes), { period: { from: FIRST, to: FIRST + 3600 } });
  expect(host(merged).quality?.measuredSeconds).toBe(3600);
  expect(host(merged).density?.load).toBeGreaterThan(0);
});

describe('a period', () => {
  const now = Date.parse('2026-11-25T21:00:00Z') / 1000;
  const iso = ({ from, to }: Period) => [from, to].map((moment) => new Date(moment * 1000).toISOString().slice(0, 16));
  it.each([
    ['jour', '2026-11-25T05:00', '2026-11-25T21:00'],
    ['day', '2026-11-25T05:00', '2026-11-25T21:00'],
    ['semaine', '2026-11-19T05:00', '2026-11-25T21:00'],
    ['mois', '2026-11-01T04:00', '2026-11-25T21:00'],
    ['année', '2026-01-01T05:00', '2026-11-25T21:00'],
    ['hiver', '2025-12-01T05:00', '2026-04-01T04:00'],
    ['2026-10', '2026-10-01T04:00', '2026-11-01T04:00'],
    ['2026-03-08', '2026-03-08T05:00', '2026-03-09T04:00'],
    ['2025', '2025-01-01T05:00', '2026-01-01T05:00'],
  ])('%s is Québec’s', (words, from, to) => {
    expect(iso(namedPeriod(words, now))).toEqual([from, to]);
  });

  it.each(['', 'hier', '2026-13', '2026-1', '2027', '20261125', '2026-02-30'])('%j is refused', (words) => {
    expect(() => namedPeriod(words, now)).toThrow(/period/);
  });
});
