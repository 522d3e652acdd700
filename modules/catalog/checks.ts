import type { Problem } from '../kernel/index.ts';
import type { AppSheet, ImageLock, Plans } from './app.ts';
import type { ComposeFile } from './compose.ts';
import type { RawCompose } from './compose-schema.ts';
import type { Files } from './files.ts';
import type { Sheet } from './sheet.ts';

/** One entry as read, with what it must agree with. */
export interface Entry {
  readonly sheet: Sheet<AppSheet>;
  readonly raw: Sheet<RawCompose>;
  readonly compose: ComposeFile;
  /** Variables that appear in either file. */
  readonly used: ReadonlySet<string>;
  readonly files: Files;
  readonly images: ImageLock;
  readonly plans: Plans;
  readonly problems: Problem[];
}

export function checkEntry(_entry: Entry): void {}
