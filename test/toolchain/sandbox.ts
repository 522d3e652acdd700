import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A machine of its own: an empty home, cache and PATH in a temporary folder, until `restore`. */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'chatiere-toolchain-'));
  readonly cache = join(this.folder, 'cache', 'chatiere');
  readonly bin = join(this.folder, 'bin');
  readonly #before = { ...process.env };

  constructor() {
    mkdirSync(this.bin);
    process.env['HOME'] = this.folder;
    process.env['XDG_CACHE_HOME'] = join(this.folder, 'cache');
    process.env['PATH'] = `${this.bin}:/usr/bin:/bin`;
    delete process.env['PULUMI_HOME'];
  }

  /** Writes an executable shell script; a name without slash goes to the PATH. */
  script(name: string, body: string): string {
    const path = this.file(name.includes('/') ? name : join('bin', name), `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  file(name: string, content: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  restore(): void {
    process.env = this.#before;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
