import { z } from 'zod';
import { Bilingual } from './fields.ts';

/** What an organization may say of itself, in the order in which people read it. */
export const BRAND_KEYS = ['name', 'slogan', 'colour', 'logo', 'favicon', 'legal', 'privacy', 'locale', 'support'] as const;
export type BrandKey = (typeof BRAND_KEYS)[number];
/** Those that are files. */
export const PICTURE_KEYS = ['logo', 'favicon'] as const satisfies readonly BrandKey[];
export type PictureKey = (typeof PICTURE_KEYS)[number];

/** Raster pictures only: an SVG may hold a script. */
export const PICTURE_FORMATS = ['png', 'jpeg', 'webp', 'gif'] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** Where the app's own setting is: the variable, the job or the config of the entry that sets it. */
const Setting = z.strictObject({
  via: z.enum(['environment', 'job', 'config']),
  target: z.string().min(1),
});
export type Setting = z.infer<typeof Setting>;

/** Neutral key -> the app's own setting, and what the app takes; what is not here the app cannot take. */
export const Brand = z.partialRecord(z.enum(BRAND_KEYS), Setting.extend({
  /** Letters at most. */
  maxLength: z.int().min(1).optional(),
  /** Of a picture. */
  formats: z.array(z.enum(PICTURE_FORMATS)).min(1).optional(),
  maxKiB: z.int().min(1).optional(),
})).default({});

/** Limit of the plan -> the app's own setting; what is not here is watched, not enforced. */
export const Limits = z.partialRecord(z.enum(['members', 'storage', 'upload']), Setting.extend({
  /** Where the app itself stops below what a plan may allow. */
  note: Bilingual.optional(),
})).default({});

/** Keys of a brand that an app has no setting for. */
export const untakenKeys = (brand: z.infer<typeof Brand>): BrandKey[] => BRAND_KEYS.filter((key) => brand[key] === undefined);
