import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const peopleImport: Verb = {
  name: 'people import',
  summary: text('fait entrer des personnes à partir d’un fichier CSV gardé hors de git', 'lets people in from a CSV file kept outside git'),
  details: text(
    'Colonnes : username, email, firstName, lastName, organization, groups (admins;members). Une personne qui existe est gardée, son mot de passe aussi.',
    'Columns: username, email, firstName, lastName, organization, groups (admins;members). A person who exists is kept, and so is the password.',
  ),
  examples: ['chatiere people import personnes.csv'],
  arguments: [{ name: '<file>', help: text('fichier CSV', 'CSV file'), of: 'file' }],
  options: [
    { flags: '--passwords <file>', help: text('où écrire les mots de passe initiaux (mode 0600) ; sinon private/initial-passwords.csv', 'where to write the initial passwords (mode 0600); else private/initial-passwords.csv'), of: 'file' },
    { flags: '--demo', help: text('mots de passe durables, à ne pas changer à la première connexion', 'lasting passwords, not to be changed at the first sign-in') },
  ],
  async run(context, values) {
    const { resolve } = await import('node:path');
    const { importRoster, openSession, readRosterFile } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const file = values['file'] as string;
    const csv = await readRosterFile(resolve(context.cwd, file), file);
    const passwords = values['passwords'] as string | undefined;
    const { people, passwordFile } = await context.work(({ listen }) => importRoster(session, { csv, file, permanent: values['demo'] === true, listen, ...(passwords === undefined ? {} : { passwordFile: resolve(context.cwd, passwords) }) }));
    const created = people.filter(({ outcome }) => outcome === 'created').length;
    context.print(text(`${created} créées, ${people.length - created} gardées. Mots de passe initiaux : ${passwordFile}`, `${created} created, ${people.length - created} kept. Initial passwords: ${passwordFile}`));
    context.data({ people, passwordFile });
    return undefined;
  },
};
