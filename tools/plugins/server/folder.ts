import { isAbsolute, join } from 'node:path';

/** Text files of a folder by name; those in `executable` get mode 0755. */
export interface PluginFolder {
  files: Record<string, string>;
  executable: string[];
}

/**
 * The folder that `pulumi plugin install resource NAME VERSION --file FOLDER` copies: one script that runs the plugin from
 * its checkout, so that the copy needs no modules of its own.
 *
 * @param checkout absolute path of this project
 * @param nodePath absolute path of the Node that runs it, version 22.18 or later
 * @throws Error when a path is not absolute
 */
export function pluginFolder(name: string, checkout: string, nodePath: string): PluginFolder {
  for (const path of [checkout, nodePath]) {
    if (!isAbsolute(path)) throw new Error(`"${path}" is not absolute; the plugin is started from any folder`);
  }
  const executable = `pulumi-resource-${name}`;
  const main = join(checkout, 'tools', 'plugins', name, 'main.ts');
  return { files: { [executable]: script(nodePath, main) }, executable: [executable] };
}

function script(node: string, main: string): string {
  return `#!/bin/sh\nnode=\${CHATIERE_NODE:-${quote(node)}}\nexec "$node" --no-warnings ${quote(main)} "$@"\n`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
