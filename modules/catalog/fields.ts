import { z } from 'zod';
import { MAX_SEGMENT, SEGMENT } from '../kernel/index.ts';

/** Kinds of value that several sheets use. */

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
export const UrlPath = z.string().regex(/^\/[^\s?#*]*$/, { error: 'url-path' });
export const Bilingual = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
export const SecretName = Segment;
