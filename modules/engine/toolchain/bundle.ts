import { join } from 'node:path';
import type { Bundle } from '../../../tools/images/index.ts';

/** What packages of the older kind ask for. */
const FOLDER = 'const __dirname = import.meta.dirname;';

/** Writes `<entry>.mjs` into `folder`: the entry with all that it imports, packages included. The bundler comes with what `npm start` installs, and with nothing less. */
export async function writeBundle({ entry, folder: own = '.' }: Bundle, source: string, folder: string): Promise<void> {
  const { build } = await import('rolldown');
  await build({
    input: join(source, own, `${entry}.ts`),
    platform: 'node',
    // Packages that ask whether an optional one is there must find it absent, not fail the build.
    external: ['pg-native', 'cpu-features', /\.node$/],
    output: { file: join(folder, `${entry}.mjs`), format: 'esm', codeSplitting: false, banner: FOLDER },
    logLevel: 'warn',
  });
}
