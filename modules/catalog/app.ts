import { z } from 'zod';
import { Brand, Limits } from './brand.ts';
import { Editions } from './editions.ts';
import { Bilingual, Line, SecretName, Segment, UrlPath, WebAddress } from './fields.ts';
import { Backup, Configure, Upgrade } from './lifecycle.ts';
import { Clients, Mail, Roles } from './people.ts';

/** `app.yaml`: what Compose cannot say of a release. Each section is a schema of its own; unknown keys are refused. */

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
  /** Largest request body in MiB; 0 is no limit, `upload` what the plan allows to upload. */
  maxBodyMiB: z.union([z.int().min(0), z.literal('upload')]).default(0),
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
  /** What the app reads a person's groups from: full paths, `/mrc-demo/admins`. Absent when the app cannot use them. */
  groups: z.strictObject({
    claim: z.string().min(1),
    /** Plain value that stands in the claim too, for those in `/<own organization>/admins` alone. */
    administrators: Segment.optional(),
  }).optional(),
  /** What is known not to work, in words for the catalog page. */
  exceptions: z.array(Bilingual).default([]),
});

/** A secret. Without a template it is one derived value, 32 bytes as base64url (43 characters); with one, text over `${SECRET_…}` and variables. */
export const Secret = z.strictObject({
  template: z.string().optional(),
});

export const Sizing = z.strictObject({
  memoryMiB: z.int().min(8).max(1_048_576),
  cpus: z.number().positive().max(512),
});

/** Of `active` members: how far back one looks. A longer window holds the shorter ones: each counts all who were there since then. */
export const WINDOWS = ['day', 'week', 'month'] as const;
export type Window = (typeof WINDOWS)[number];

/** A count. People are `active` within a window of 24 hours, 7 or 30 days, or `members`, these among them; `storage` is in bytes; `content` is what people made. */
export const Usage = z.strictObject({
  id: Segment,
  counts: z.enum(['active', 'members', 'storage', 'content']),
  /** Of `active` alone, which has one. */
  window: z.enum(WINDOWS).optional(),
  definition: Bilingual,
  service: Segment,
  /** argv whose output is one integer; of variables, only those known beforehand. */
  argv: z.array(z.string()).min(1),
});
export type Usage = z.infer<typeof Usage>;

/** What an instance misses while it sleeps: said to whoever puts it to sleep. */
export const Sleep = z.strictObject({ caution: Bilingual });

export const DataSheet = z.strictObject({
  where: z.string().min(1),
  what: Bilingual,
  retention: Bilingual,
});

const perService = <T extends z.ZodType>(value: T) => z.record(Segment, value);

export const AppSheet = z.strictObject({
  kind: z.enum(['app', 'platform']),
  about: About,
  /** Where upstream publishes several; the first is taken unless the instance's file says another. */
  editions: Editions,
  route: Route.optional(),
  oidc: Oidc.optional(),
  secrets: z.record(SecretName, Secret).default({}),
  configure: z.array(Configure).default([]),
  brand: Brand,
  limits: Limits,
  roles: Roles.optional(),
  mail: Mail.optional(),
  clients: Clients,
  /** Plan -> service -> size. A platform entry has the one plan `platform`. */
  sizing: z.record(Segment, perService(Sizing)),
  usage: z.array(Usage).default([]),
  /** Where sleep costs more than the time that nobody is there. */
  sleep: Sleep.optional(),
  backup: Backup.optional(),
  upgrade: Upgrade.prefault({}),
  data: z.array(DataSheet).default([]),
  /** Third parties that the app contacts by itself as this entry runs it, in words; empty: none. */
  contacts: z.array(Bilingual).default([]),
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

/** A file of a public source repository that pins the very tag to the very digest. */
const Seen = z.strictObject({
  repository: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/, { error: 'source-repository' }),
  path: Line,
  commit: z.string().regex(/^[0-9a-f]{40}$/, { error: 'commit' }),
});
const owner = ({ repository }: z.infer<typeof Seen>): string | undefined => repository.split('/')[0]?.toLowerCase();

export const Image = z.strictObject({
  repository: z.string().regex(/^[a-z0-9][a-z0-9./:_-]*$/, { error: 'image-name' }),
  tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, { error: 'image-name' }),
  /** `sha256:…` of the multi-platform index; null until `chatiere images lock` could reach a registry. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'digest' }).nullable(),
  /** Where the digest was taken over from, until `chatiere images lock` has asked the registry. */
  seen: z.array(Seen).refine((files) => new Set(files.map(owner)).size > 1, { error: 'seen', path: [0, 'repository'] }).optional(),
  /** Name of a recipe in tools/images that builds a local equivalent. */
  build: Segment.optional(),
}).refine(({ digest, seen }) => digest !== null || seen === undefined, { error: 'seen', path: ['digest'] });
export const ImageLock = z.record(Segment, Image);
export type Image = z.infer<typeof Image>;
export type ImageLock = z.infer<typeof ImageLock>;
