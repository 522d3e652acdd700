import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { prepareLayout } from './layout.ts';
import { type Entrance, importPeople, type Imported } from './people.ts';
import { type Listener, task } from './progress.ts';
import { parseRoster } from './roster.ts';
import { prepareNames, type Session } from './session.ts';
import { stackOutputs } from './stack.ts';
import { prepareToolchain } from './tools.ts';

export interface Roster {
  readonly csv: string;
  /** Name of the file, for errors. */
  readonly file: string;
  /** Where initial passwords go; private/initial-passwords.csv by default. */
  readonly passwordFile?: string;
  /** Passwords that need not be changed at the first sign-in. */
  readonly permanent: boolean;
  readonly listen: Listener;
}

/** Reads the CSV, then lets its people in through the identity server of the federation. */
export async function importRoster(session: Session, roster: Roster): Promise<{ people: Imported[]; passwordFile: string }> {
  const people = parseRoster(roster.csv, roster.file, [...session.federation.organizations.keys()]);
  const passwordFile = roster.passwordFile ?? join(session.layout.private, 'initial-passwords.csv');
  await prepareLayout(session.layout);
  await prepareNames(session, roster.listen);
  const entrance = await findEntrance(session, roster.listen);
  const imported = await task(roster.listen, 'people', text(`${people.length} personnes`, `${people.length} people`), () => importPeople(entrance, people, passwordFile, roster.permanent));
  return { people: imported, passwordFile };
}

/** Address and service client of the identity server, from the outputs of the identity stack. */
async function findEntrance({ federation, layout }: Session, listen: Listener): Promise<Entrance> {
  const toolchain = await prepareToolchain(federation, listen);
  const outputs = await stackOutputs({ layout, toolchain }, 'identity').catch(() => ({}) as Record<string, unknown>);
  const [realm, clientId, clientSecret] = ['realm', 'clientId', 'clientSecret'].map((name) => outputs[name]);
  if (typeof realm !== 'string' || typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    throw new ChatiereError({
      code: 'identity-absent',
      what: text('le serveur d’identité n’est pas encore en place', 'the identity server is not up yet'),
      next: text('chatiere up identity', 'chatiere up identity'),
    }, ExitCode.failure);
  }
  return { url: identityUrl(federation), realm, clientId, clientSecret, authority: await readFile(layout.authority, 'utf8') };
}

function identityUrl({ sheet, hosts }: Session['federation']): string {
  const port = hosts.get(sheet.identity.host)?.edge.httpsPort ?? 443;
  return `https://${sheet.identity.hostname}${port === 443 ? '' : `:${port}`}`;
}
