import { OrganizationIdentity } from '../modules/identity/index.ts';
import { ChatiereError, text } from '../modules/kernel/index.ts';
import { type Context, readContext } from './context.ts';
import { realmAdministrator, realmFacts } from './keycloak.ts';

/** `<organization>`: its Keycloak Organization and groups. */
export async function organization(id: string): Promise<Record<string, unknown>> {
  const context = readContext();
  const { sheet, organizations } = context.federation;
  const own = organizations.get(id);
  if (own === undefined) throw unknownOrganization(id, context);
  const identity = await realmFacts();

  const { organizationId, groups } = new OrganizationIdentity(
    // Keycloak wants a domain; this one can belong to nobody else.
    { realm: identity.realm, id, displayName: own.name, domains: own.domains.length > 0 ? own.domains : [`${id}.${sheet.domain}`] },
    { provider: realmAdministrator(context, identity) },
  );

  return { organizationId, groups };
}

const unknownOrganization = (given: string, { federation }: Context): ChatiereError => {
  const organizations = [...federation.organizations.keys()].join(', ');
  return new ChatiereError({ code: 'unknown-organization', what: text('aucune organisation de ce nom', 'no organization of that name'), given, allowed: text(organizations, organizations) });
};
