import type { SleepSheet } from '../../federation/index.ts';
import { ChatiereError, type Text, text } from '../../kernel/index.ts';
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

/** Whether a stack is an instance that can be put to sleep: one on a Docker host. */
export function canRest({ federation }: Session, stack: string): boolean {
  const host = federation.instances.get(stack)?.host;
  return host !== undefined && federation.hosts.get(host)?.target === 'docker';
}

export function placeOf({ federation, catalog }: Session, id: string): Place {
  const instance = resolveInstance(federation, catalog, id, localImageTag);
  if (instance.hostSheet.target !== 'docker') throw onCluster(id, instance.host);
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

const onCluster = (given: string, host: string): ChatiereError =>
  new ChatiereError({
    code: 'sleep-on-cluster',
    what: text(`le sommeil n’existe pas encore sur Kubernetes, et ${host} est une grappe : rien n’est changé`, `sleep does not exist on Kubernetes yet, and ${host} is a cluster: nothing is changed`),
    given,
  });
