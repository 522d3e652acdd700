import { join } from 'node:path';
import { type Actions, federationActions, type InstanceUsage, openCatalog } from '../../modules/engine/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { text } from '../../modules/kernel/index.ts';
import { type Audience, energyReport, type EnergyReport, type HostReadings, type Period, showUsage, type UsageReading } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { asleepFrom, hoursFrom, office, readingsFrom, recordedMeters } from '../metering/recorded.ts';
import { factors } from '../metering/sample.ts';

/** Midnight in Québec, thirty days before the moment that the tests take for now. */
export const BEGUN = Date.parse('2026-12-01T05:00:00Z') / 1000;
export const NOW = BEGUN + 30 * 86_400;

/** Thirty days of the demonstration's host: a plug read for its second week, and a gap. */
export const month: HostReadings = readingsFrom(
  hoursFrom('serveur-1', BEGUN, 30 * 24).filter(({ from }) => from < BEGUN + 20 * 86_400 || from > BEGUN + 20 * 86_400 + 7200),
  {
    walls: [{ from: BEGUN + 7 * 86_400, to: BEGUN + 14 * 86_400, joules: 9.6 * 3.6e6 }],
    gaps: [{ from: BEGUN + 20 * 86_400, seconds: 10_800, reason: 'boot' }],
    steps: [{ at: BEGUN + 3600, seconds: -12 }],
  },
);

const catalog = openCatalog();
const federation = loadFederation(join(CHECKOUT, 'examples', 'demo'), catalog);

const known = new Map<string, EnergyReport>();

/** What the pages of the demonstration show of a period; of a host that says nothing, without readings. Each period is worked out once. */
export function demoReport(period: Period, readings: HostReadings | 'silent' = month): EnergyReport {
  const key = readings === month ? `${period.from}/${period.to}` : '';
  const found = known.get(key) ?? reportOf(period, readings);
  if (key !== '') known.set(key, found);
  return found;
}

function reportOf(period: Period, readings: HostReadings | 'silent'): EnergyReport {
  const problem = { code: 'no-meter', what: { fr: 'serveur serveur-1 : pas de relevé', en: 'host serveur-1: no reading' }, next: { fr: 'le démarrer', en: 'start it' } };
  return energyReport({ federation, factors, period, said: new Map([['serveur-1', readings === 'silent' ? { problem } : { readings }]]) });
}

export const silent = (period: Period): EnergyReport => energyReport({ federation, factors, period, said: new Map() });

const EVERY_NIGHT = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '06:00' } as const;

/** What the demonstration's readings propose, had one of its instances kept office hours; and what came of the other's schedule, of the tenth day. */
export function demoActions(until = NOW): Promise<Actions> {
  const [worker, sleeper] = ['mrc-demo.miniflux', 'village-demo.miniflux'];
  const windows = month.windows.map((window) => asleepFrom(office(window, worker, BEGUN), sleeper, BEGUN + 10 * 86_400));
  const instances = new Map([...federation.instances].map(([id, sheet]) => [id, id === sleeper ? { ...sheet, sleep: { ...EVERY_NIGHT, days: [...EVERY_NIGHT.days] } } : sheet] as const));
  return federationActions({ federation: { ...federation, instances }, catalog }, recordedMeters({ 'serveur-1': { windows, walls: [], gaps: [], steps: [] } }), { from: until - 30 * 86_400, to: until });
}

const counted = (id: string, more: object, count: number): UsageReading => ({ query: { id, service: 'database', argv: ['psql'], definition: text('Comptes que ceci définit', 'Accounts that this defines'), ...more } as UsageReading['query'], result: { count } });

/** Of the demonstration's two instances, one counted at a moment and one whose organization does not agree. */
export function demoUsage(audience: Audience, day = 12, at: string | null = new Date((NOW - 3600) * 1000).toISOString()): InstanceUsage[] {
  const readings = [counted('members', { counts: 'members' }, 60), ...([['day', day], ['week', 25], ['month', 40]] as const).map(([window, count]) => counted(`active-${window}`, { counts: 'active', window }, count)), counted('bytes', { counts: 'storage' }, 2 ** 31)];
  const base = { app: 'miniflux', release: '2.2.15-1' };
  return [
    { ...base, instance: 'mrc-demo.miniflux', organization: 'mrc-demo', order: 'cmd-2026-001', agreed: true, ...(at === null ? { counts: [], bands: [], problems: [] } : showUsage(readings, audience, 'mrc-demo.miniflux')), at },
    { ...base, instance: 'village-demo.miniflux', organization: 'village-demo', order: 'cmd-2026-002', agreed: false, counts: [], bands: [], problems: [], at: null },
  ];
}
