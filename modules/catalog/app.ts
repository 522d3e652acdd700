import { z } from 'zod';
import { MAX_SEGMENT, SEGMENT } from '../kernel/index.ts';

/** `app.yaml`: what Compose cannot say of a release. Each section is a schema of its own; unknown keys are refused. */

export const Segment = z.string().regex(SEGMENT, { error: 'segment', abort: true }).max(MAX_SEGMENT, { error: 'segment' });
/**
 * Text on one line, not of spaces alone, that cannot drive a terminal or a configuration file, nor hide or reorder what is read;
 * at most three marks stand on one letter.
 */
export const Line = z.string().min(1, { abort: true }).regex(
  /^(?=.*\S)(?!.*[\u0300-\u036f]{4})[^\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]*$/,
  { error: 'one-line' },
);
export const WebAddress = z.url({ protocol: /^https?$/, error: 'web-address', abort: true }).regex(/^[^@\s]*$/, { error: 'web-address' });
/** Folder name of a release: upstream's version, a hyphen and our revision. */
export const ReleaseName = z.string().max(40).regex(/^[0-9A-Za-z][0-9A-Za-z.+_]*-[0-9]+$/, { error: 'release' });
const UrlPath = z.string().regex(/^\/[^\s?#*]*$/, { error: 'url-path' });
export const Bilingual = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
export const SecretName = Segment;

export const About = z.strictObject({
  name: Line,
  summary: Bilingual,
  licence: Line,
  website: WebAddress,
  /** Which parts of the interface speak French. */
  french: z.enum(['full', 'partial', 'none']),
  /** Upstream's support window of this version; `until` is null where upstream names no end. */
  support: z.strictObject({ since: z.iso.date(), until: z.iso.date().nullable(), source: z.string().min(1) }),
  /** Date of the last pass of the suite on the real published images; `never` until there was one. */
  lastRealPass: z.union([z.literal('never'), z.iso.date()]),
});

/** Where people reach the app: one service, one port, plain HTTP behind the edge. */
export const Route = z.strictObject({
  service: Segment,
  port: z.int().min(1).max(65_535),
  /** Largest request body in MiB; 0 is no limit. */
  maxBodyMiB: z.int().min(0).default(0),
  timeoutSeconds: z.int().min(1).default(60),
  websocketPaths: z.array(UrlPath).default([]),
});

/** How people sign in. Paths are relative to the instance's address. */
export const Oidc = z.strictObject({
  mechanism: z.enum(['builtin', 'plugin']),
  /** Name of the secret that is the client's secret. */
  clientSecret: SecretName,
  redirectPaths: z.array(UrlPath).min(1),
  postLogoutPaths: z.array(UrlPath).default([]),
  backchannelLogoutPath: UrlPath.optional(),
  pkce: z.boolean(),
  scopes: z.array(z.string().min(1)).default(['openid', 'profile', 'email']),
  /** Claim that carries full group paths; absent when the app cannot use it. */
  groupsClaim: z.string().min(1).optional(),
  /** What is known not to work, in words for the catalog page. */
  exceptions: z.array(Bilingual).default([]),
});

/** A secret. Without a template it is one derived value, 32 bytes as base64url (43 characters); with one, text over `${SECRET_…}` and variables. */
export const Secret = z.strictObject({
  template: z.string().optional(),
});

/** A one-shot job after the services are healthy, in the order listed. */
export const Configure = z.strictObject({
  id: Segment,
  /** Service whose image, mounts, secrets and environment the job uses. */
  service: Segment,
  argv: z.array(z.string()).min(1),
  when: z.enum(['install', 'change', 'upgrade']),
  timeoutSeconds: z.int().min(1).default(300),
});

export const Brand = z.strictObject({
  /** Neutral key -> environment variable, or how it is applied in words; keys that are absent cannot be applied. */
  applied: z.partialRecord(z.enum(['name', 'colour', 'logo', 'legal', 'privacy', 'locale']), z.string()).default({}),
});

export const Sizing = z.strictObject({
  memoryMiB: z.int().min(8).max(1_048_576),
  cpus: z.number().positive().max(512),
});

export const Usage = z.strictObject({
  id: Segment,
  definition: Bilingual,
  service: Segment,
  /** argv whose output is one integer. */
  argv: z.array(z.string()).min(1),
});

export const Backup = z.strictObject({
  sets: z.array(z.strictObject({ id: Segment, kind: z.enum(['database', 'volume']), service: Segment.optional(), volume: Segment.optional(), argv: z.array(z.string()).optional() })),
  quiesce: z.enum(['none', 'stop', 'maintenance']),
  restore: z.array(Bilingual).min(1),
});

export const Upgrade = z.strictObject({
  /** Releases from which one may move to this one. */
  from: z.array(ReleaseName).default([]),
  strategy: z.enum(['stop-first', 'rolling']).default('stop-first'),
});

export const DataSheet = z.strictObject({
  where: z.string().min(1),
  what: Bilingual,
  retention: Bilingual,
});

const perService = <T extends z.ZodType>(value: T) => z.record(Segment, value);

export const AppSheet = z.strictObject({
  kind: z.enum(['app', 'platform']),
  about: About,
  route: Route.optional(),
  oidc: Oidc.optional(),
  secrets: z.record(SecretName, Secret).default({}),
  configure: z.array(Configure).default([]),
  brand: Brand.prefault({}),
  /** Plan -> service -> size. A platform entry has the one plan `platform`. */
  sizing: z.record(Segment, perService(Sizing)),
  usage: z.array(Usage).default([]),
  backup: Backup.optional(),
  upgrade: Upgrade.prefault({}),
  data: z.array(DataSheet).default([]),
  /** Per service: nothing, mail submission only, or the web. Absent services have `none`. */
  egress: perService(z.enum(['none', 'mail', 'web'])).default({}),
  /** Per service: how it is told of the certificate authority (the variable or option, for people to read). */
  trust: perService(z.string().min(1)).default({}),
  /** Configs and secrets that their service rereads by itself: a change of them does not replace it. */
  watched: z.array(Segment).default([]),
  /** Platform only: the `keycloak` entry names itself so; others find it by this. */
  provides: z.enum(['edge', 'identity', 'socket-proxy', 'meter']).optional(),
  /** Why a rule of hardening is relaxed, service by service: printed by `chatiere catalog`. */
  relaxed: perService(Bilingual).default({}),
});
export type AppSheet = z.infer<typeof AppSheet>;

export const Plan = z.strictObject({
  name: Bilingual,
  /** Members that may have access. */
  members: z.int().min(1).max(1_000_000),
  storageGiB: z.number().positive().max(1_000_000),
  /** Canadian dollars before taxes. */
  pricePerMonth: z.number().min(0).max(1_000_000).multipleOf(0.01),
});
export const Plans = z.record(Segment, Plan);
export type Plan = z.infer<typeof Plan>;
export type Plans = z.infer<typeof Plans>;

export const Image = z.strictObject({
  repository: z.string().regex(/^[a-z0-9][a-z0-9./:_-]*$/, { error: 'image-name' }),
  tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, { error: 'image-name' }),
  /** `sha256:…` of the multi-platform index; null until `chatiere images lock` could reach a registry. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'digest' }).nullable(),
  /** Name of a recipe in tools/images that builds a local equivalent. */
  build: Segment.optional(),
});
export const ImageLock = z.record(Segment, Image);
export type Image = z.infer<typeof Image>;
export type ImageLock = z.infer<typeof ImageLock>;
