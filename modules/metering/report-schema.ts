import { z } from 'zod';

const Quantity = z.object({ value: z.number(), low: z.number(), high: z.number() }).readonly();
/** A figure and between what it lies. */
export type Quantity = z.infer<typeof Quantity>;

const hosts = z.array(z.string()).readonly();

const EnergyFigure = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  class: z.enum(['A', 'B', 'C', 'D', 'E']).describe('The worst of its parts: A a meter on the wire, E a guess from a table or a bill'),
  shares: z.record(z.string(), z.number()).describe('Share of the value in each class, 0 to 1'),
  provenances: z.record(z.string(), z.number()).describe('Share of the value by where it comes from, 0 to 1'),
}).readonly();
export type EnergyFigure = z.infer<typeof EnergyFigure>;

const Peak = z.object({
  winter: z.boolean().describe('Hydro-Québec’s windows, 06–09 h and 16–20 h from 1 December to 31 March; false: the same hours outside of winter'),
  kilowatts: Quantity.describe('Mean'),
}).readonly();

const account = {
  id: z.string(),
  name: z.string(),
  energy: EnergyFigure.nullable().describe('Of the machines, kWh; null where there is no figure'),
  room: Quantity.nullable().describe('The same with what the room adds (PUE), kWh'),
  meanKilowatts: Quantity.nullable().describe('Over the time that was measured'),
  peak: Peak.nullable(),
  direct: Quantity.nullable().describe('g CO₂e of the electricity, direct emissions of the grid'),
  lifecycle: Quantity.nullable().describe('g CO₂e of the same electricity, life cycle of the grid; instead of the direct ones, never added to them'),
  embodied: Quantity.nullable().describe('g CO₂e of the making of the machines, the share of the period'),
  days: z.array(z.object({ day: z.iso.date(), kilowattHours: z.number() })).readonly(),
  hours: z.array(z.number()).length(24).readonly().describe('Mean kW by hour of the day'),
  lacking: z.object({ energy: hosts, room: hosts, carbon: hosts, embodied: hosts }).readonly().describe('Hosts that the figure of each kind is without, wholly or for some hours'),
};

/** What every page and every row of the table begins with. */
const Account = z.object(account).readonly();
export type Account = z.infer<typeof Account>;

const InstanceReport = z.object({
  ...account,
  organization: z.string(),
  app: z.string(),
  operator: z.string(),
  host: z.string(),
  own: z.object({ cpu: z.number(), memory: z.number(), idle: z.number() }).readonly().describe('kWh of its own containers: after processor time, after memory, its share of the machine at rest'),
  shared: z.number().describe('kWh of what serves everyone (identity, edge, meter, system), in proportion to its own'),
}).readonly();
export type InstanceReport = z.infer<typeof InstanceReport>;

const HostPartReport = z.object({
  kind: z.enum(['instance', 'shared', 'meter', 'foreign', 'system', 'idle', 'unseen']),
  id: z.string().describe('Instance, or part of the platform; empty otherwise'),
  kilowattHours: Quantity,
  share: z.number().describe('Of the host, 0 to 1'),
}).readonly();
export type HostPartReport = z.infer<typeof HostPartReport>;

const Hardware = z.object({
  model: z.string(),
  example: z.boolean().describe('An invented record'),
  year: z.int(),
  age: z.number().describe('Years'),
  condition: z.enum(['new', 'second-hand']),
  lifeYears: z.number().nullable(),
  amortised: z.boolean().describe('It outlived its expected life: nothing of its making is left to count'),
}).readonly();

const Density = z.object({
  instances: z.int(),
  load: z.number().describe('Share of the processor time that was busy, 0 to 1'),
  reservedCores: z.number().describe('Of all cores'),
  reservedMemory: z.number().describe('Of all memory'),
}).readonly();

const Method = z.object({ provenance: z.string(), hours: z.number(), kilowattHours: Quantity }).readonly();

const Quality = z.object({
  coverage: z.number().describe('Share of the period that was measured, 0 to 1'),
  measuredSeconds: z.number(),
  silentSeconds: z.number().describe('Measured, but a factor or the hardware record is missing'),
  gaps: z.array(z.object({ from: z.iso.datetime({ offset: true }), seconds: z.number(), reason: z.enum(['late', 'boot', 'clock']) })).readonly(),
  steps: z.array(z.object({ at: z.iso.datetime({ offset: true }), seconds: z.number() })).readonly().describe('Times that the wall clock was set'),
  missing: z.record(z.string(), z.number()).describe('Counter that could not be read -> seconds'),
  walls: z.int().describe('Readings of a plug or a bill'),
  last: z.iso.datetime({ offset: true }).nullable().describe('End of the last window'),
  residual: z.number().describe('|parts − host| / host: 0 but for rounding'),
}).readonly();
export type Quality = z.infer<typeof Quality>;

const Problem = z.object({ code: z.string(), what: z.object({ fr: z.string(), en: z.string() }).readonly() }).loose().readonly();

const HostReport = z.object({
  ...account,
  operator: z.string(),
  site: z.string(),
  pue: z.object({ value: z.number(), category: z.string(), year: z.int(), evidence: z.string().nullable() }).readonly().nullable(),
  parts: z.array(HostPartReport).readonly(),
  hardware: Hardware.nullable(),
  density: Density.nullable(),
  methods: z.array(Method).readonly().describe('The same hours by each way to know that there is'),
  quality: Quality.nullable().describe('null: no reading at all'),
  problems: z.array(Problem).readonly(),
}).readonly();
export type HostReport = z.infer<typeof HostReport>;

const Factor = z.object({ id: z.string(), version: z.int(), year: z.int(), value: z.number(), low: z.number(), high: z.number(), unit: z.string(), source: z.string(), old: z.boolean() }).readonly();
export type FactorReport = z.infer<typeof Factor>;

/** `chatiere energy --json`: everything that the pages show. No person is in it. */
export const EnergyReport = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  sharedKey: z.literal('direct').describe('What serves everyone is spread by each instance’s own energy'),
  federation: Account,
  operators: z.array(Account).readonly(),
  hosts: z.array(HostReport).readonly(),
  organizations: z.array(Account).readonly(),
  instances: z.array(InstanceReport).readonly(),
  factors: z.array(Factor).readonly(),
}).readonly();
export type EnergyReport = z.infer<typeof EnergyReport>;

/** The same as a JSON Schema (draft 2020-12). */
export const energyReportSchema = (): object => z.toJSONSchema(EnergyReport);
