import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const organizationNew: Verb = {
  name: 'organization new',
  summary: text('inscrit une organisation cliente, avant sa première commande', 'records a customer organization, before its first order'),
  details: text('Son identifiant entre dans ses adresses et ses piles ; sa marque et ses domaines s’ajoutent au fichier.', 'Its identifier is part of its addresses and stacks; brand and domains are added in the file.'),
  examples: ['chatiere organization new mrc-des-rives --name "MRC des Rives" --kind mrc'],
  arguments: [{ name: '<id>', help: text('identifiant court', 'short identifier') }],
  options: [
    { flags: '--name <name>', help: text('nom ; l’identifiant par défaut', 'name; the identifier by default') },
    { flags: '--kind <kind>', help: text('sorte d’organisation ; other par défaut', 'kind of organization; other by default'), choices: ['mrc', 'municipality', 'non-profit', 'cooperative', 'other'] },
    { flags: '--locale <locale>', help: text('langue ; fr-CA par défaut', 'language; fr-CA by default'), choices: ['fr-CA', 'en-CA'] },
  ],
  async run(context, values) {
    const { openSession } = await import('../../modules/engine/index.ts');
    const { newOrganization, writeChanges } = await import('../../modules/federation/index.ts');
    const { federation, catalog } = openSession(await context.federation());
    const id = values['id'] as string;
    const { name = id, kind = 'other', locale = 'fr-CA' } = values as { name?: string; kind?: OrganizationKind; locale?: 'fr-CA' | 'en-CA' };
    const organization = newOrganization(federation, catalog, { id, name, kind, locale });
    writeChanges(federation.directory, [organization]);
    context.print(text(`${organization.file} écrit. Ensuite : « chatiere order new --organization ${id} ».`, `${organization.file} written. Next: "chatiere order new --organization ${id}".`));
    context.data({ id, file: organization.file });
    return undefined;
  },
};

type OrganizationKind = 'mrc' | 'municipality' | 'non-profit' | 'cooperative' | 'other';
