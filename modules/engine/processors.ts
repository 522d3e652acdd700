import { inputOf } from '../input/index.ts';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import type { Workload } from '../workload/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import type { Session } from './session.ts';

/** What a service may take of a host. */
interface Demand {
  readonly stack: string;
  readonly host: string;
  readonly service: string;
  readonly cpus: number;
}

/**
 * Refuses, before anything is changed, a service that may take more processors than its host has: the engine would not make its container, halfway through.
 * @param processors host -> how many its engine has.
 */
export function checkProcessors(session: Session, stacks: readonly string[], processors: ReadonlyMap<string, number>): void {
  const problems = stacks.flatMap((stack) => demandsOf(session, stack)).flatMap((demand): Problem[] => {
    const has = processors.get(demand.host);
    return has !== undefined && demand.cpus > has ? [tooMany(demand, has)] : [];
  });
  if (problems.length > 0) throw new ChatiereError(problems);
}

function demandsOf({ federation, catalog }: Session, stack: string): Demand[] {
  const input = inputOf(federation, catalog, stack, localImageTag);
  const workloads: readonly Workload[] = input.kind === 'instance' ? [input.workload] : input.kind === 'host' ? Object.values(input.platforms) : [];
  return 'host' in input ? workloads.flatMap(({ services }) => services.map(({ name, cpus }) => ({ stack, host: input.host, service: name, cpus }))) : [];
}

const tooMany = ({ stack, host, service, cpus }: Demand, has: number): Problem => ({
  code: 'too-many-processors',
  what: text(
    `pile « ${stack} » : le service ${service} peut prendre plus de processeurs que le serveur ${host} n’en a : rien n’est commencé`,
    `stack "${stack}": the service ${service} may take more processors than the host ${host} has: nothing is begun`,
  ),
  given: String(cpus),
  allowed: text(`${has} au plus`, `${has} at most`),
  next: text('un plus petit forfait (une commande qui modifie la sienne), ou un autre serveur', 'a smaller plan (an order that amends its own), or another host'),
});
