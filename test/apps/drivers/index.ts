import type { Driver } from '../driver.ts';
import { discourse } from './discourse.ts';
import { miniflux } from './miniflux.ts';
import { nextcloud } from './nextcloud.ts';

export const drivers: readonly Driver[] = [miniflux, nextcloud, discourse];
