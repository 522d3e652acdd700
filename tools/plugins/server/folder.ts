import { isAbsolute } from 'node:path';

/** Text files of a folder by name; those in `executable` get mode 0755. */
export interface PluginFolder {
  files: Record<string, string>;
  executable: string[];
}

/**
 * The folder that `pulumi plugin install resource NAME VERSION --file FOLDER` copies: one script that runs the plugin where it is.
 *
 * @param program absolute path of the plugin's program
 * @param nodePath absolute path of the Node that runs it, version 22.18 or later
 * @throws Error when a path is not absolute
 */
export function pluginFolder(name: string, program: string, nodePath: string): PluginFolder {
  for (const path of [program, nodePath]) {
    if (!isAbsolute(path)) throw new Error(`"${path}" is not absolute; the plugin is started from any folder`);
  }
  const executable = `pulumi-resource-${name}`;
  return { files: { [executable]: script(nodePath, program) }, executable: [executable] };
}

function script(node: string, program: string): string {
  return `#!/bin/sh\nnode=\${CHATIERE_NODE:-${quote(node)}}\nexec "$node" --no-warnings ${quote(program)} "$@"\n`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
