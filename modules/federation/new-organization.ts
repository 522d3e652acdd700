import { Document } from 'yaml';
import type { Catalog } from '../catalog/index.ts';
import type { Federation, OrganizationSheet } from './schema.ts';
import { checkChanges, type FileChange } from './write.ts';

/** A customer, as its first order names it. */
export interface OrganizationRequest {
  /** Short name; also the first part of its addresses and stacks. */
  readonly id: string;
  readonly name: string;
  readonly kind: OrganizationSheet['kind'];
  readonly locale?: OrganizationSheet['locale'];
}

/** The file of a new organization, checked with the whole directory but not yet written (`writeChanges` does). Throws a `ChatiereError`. */
export function newOrganization(federation: Federation, catalog: Catalog, { id, name, kind, locale = 'fr-CA' }: OrganizationRequest): FileChange {
  const document = new Document({ name, kind, locale });
  document.comment = ' domains: [mrc.exemple.org]   # domaines de courriel\n brand:                       # nom, couleur, images et pages de l’organisation\n   name: …\n   colour: "#1f5f8b"\n   logo: brands/…/logo.png   # PNG, JPEG, WebP ou GIF d’au plus 1 Mio\n   favicon: …\n   legal: https://…\n   privacy: https://…';
  const change: FileChange = { file: `organizations/${id}.yaml`, text: document.toString({ lineWidth: 0 }), mode: 'create' };
  checkChanges(federation.directory, catalog, [change]);
  return change;
}
