import { readFile } from 'node:fs/promises';
import { hostStack, IDENTITY_STACK, identityUrl, resolveInstance, stackKind } from '../../placement/index.ts';
import { localImageTag } from '../../../tools/images/index.ts';
import type { Engine } from '../environment.ts';
import { enter, type Entrance } from '../identity-server.ts';
import type { Session } from '../session.ts';
import { stackOutputs } from '../stack.ts';
import type { Checkpoint } from '../state/store.ts';
import { sweepClient } from './sweep-client.ts';
import { sweepOrganization, sweepRealm } from './sweep-organization.ts';

/** Removes from the identity server what an interrupted creation of this stack left, and gives its names. Asks it nothing for a stack of a host. */
export async function sweepIdentity(engine: Engine, session: Session, stack: string, { resources }: Checkpoint): Promise<string[]> {
  const kind = stackKind(stack);
  if (kind.kind === 'host') return [];
  const known = new Set(resources.flatMap(({ type, id }) => (type.startsWith('keycloak:') && id !== undefined ? [id] : [])));
  const { federation, catalog } = session;
  if (kind.kind === 'identity') {
    const entrance = await administratorOf(engine, session);
    return entrance ? sweepRealm((await enter(entrance)).keycloak, federation.sheet.id, known) : [];
  }
  const entrance = await serviceClientOf(engine, session);
  if (entrance === undefined) return [];
  const { keycloak } = await enter(entrance);
  return kind.kind === 'organization'
    ? sweepOrganization(keycloak, kind.organization, known)
    : sweepClient(keycloak, resolveInstance(federation, catalog, stack, localImageTag).workload, known);
}

/** As the service client of the federation's realm; undefined before there is a realm, and so nothing in it. */
export async function serviceClientOf(engine: Engine, { federation, layout }: Session): Promise<Entrance | undefined> {
  const outputs = await stackOutputs(engine, IDENTITY_STACK).catch(() => ({}) as Record<string, unknown>);
  const [realm, clientId, clientSecret] = ['realm', 'clientId', 'clientSecret'].map((name) => outputs[name]);
  if (typeof realm !== 'string' || typeof clientId !== 'string' || typeof clientSecret !== 'string') return undefined;
  return { url: identityUrl(federation), realm, clientId, clientSecret, authority: await readFile(layout.authority, 'utf8') };
}

async function administratorOf(engine: Engine, { federation, layout }: Session): Promise<Entrance | undefined> {
  const { identityAdminPassword: password } = await stackOutputs(engine, hostStack(federation.sheet.identity.host)).catch(() => ({}) as Record<string, unknown>);
  if (typeof password !== 'string') return undefined;
  return { url: identityUrl(federation), realm: 'master', username: 'admin', password, authority: await readFile(layout.authority, 'utf8') };
}
