import type Docker from 'dockerode';
import { agreesToCounting, orderOf } from '../federation/index.ts';
import { ChatiereError, type Place, type Problem, text } from '../kernel/index.ts';
import { type Audience, type Counted, countingOrder, countOf, placeOf, showUsage, type ShownUsage, type UsageReading } from '../metering/index.ts';
import { type Instance, resolveInstance } from '../placement/index.ts';
import { commandOf } from '../workload/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { withDocker } from './docker.ts';
import { runIn, runningServices } from './inside.ts';
import { noSuchInstance, refuseUnknown } from './plan.ts';
import type { Session } from './session.ts';
import { forgetUsage, keepUsage, keptUsage, seen, shownOf } from './usage-kept.ts';

/** How much an instance is used, as far as its organization agrees and an audience may see. */
export interface InstanceUsage extends ShownUsage {
  readonly instance: string;
  readonly organization: string;
  readonly app: string;
  readonly release: string;
  /** Whose consent it is. */
  readonly order: string;
  /** Without consent nothing was asked of the instance. */
  readonly agreed: boolean;
  /** When it was counted, ISO 8601; null where it was not. */
  readonly at: string | null;
}

/**
 * Usage of the named instances, of all when none is named, in the order of the files. Each is counted once a day, since two readings could
 * be compared: the first whole one of the day is what everybody is shown until the next. One that is not whole is told and not kept.
 */
export async function instanceUsage(session: Session, wanted: readonly string[], audience: Audience, now: () => number = Date.now): Promise<InstanceUsage[]> {
  const known = [...session.federation.instances.keys()];
  refuseUnknown(known, wanted, noSuchInstance);
  forgetUsage(session.layout, new Set(known.filter((id) => agreesToCounting(orderOf(session.federation, id).sheet))));
  const found: InstanceUsage[] = [];
  for (const id of wanted.length > 0 ? known.filter((name) => wanted.includes(name)) : known) {
    const earlier = fromKept(session, id, audience);
    const today = earlier.at !== null && dayAt(Date.parse(earlier.at)) === dayAt(now());
    found.push(earlier.agreed && !today ? { ...earlier, ...(await count(session, id, audience, now())) } : earlier);
  }
  return found;
}

/** The last reading of every instance, asking nothing of any. */
export const lastUsage = (session: Session, audience: Audience): InstanceUsage[] => [...session.federation.instances.keys()].map((id) => fromKept(session, id, audience));

const instanceOf = ({ federation, catalog }: Session, id: string): Instance => resolveInstance(federation, catalog, id, localImageTag);
const dayAt = (milliseconds: number): string => placeOf(milliseconds / 1000).day;

function fromKept(session: Session, id: string, audience: Audience): InstanceUsage {
  const { organization, release: { app, release, sheet } } = instanceOf(session, id);
  const order = orderOf(session.federation, id);
  const agreed = agreesToCounting(order.sheet);
  const kept = agreed ? keptUsage(session.layout, id) : undefined;
  // A count keeps its definition, which is its release's.
  const shown = kept?.release === release ? { ...shownOf(kept[audience], sheet.usage), at: kept.at } : { counts: [], bands: [], problems: [], at: null };
  return { instance: id, organization, app, release, order: order.id, agreed, ...shown };
}

async function count(session: Session, id: string, audience: Audience, now: number): Promise<ShownUsage & { readonly at: string }> {
  const instance = instanceOf(session, id);
  const { release, sheet } = instance.release;
  const queries = countingOrder(sheet.usage);
  const at = new Date(now).toISOString();
  try {
    const { hostSheet } = instance;
    if (hostSheet.target !== 'docker') throw notOnCluster(instance);
    const readings = await withDocker(hostSheet.engine, async (docker) => {
      const services = await runningServices(docker, instance.federation.id, instance.workload);
      const results: UsageReading[] = [];
      for (const query of queries) results.push({ query, result: await countIn(docker, services, instance, query) });
      return results;
    });
    const ordered = sheet.usage.flatMap((query) => readings.find((reading) => reading.query === query) ?? []);
    const shown = { organization: showUsage(ordered, 'organization', id), public: showUsage(ordered, 'public', id) };
    if (shown.organization.problems.length === 0 && queries.length > 0) keepUsage(session.layout, id, { schema: 1, at, release, organization: seen(shown.organization), public: seen(shown.public) });
    return { ...shown[audience], at };
  } catch (error) {
    // Of one instance that cannot be asked, the others are told all the same.
    if (!(error instanceof ChatiereError)) throw error;
    const { counts, bands } = showUsage(queries.map((query) => ({ query, result: { problem: error.problems[0] as Problem } })), audience, id);
    return { counts, bands, problems: error.problems, at };
  }
}

async function countIn(docker: Docker, services: ReadonlyMap<string, string>, instance: Instance, query: UsageReading['query']): Promise<Counted> {
  const { app, release } = instance.release;
  const where = { file: `${app}/${release}/app.yaml`, field: `usage.${query.id}` };
  const container = services.get(query.service);
  if (container === undefined) return { problem: notRunning(instance.id, query.service) };
  const named = `${instance.id} ${query.id}`;
  const end = await runIn(docker, container, commandOf(instance, query.argv));
  if (end === 'gone') return { problem: notRunning(instance.id, query.service) };
  return end === 'late' ? { problem: late(named, where) } : countOf(end, named, where);
}

const notRunning = (instance: string, service: string): Problem => ({
  code: 'not-running',
  what: text(`${instance} : le service ${service} ne tourne pas, rien n’y est compté`, `${instance}: the service ${service} is not running, nothing is counted there`),
  next: text(`voir « chatiere status ${instance} »`, `see "chatiere status ${instance}"`),
});

const late = (named: string, where: Place): Problem => ({
  code: 'count-late',
  what: text(`${named} : le compte n’est pas venu à temps`, `${named}: the count did not come in time`),
  where,
  next: text('compter de nouveau quand le serveur est moins chargé', 'count again when the host is less busy'),
});

const notOnCluster = ({ id, host }: Instance): ChatiereError =>
  new ChatiereError({ code: 'usage-on-cluster', what: text(`${id} : l’usage ne se compte pas encore sur Kubernetes, et ${host} est une grappe`, `${id}: usage is not counted on Kubernetes yet, and ${host} is a cluster`) });
