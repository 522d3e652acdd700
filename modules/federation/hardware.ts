import { z } from 'zod';
import { Line, WebAddress } from '../catalog/index.ts';

/** Where the machine's power was read while its curve was taken. `wall`: a plug or its management controller; `rapl`: the processor's own counters. */
const Calibration = z.strictObject({
  on: z.iso.date(),
  measured: z.enum(['wall', 'rapl']),
  /** Power at rest, at half and at full load; more points may stand between. `load` is 0 to 1. */
  curve: z.array(z.strictObject({ load: z.number().min(0).max(1), watts: z.number().positive().max(100_000) })).min(2).max(50),
  /** What the plug reads against the processor's counters: `watts + slope × P`. */
  wall: z.strictObject({ watts: z.number().min(0).max(10_000), slope: z.number().positive().max(10) }).optional(),
});

/** What the operator knows from a bill, where nothing measures. */
const Declared = z.strictObject({
  kilowattHours: z.number().positive(),
  low: z.number().min(0),
  high: z.number().positive(),
  from: z.iso.date(),
  until: z.iso.date(),
  evidence: WebAddress.optional(),
});

/**
 * `hardware:` of `hosts/<id>.yaml`: what the machine is made of. Of a virtual machine, the machine below it: the share follows from what
 * the system sees. Whatever is left out gives no figure rather than a guessed one.
 */
export const HardwareSheet = z.strictObject({
  model: Line.max(100),
  /** An invented record, for demonstrations: figures made from it are shown as an example. */
  example: z.boolean().default(false),
  /** Year of making. */
  year: z.int().min(1990).max(2100),
  /** Of a second-hand machine the former owner's years count: what its making emitted is spread over its whole life. */
  condition: z.enum(['new', 'second-hand']),
  /** From its making to its expected end; the factor `life.server` unless given. */
  lifeYears: z.number().min(1).max(30).optional(),
  cpu: z.strictObject({
    model: Line.max(100),
    /** As factors name it, `vcpu.<architecture>.min`: `epyc-2`, `ice-lake`, … */
    architecture: z.string().max(40).regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'architecture' }).optional(),
    sockets: z.int().min(1).max(16),
    /** Hardware threads, all sockets together. */
    threads: z.int().min(1).max(4096),
    /** Rated power of one socket. */
    tdpWatts: z.number().positive().max(2000).optional(),
    /** Silicon of one socket, all its dies together. */
    dieSquareMillimetres: z.number().positive().max(5000).optional(),
  }),
  /** Modules of one kind a line; gigabytes as printed on the module, density in GB/cm² where it is known. */
  memory: z.array(z.strictObject({ modules: z.int().min(1).max(256), gigabytes: z.number().positive().max(4096), density: z.number().positive().max(100).optional() })).min(1),
  disks: z.array(z.strictObject({ kind: z.enum(['ssd', 'hdd']), count: z.int().min(1).max(256).default(1), gigabytes: z.number().positive().max(1_000_000), density: z.number().positive().max(10_000).optional() })).default([]),
  powerSupplies: z.strictObject({ count: z.int().min(1).max(8), kilograms: z.number().positive().max(50) }).optional(),
  enclosure: z.enum(['rack', 'blade']).optional(),
  /** `hypervisor`: the counters that the system sees are its share as the hypervisor works it out. */
  counters: z.enum(['own', 'hypervisor']).default('own'),
  /** Whether the counter of the whole board is to be trusted; on older parts it reads too high. */
  preferPsys: z.boolean().default(false),
  calibration: Calibration.optional(),
  declared: Declared.optional(),
});
export type HardwareSheet = z.infer<typeof HardwareSheet>;

/**
 * `site.pue:`, energy of the room over energy of its machines (ISO/IEC 30134-2). Measured at the output of the uninterruptible supply
 * (`pue1`), of the distribution (`pue2`) or at the machines (`pue3`); else what the builder announced (`design`) or what the operator takes it to be (`assumed`).
 */
export const PueSheet = z.strictObject({
  value: z.number().min(1).max(5),
  category: z.enum(['pue1', 'pue2', 'pue3', 'design', 'assumed']),
  year: z.int().min(2000).max(2100),
  /** Where others can read it; not needed of what is assumed, and shown as such. */
  evidence: WebAddress.optional(),
});
export type PueSheet = z.infer<typeof PueSheet>;
