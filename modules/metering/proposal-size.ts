import { text } from '../kernel/index.ts';
import { maximum, useOf } from './proposal-use.ts';
import type { Candidate, Observations, Proposal } from './proposals.ts';
import { NO_ENERGY } from './provenance.ts';

/** A month of hours holds its own peaks; a week does not. */
const HOURS = 28 * 24;
/** Room above the highest hour, whose mean hides what rose within it. */
const ROOM = 1.5;

/** Instances whose memory would fit a smaller plan of their app. That spares no energy by itself: it makes room for others on the host. */
export function oversized({ hours, instances }: Observations): Proposal[] {
  return instances.flatMap((candidate): Proposal[] => {
    const use = useOf(hours, candidate.instance);
    if (use.length < HOURS) return [];
    const needed = maximum(use.map(({ memoryBytes }) => memoryBytes)) * ROOM;
    const fits = smallest(candidate, needed);
    return fits === undefined ? [] : [proposalOf(candidate, fits, needed / ROOM)];
  });
}

function smallest({ plan, plans }: Candidate, needed: number): string | undefined {
  const own = plans[plan];
  if (own === undefined) return undefined;
  return Object.entries(plans).filter(([, bytes]) => bytes < own && bytes >= needed).toSorted(([, a], [, b]) => a - b)[0]?.[0];
}

function proposalOf({ instance, order, plan, plans }: Candidate, smaller: string, peak: number): Proposal {
  const mebibytes = Math.ceil(peak / 2 ** 20);
  return {
    kind: 'oversized',
    subject: instance,
    why: text(`l’heure la plus chargée a tenu dans ${mebibytes} Mio : le forfait ${smaller} suffit à la mémoire (voir aussi ses membres et son stockage)`, `its busiest hour held ${mebibytes} MiB: the plan ${smaller} is enough memory (see its members and storage too)`),
    saving: { dynamic: NO_ENERGY, idle: NO_ENERGY, memoryBytes: (plans[plan] ?? 0) - (plans[smaller] ?? 0) },
    diff: [{ file: 'orders/<id>.yaml', remove: [], add: [`plan: ${smaller}`, `amends: ${order}`] }],
  };
}
