import { type Text, text } from '../../kernel/index.ts';
import { hostOf } from '../kubernetes/access.ts';
import type { Engine } from '../environment.ts';
import { nameOf, typeOf } from '../event.ts';
import { task } from '../progress.ts';
import { runPulumi } from '../run.ts';
import type { Session } from '../session.ts';
import { forgetRestored, isRestored } from '../state/restore.ts';
import { type Checkpoint, lastUpdate, parseCheckpoint, readContent } from '../state/store.ts';
import { resourceNoun } from '../words.ts';
import type { Listener } from '../progress.ts';
import { sweepEngine } from './sweep-engine.ts';
import { sweepIdentity } from './sweep-identity.ts';

/**
 * Before an operation on a stack whose last one was cut off or failed, or whose state was taken back from a copy: what was half
 * made is removed, what is really there is read, and nothing is pending any more. Does nothing otherwise.
 *
 * Pulumi cannot adopt what it was creating: `refresh --import-pending-creates` succeeds and forgets it (3.259). And of a creation
 * in several calls that failed after the first it knows nothing at all. So what holds nothing is removed and made again; volumes
 * are found by name when they are made; Keycloak objects with people in them are refused.
 */
export async function recover(engine: Engine, session: Session, stack: string, listen: Listener, signal: AbortSignal): Promise<void> {
  const { layout } = session;
  const content = readContent(layout, stack);
  const checkpoint = content && parseCheckpoint(content);
  if (checkpoint === undefined) return;
  const cut = checkpoint.pending.length > 0 || isRestored(layout, stack);
  const last = lastUpdate(layout, stack);
  if (!cut && last?.succeeded !== false) return;
  if (cut) listen({ kind: 'note', stack, text: cutOff(stack, checkpoint) });
  await task(listen, `recovery.${stack}`, text(`${stack} · remise d’accord avec ce qui est là`, `${stack} · brought into line with what is there`), async () => {
    const removed = await sweep(engine, session, stack, checkpoint, cut ? undefined : last?.startedAt);
    if (removed.length > 0) listen({ kind: 'note', stack, text: removedText(stack, removed) });
    if (!cut) return;
    await runPulumi(engine, { operation: 'refresh', stack, listen, signal });
    forgetRestored(layout, stack);
  });
}

async function sweep(engine: Engine, session: Session, stack: string, checkpoint: Checkpoint, since: number | undefined): Promise<string[]> {
  const { federation } = session;
  const host = hostOf(federation, stack);
  // Of a cluster there is nothing to sweep: what was half made is applied over, by the same name and under the same field manager.
  const address = host === undefined ? undefined : federation.hosts.get(host)?.engine;
  const { containers, networks } = address === undefined ? { containers: [], networks: [] } : await sweepEngine(address, federation.sheet.id, stack, checkpoint, since);
  return [...containers, ...networks, ...(await sweepIdentity(engine, session, stack, checkpoint))];
}

function cutOff(stack: string, { pending }: Checkpoint): Text {
  if (pending.length === 0) return text(`pile « ${stack} » : l’état vient d’une copie ; il est comparé avec ce qui est là`, `stack "${stack}": the state comes from a copy; it is compared with what is there`);
  const names = (language: 'fr' | 'en') => pending.map(({ resource: { urn } }) => `${resourceNoun(typeOf(urn))[language]} ${nameOf(urn)}`).join(', ');
  return text(`pile « ${stack} » : la dernière opération a été coupée à : ${names('fr')}`, `stack "${stack}": the last operation was cut off at: ${names('en')}`);
}

const removedText = (stack: string, removed: readonly string[]): Text =>
  text(`pile « ${stack} » : retiré, à moitié fait : ${removed.join(', ')}`, `stack "${stack}": removed, half made: ${removed.join(', ')}`);
