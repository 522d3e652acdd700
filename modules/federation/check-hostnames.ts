import { problemAt, type Sheet } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import { unroutedEnding } from './layout.ts';
import type { Draft } from './load.ts';
import type { FederationSheet, InstanceSheet } from './schema.ts';

/** A host name that an instance has. */
export interface Taken {
  readonly hostname: string;
  readonly organization: string;
  readonly file: string;
}

/** Whether one name stands below the other: each could set cookies for the shorter one. */
const isBelow = (name: string, parent: string): boolean => name.endsWith(`.${parent}`);

/** The names of the federation and of its identity server can be public addresses. */
export function checkOwnNames({ problems }: Draft, sheet: Sheet<FederationSheet>): void {
  const { domain, identity } = sheet.value;
  for (const [path, name] of [[['domain'], domain], [['identity', 'hostname'], identity.hostname]] as const) {
    if (unroutedEnding(name) !== undefined) problems.push(problemAt(sheet, path, 'hostname-unrouted', unrouted(name), { given: name }));
  }
}

/** An instance's name is nobody else's, and shares no cookies with the identity server or with another organization. */
export function checkHostname({ sheet: main, problems }: Draft, id: string, sheet: Sheet<InstanceSheet>, taken: Taken[]): void {
  const { hostname } = sheet.value;
  const organization = id.split('.')[0] as string;
  const refuse = (code: string, what: Text, next?: Text): void => void problems.push(problemAt(sheet, ['hostname'], code, what, { given: hostname, ...(next && { next }) }));
  const beside = text('prendre un nom à côté, comme lecture.organisation.domaine', 'take a name beside it, such as reader.organization.domain');

  const same = taken.find((other) => other.hostname === hostname);
  const overlap = taken.find((other) => other.organization !== organization && (isBelow(hostname, other.hostname) || isBelow(other.hostname, hostname)));
  const identity = main?.value.identity.hostname;
  if (same) refuse('hostname-taken', text('nom déjà pris par une autre instance', 'name that another instance already has'), text(`voir ${same.file}`, `see ${same.file}`));
  else if (identity === hostname) refuse('hostname-identity', text('ce nom est celui du serveur d’identité', 'this name is the identity server’s'));
  else if (identity !== undefined && isBelow(identity, hostname)) refuse('hostname-parent', text('ce nom est un parent de celui du serveur d’identité : il pourrait y poser des témoins', 'this name is a parent of the identity server’s: it could set cookies there'), beside);
  else if (identity !== undefined && isBelow(hostname, identity)) refuse('hostname-child', text('ce nom est sous celui du serveur d’identité : il pourrait y poser des témoins', 'this name is below the identity server’s: it could set cookies there'), beside);
  else if (overlap) refuse('hostname-overlap', text(`ce nom contient celui d’une autre organisation, ou y est contenu : l’un pourrait poser des témoins chez l’autre (${overlap.hostname})`, `this name holds another organization’s, or is held by it: one could set cookies for the other (${overlap.hostname})`), text(`voir ${overlap.file} ; ${beside.fr}`, `see ${overlap.file}; ${beside.en}`));
  else taken.push({ hostname, organization, file: sheet.file });
  if (unroutedEnding(hostname) !== undefined) refuse('hostname-unrouted', unrouted(hostname));
}

const unrouted = (hostname: string): Text =>
  text(`un nom en .${unroutedEnding(hostname)} ne peut être une adresse publique`, `a name that ends in .${unroutedEnding(hostname)} cannot be a public address`);
