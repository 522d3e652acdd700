import { compareReleases, endOf, isPastItsEnd, type Release, upgradeProblem } from '../catalog/index.ts';
import { ChatiereError, label, type Problem, type Text, text } from '../kernel/index.ts';
import { resolveInstance } from '../placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import type { Layout } from './layout.ts';
import type { Session } from './session.ts';
import { type Checkpoint, parseCheckpoint, readContent } from './state/store.ts';

/** Refuses, before anything starts, every move of the instances among some stacks that their app does not allow. */
export function refuseReleases(session: Session, stacks: readonly string[], now = new Date()): void {
  const problems = instancesAmong(session, stacks).flatMap(({ id, release }): Problem[] => {
    const offered = session.catalog.apps.get(release.app)?.values() ?? [];
    const refused = upgradeProblem(runningRelease(session.layout, id), release, offered, dayOf(now));
    if (refused === undefined) return [];
    const { field, ...words } = refused;
    return [{ ...words, where: { file: `instances/${id}.yaml`, field }, given: field === 'release' ? release.release : (session.federation.instances.get(id)?.order as string) }];
  });
  if (problems.length > 0) throw new ChatiereError(problems);
}

/** Of the instances among some stacks, of all when none is named, what upstream no longer maintains, in words. */
export function endedReleases(session: Session, stacks: readonly string[] = [...session.federation.instances.keys()], now = new Date()): { readonly stack: string; readonly text: Text }[] {
  return instancesAmong(session, stacks).filter(({ release }) => isPastItsEnd(release, dayOf(now))).map(({ id, release }) => ({ stack: id, text: text(`${id} : ${endOf(release).fr}`, `${id}: ${endOf(release).en}`) }));
}

/** `2026-11-25`. */
const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

const instancesAmong = ({ federation, catalog }: Session, stacks: readonly string[]): { readonly id: string; readonly release: Release }[] =>
  stacks.filter((stack) => federation.instances.has(stack)).map((id) => ({ id, release: resolveInstance(federation, catalog, id, localImageTag).release }));

/** What an instance runs or has begun to run, the newest of them, as `releaseId` says it; undefined when there is nothing. */
export function runningRelease(layout: Layout, stack: string): string | undefined {
  const content = readContent(layout, stack);
  const checkpoint = content && parseCheckpoint(content);
  if (checkpoint === undefined) return undefined;
  const told = checkpoint.outputs['release'];
  return [...(typeof told === 'string' ? [told] : []), ...startedReleases(checkpoint)].sort((a, b) => compareReleases(a.split('/')[1] as string, b.split('/')[1] as string)).at(-1);
}

/** An update that failed half-way has told nothing yet, but its containers may have changed the data. */
function startedReleases({ resources }: Checkpoint): string[] {
  return resources.flatMap(({ type, inputs }) => {
    if (type !== 'docker:index/container:Container') return [];
    const labels = Object.fromEntries(((inputs?.['labels'] ?? []) as { label: string; value: string }[]).map(({ label: name, value }) => [name, value]));
    const [app, release] = [labels[label.app], labels[label.release]];
    return labels[label.role] === 'carrier' || app === undefined || release === undefined ? [] : [`${app}/${release}`];
  });
}
