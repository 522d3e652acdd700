import type { Driver } from '../driver.ts';
import { discourse } from './discourse.ts';
import { mattermost } from './mattermost.ts';
import { miniflux } from './miniflux.ts';
import { nextcloud } from './nextcloud.ts';

const all: readonly Driver[] = [miniflux, nextcloud, discourse, mattermost];
const wanted = process.env['APPS']?.split(',');

/** Of every app of the catalog; `APPS=nextcloud,discourse` leaves the others out, for whoever works on these. */
export const drivers = all.filter(({ app }) => wanted?.includes(app) ?? true);
