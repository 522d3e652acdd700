import { z } from 'zod';
import { Duration } from '../kernel/index.ts';
import { Segment } from './fields.ts';

/** The subset as it is written, before the two ways of writing a thing become one. Every object is strict: other keys are refused by name. */

const AbsolutePath = z.string().regex(/^\/[^:\0]*$/, { error: 'absolute-path', abort: true }).refine((path) => !path.split('/').includes('..'), { error: 'absolute-path' });
const TimeSpan = z.string().refine((value) => Duration.parse(value) !== undefined, { error: 'duration' });
const Argv = z.array(z.string());
const VariableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'variable-name' });
const Port = z.union([z.string().refine((value) => /^[1-9][0-9]{0,4}$/.test(value) && Number(value) <= 65_535, { error: 'port' }), z.int().min(1).max(65_535)]);
const Capability = z.string().regex(/^[A-Z][A-Z_]+$/, { error: 'capability' });

const FileUse = z.union([Segment, z.strictObject({ source: Segment, target: z.string().min(1).optional() })]);
const VolumeUse = z.union([z.string(), z.strictObject({ type: z.enum(['volume', 'bind']), source: z.string().min(1), target: AbsolutePath, read_only: z.boolean().default(false) })]);
const Condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);

const Healthcheck = z.strictObject({
  test: z.union([z.string(), z.array(z.string()).min(1)]),
  interval: TimeSpan.default('30s'),
  timeout: TimeSpan.default('30s'),
  retries: z.int().min(1).default(3),
  start_period: TimeSpan.default('0s'),
});

const Service = z.strictObject({
  image: z.string(),
  command: Argv.optional(),
  entrypoint: Argv.optional(),
  user: z.string().min(1).optional(),
  environment: z.union([z.record(VariableName, z.string()), z.array(z.string())]).default({}),
  secrets: z.array(FileUse).default([]),
  configs: z.array(FileUse).default([]),
  volumes: z.array(VolumeUse).default([]),
  tmpfs: z.union([z.string(), z.array(z.string())]).default([]),
  depends_on: z.union([z.array(Segment), z.record(Segment, z.strictObject({ condition: Condition }))]).default([]),
  healthcheck: Healthcheck.optional(),
  expose: z.array(Port).default([]),
  ports: z.array(z.string()).default([]),
  network_mode: z.literal('host').optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()),
  cap_add: z.array(Capability).default([]),
  stop_grace_period: TimeSpan.optional(),
  restart: z.enum(['unless-stopped', 'no']),
  deploy: z.strictObject({ resources: z.strictObject({ limits: z.strictObject({ memory: z.string(), cpus: z.string() }) }) }),
});

export const RawCompose = z.strictObject({
  services: z.record(Segment, Service),
  volumes: z.record(Segment, z.union([z.strictObject({}), z.null()])).default({}),
  secrets: z.record(Segment, z.strictObject({ file: z.string() })).default({}),
  configs: z.record(Segment, z.union([z.strictObject({ content: z.string() }), z.strictObject({ file: z.string().regex(/^(\.\/files\/[A-Za-z0-9._-]+|\$\{[A-Z][A-Z0-9_]*\})$/, { error: 'config-file' }) })])).default({}),
});
export type RawCompose = z.infer<typeof RawCompose>;
export type RawService = z.infer<typeof Service>;
