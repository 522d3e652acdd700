import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const schema: Verb = {
  name: 'schema',
  summary: text('donne les schémas JSON des fichiers, pour l’éditeur, et des lignes de --json', 'gives the JSON Schemas of the files, for editors, and of the lines of --json'),
  examples: ['chatiere schema', 'chatiere schema instance', 'chatiere schema json-line', 'chatiere schema --write .schemas'],
  arguments: [{ name: '[name]', help: text('un schéma ; la liste par défaut', 'one schema; the list by default'), of: 'schema' }],
  options: [{ flags: '--write <dir>', help: text('les écrit tous dans ce dossier', 'write them all to this folder'), of: 'directory' }],
  async run(context, values) {
    const { allSchemas } = await import('../schemas.ts');
    const schemas = allSchemas();
    const folder = values['write'] as string | undefined;
    const name = values['name'] as string | undefined;
    if (folder !== undefined) {
      const { mkdir, writeFile } = await import('node:fs/promises');
      const { join, resolve } = await import('node:path');
      await mkdir(resolve(context.cwd, folder), { recursive: true });
      for (const [key, value] of Object.entries(schemas)) await writeFile(join(resolve(context.cwd, folder), `${key}.schema.json`), `${JSON.stringify(value, undefined, 2)}\n`);
      context.print(Object.keys(schemas).map((key) => `${folder}/${key}.schema.json`).join('\n'));
      context.data({ files: Object.keys(schemas).map((key) => `${folder}/${key}.schema.json`) });
    } else if (name !== undefined) {
      const { refuseUnknown } = await import('../../modules/engine/index.ts');
      refuseUnknown(Object.keys(schemas), [name], text('schéma inconnu', 'unknown schema'));
      const found = schemas[name];
      context.print(JSON.stringify(found, undefined, 2));
      context.data({ schemas: { [name]: found } });
    } else {
      context.print(Object.keys(schemas).join('\n'));
      context.data({ schemas });
    }
    return undefined;
  },
};

