import { join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { prepareLayout } from './layout.ts';
import type { Entrance } from './identity-server.ts';
import { importPeople, type Imported } from './people.ts';
import { refuseWrongPassphrase } from './passphrase.ts';
import { type Listener, task } from './progress.ts';
import { serviceClientOf } from './recovery/sweep-identity.ts';
import { parseRoster } from './roster.ts';
import { prepareNames, type Session } from './session.ts';
import { prepareToolchain } from './tools.ts';

export interface Roster {
  readonly csv: string;
  /** Name of the file, for errors. */
  readonly file: string;
  /** Where initial passwords go; private/initial-passwords.csv by default. */
  readonly passwordFile?: string;
  /** Passwords that need not be changed at the first sign-in; refused in production. */
  readonly permanent: boolean;
  readonly listen: Listener;
}

/** Reads the CSV, then lets its people in through the identity server of the federation. */
export async function importRoster(session: Session, roster: Roster): Promise<{ people: Imported[]; passwordFile: string }> {
  if (roster.permanent && session.federation.sheet.environment === 'production') throw lastingInProduction();
  const people = parseRoster(roster.csv, roster.file, [...session.federation.organizations.keys()]);
  const passwordFile = roster.passwordFile ?? join(session.layout.private, 'initial-passwords.csv');
  await prepareLayout(session.layout);
  await refuseWrongPassphrase(session.layout);
  await prepareNames(session, roster.listen);
  const entrance = await findEntrance(session, roster.listen);
  const imported = await task(roster.listen, 'people', text(`${people.length} personnes`, `${people.length} people`), () => importPeople(entrance, people, passwordFile, roster.permanent));
  return { people: imported, passwordFile };
}

const lastingInProduction = (): ChatiereError =>
  new ChatiereError({
    code: 'lasting-password',
    what: text('une fédération de production fait changer le mot de passe initial à la première connexion', 'a production federation has the initial password changed at the first sign-in'),
    next: text('importer sans --demo', 'import without --demo'),
  });

/** Of the service client, from the outputs of the identity stack. */
async function findEntrance(session: Session, listen: Listener): Promise<Entrance> {
  const toolchain = await prepareToolchain(session.federation, listen);
  const entrance = await serviceClientOf({ layout: session.layout, toolchain }, session);
  if (entrance !== undefined) return entrance;
  throw new ChatiereError({
    code: 'identity-absent',
    what: text('le serveur d’identité n’est pas encore en place', 'the identity server is not up yet'),
    next: text('chatiere up identity', 'chatiere up identity'),
  }, ExitCode.failure);
}
