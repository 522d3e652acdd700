import { isIPv4 } from 'node:net';
import { domainToUnicode } from 'node:url';
import { z } from 'zod';
import { Line, ReleaseName, Segment, WebAddress } from '../catalog/index.ts';
import { type HostSheet, Port } from './host.ts';
import type { Picture } from './picture.ts';
import { SleepSheet, TimeZone } from './sleep.ts';

/** A lower-case DNS name of at least two labels; no wildcard, no trailing dot, nothing that a routing rule could read. */
export const Hostname = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: 'hostname', abort: true })
  .max(253, { error: 'hostname', abort: true })
  .refine(isReadable, { error: 'international-name' });

/** An international name says what its letters are: of one script, so that none passes for another. */
function isReadable(hostname: string): boolean {
  if (!/(^|\.)xn--/.test(hostname)) return true;
  const read = domainToUnicode(hostname);
  // What cannot be decoded is empty or as it was, depending on the version of Node.
  return /^[\p{Script=Latin}0-9.-]+$/u.test(read) && !/(^|\.)xn--/.test(read);
}

/** Below the federation's directory: nothing climbs, and nothing hidden is reached. */
const PicturePath = z.string().max(200).regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/, { error: 'picture-path' });

/** The relay by which apps send mail. Its password, where it asks for one, is the one line of `private/mail-password`. */
export const MailSheet = z.strictObject({
  host: z.string().refine((host) => Hostname.safeParse(host).success || isIPv4(host), { error: 'mail-host' }),
  port: Port,
  /** Sender of what apps write by themselves: an address of the federation's, never a person's. */
  from: z.string().max(254).regex(/^[A-Za-z0-9._%+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'mail-address' }),
  username: Line.max(200).optional(),
  security: z.enum(['none', 'starttls', 'tls']).default('starttls'),
});
export type MailSheet = z.infer<typeof MailSheet>;

/** `federation.yaml`. */
export const FederationSheet = z.strictObject({
  id: Segment,
  name: Line.max(100),
  /** `production` refuses images without digest, local builds and stand-in plugins. */
  environment: z.enum(['demo', 'production']).default('production'),
  domain: Hostname,
  /** `registry`: by digest; `local`: built on this machine. */
  images: z.enum(['registry', 'local']).default('registry'),
  /** `local`: our own authority, trusted inside the containers. */
  certificates: z.enum(['local']).default('local'),
  /** Whether public DNS knows the host names; if not, containers find them by `hosts` entries. */
  publicDns: z.boolean().default(true),
  /** Clock of the schedules by which instances sleep. */
  timeZone: TimeZone.default('America/Toronto'),
  identity: z.strictObject({ host: Segment, hostname: Hostname }),
  mail: MailSheet.optional(),
  /** What is not run, whoever orders it. */
  licences: z.strictObject({
    /** SPDX identifiers, `AGPL-3.0-only`; one that SPDX does not list begins with `LicenseRef-`. */
    forbidden: z.array(Line).default([]),
    onlyFree: z.boolean().default(false),
  }).prefault({}),
});

/** `operators/<id>.yaml`: a member cooperative. */
export const OperatorSheet = z.strictObject({
  name: Line.max(100),
  website: WebAddress.optional(),
});

/** `organizations/<id>.yaml`: a customer. */
export const OrganizationSheet = z.strictObject({
  name: Line.max(100),
  kind: z.enum(['mrc', 'municipality', 'non-profit', 'cooperative', 'other']),
  locale: z.enum(['fr-CA', 'en-CA']).default('fr-CA'),
  /** Mail domains of the organization, for its Keycloak Organization. */
  domains: z.array(Hostname).default([]),
  brand: z.strictObject({
    name: Line.max(60).optional(),
    slogan: Line.max(120).optional(),
    colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: 'colour' }).optional(),
    logo: PicturePath.optional(),
    favicon: PicturePath.optional(),
    legal: WebAddress.optional(),
    privacy: WebAddress.optional(),
    /** Where people ask for help: an address of the organization's, never a person's. */
    support: WebAddress.optional(),
  }).prefault({}),
});

/** `orders/<id>.yaml`: immutable once approved. */
export const OrderSheet = z.strictObject({
  organization: Segment,
  operator: Segment,
  app: Segment,
  plan: Segment,
  /** Name of the instance; the app's unless there are two. */
  name: Segment.optional(),
  /** Price agreed, Canadian dollars per month before taxes. */
  pricePerMonth: z.number().min(0).max(1_000_000).multipleOf(0.01),
  requestedOn: z.iso.date(),
  amends: Segment.optional(),
  note: Line.max(500).optional(),
  /** What the organization agrees to have counted: numbers, never who. Without this section nothing is. */
  counting: z.strictObject({ usage: z.boolean() }).optional(),
  /** Of an instance, or of an identity server that serves it, outside Québec: the privacy impact assessment that came before (P-39.1, s. 17, s. 70.1). */
  transferAssessment: z.strictObject({ reference: Line.max(200), date: z.iso.date() }).optional(),
  approval: z.strictObject({
    /** Operator that approved: an organization, never a person's name. */
    by: Segment,
    at: z.iso.datetime(),
    /** SHA-256 of the order without this section, in canonical form. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'sha256' }),
  }).optional(),
});

/** `instances/<organization>.<name>.yaml`: the operating choices. */
export const InstanceSheet = z.strictObject({
  order: Segment,
  release: ReleaseName,
  /** Where the app has several; the first unless given. */
  edition: Segment.optional(),
  host: Segment,
  hostname: Hostname,
  access: z.strictObject({
    /** Organizations beside its own whose members may sign in. */
    organizations: z.array(Segment).default([]),
    registration: z.enum(['closed', 'invited', 'open']).default('closed'),
  }).prefault({}),
  /** Opens the local sign-in of the break-glass account. */
  breakGlass: z.boolean().default(false),
  /** Hours at which its containers are stopped, by `chatiere sleep --due`. */
  sleep: SleepSheet.optional(),
  /** Generation of each secret, where it is not 1: raise it to rotate. */
  secretGenerations: z.record(Segment, z.int().min(1)).default({}),
});

export type FederationSheet = z.infer<typeof FederationSheet>;
export type OperatorSheet = z.infer<typeof OperatorSheet>;
export type OrganizationSheet = z.infer<typeof OrganizationSheet>;
export type OrderSheet = z.infer<typeof OrderSheet>;
export type InstanceSheet = z.infer<typeof InstanceSheet>;

/** The whole directory after validation: every reference in it resolves. */
export interface Federation {
  /** Absolute path of the directory. */
  readonly directory: string;
  readonly sheet: FederationSheet;
  readonly operators: ReadonlyMap<string, OperatorSheet>;
  readonly hosts: ReadonlyMap<string, HostSheet>;
  readonly organizations: ReadonlyMap<string, OrganizationSheet>;
  readonly orders: ReadonlyMap<string, OrderSheet>;
  /** Keyed by `<organization>.<name>`. */
  readonly instances: ReadonlyMap<string, InstanceSheet>;
  /** Keyed by the path that a brand gives. */
  readonly pictures: ReadonlyMap<string, Picture>;
}
