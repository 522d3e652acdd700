import type { Place } from '../kernel/index.ts';
import type { AppSheet, ImageLock } from './app.ts';
import type { ComposeFile } from './compose.ts';
import type { Plans } from './plans.ts';

/** One release of a catalog entry: a folder `catalog/<app>/<release>/`, never edited once published. */
export interface Release {
  readonly app: string;
  /** Folder name, such as `2.2.15-1`: upstream's version and our revision. */
  readonly release: string;
  readonly sheet: AppSheet;
  readonly compose: ComposeFile;
  /** SHA-256 of the folder's files, in hexadecimal. */
  readonly digest: string;
  /** Absolute path of the folder. */
  readonly folder: string;
}

/** Everything on offer, loaded once. */
export interface Catalog {
  /** The first directory it was loaded from. */
  readonly directory: string;
  /** App -> release -> entry. */
  readonly apps: ReadonlyMap<string, ReadonlyMap<string, Release>>;
  readonly plans: Plans;
  readonly images: ImageLock;
  /** Where an image's field stands in images.lock.yaml. */
  readonly placeOfImage: (name: string, field: string) => Place;
}
