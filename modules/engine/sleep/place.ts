import type { SleepSheet } from '../../federation/index.ts';
import { type Text, text } from '../../kernel/index.ts';
import { resolveInstance } from '../../placement/index.ts';
import { toWorkload } from '../../workload/index.ts';
import { localImageTag } from '../../../tools/images/index.ts';
import type { Session } from '../session.ts';
import type { Marked } from './marker.ts';
import type { Order } from './order.ts';

/** An instance as far as sleep needs it: where its containers are, in what order they start, and when they may rest. */
export interface Place extends Marked {
  readonly engine: string;
  readonly order: Order;
  readonly schedule: SleepSheet | undefined;
  /** What it misses while it sleeps. */
  readonly caution: Text | undefined;
}

export function placeOf({ federation, catalog }: Session, id: string): Place {
  const instance = resolveInstance(federation, catalog, id, localImageTag);
  const { caution } = instance.release.sheet.sleep ?? {};
  return {
    federation: federation.sheet.id,
    instance: id,
    organization: instance.organization,
    workload: instance.workload,
    engine: instance.hostSheet.engine,
    order: toWorkload(instance).services.filter(({ kind }) => kind === 'service'),
    schedule: federation.instances.get(id)?.sleep,
    caution: caution && text(caution.fr, caution.en),
  };
}
