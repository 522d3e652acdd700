import type { Text } from '../kernel/index.ts';
import type { Attribution } from './attribution.ts';
import { hostsToEmpty } from './proposal-host.ts';
import { oversized } from './proposal-size.ts';
import { sleepers } from './proposal-sleep.ts';
import type { Energy } from './provenance.ts';
import type { Window } from './window.ts';

/** An hour of a host, and how its energy was shared out. */
export interface Hour {
  readonly window: Window;
  readonly shares: Attribution;
}

/** What the files say of an instance, as far as something could be proposed. */
export interface Candidate {
  /** `<organization>.<name>` */
  readonly instance: string;
  readonly host: string;
  readonly order: string;
  /** It has a schedule by which it sleeps. */
  readonly scheduled: boolean;
  readonly plan: string;
  /** Plan -> bytes that its services reserve together, of the release that runs. */
  readonly plans: Readonly<Record<string, number>>;
}

/** What the files say of a host. */
export interface HostCandidate {
  readonly host: string;
  readonly operator: string;
  /** Something runs there that cannot move: the identity server. */
  readonly bound: boolean;
}

/** A change of one file, as a diff shows it: lines that go, lines that come. */
export interface FileDiff {
  readonly file: string;
  readonly remove: readonly string[];
  readonly add: readonly string[];
}

/** What would be spared in 30 days like those that were observed. Stopping containers spares what they do and hold; idle energy is spared only by a machine that is switched off. */
export interface Saving {
  readonly dynamic: Energy;
  readonly idle: Energy;
  /** Reserved or held, and free for others meanwhile. */
  readonly memoryBytes: number;
}

export interface Proposal {
  readonly kind: 'night' | 'idle' | 'oversized' | 'empty-host';
  /** An instance, or a host. */
  readonly subject: string;
  readonly why: Text;
  readonly saving: Saving;
  readonly diff: readonly FileDiff[];
}

export interface Observations {
  /** Of all hosts, in any order. */
  readonly hours: readonly Hour[];
  readonly instances: readonly Candidate[];
  readonly hosts: readonly HostCandidate[];
  /** Of the federation. */
  readonly timeZone: string;
}

/** All that the readings propose; pure. Nothing is done by itself: each is a change of a file, which somebody reviews. */
export const proposalsOf = (seen: Observations): Proposal[] => [...sleepers(seen), ...oversized(seen), ...hostsToEmpty(seen)];
