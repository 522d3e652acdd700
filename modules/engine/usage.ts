import type Docker from 'dockerode';
import { agreesToCounting, orderOf } from '../federation/index.ts';
import { ChatiereError, type Place, type Problem, text } from '../kernel/index.ts';
import { type Audience, type Counted, countingOrder, countOf, showUsage, type ShownUsage, type UsageReading } from '../metering/index.ts';
import { type Instance, resolveInstance } from '../placement/index.ts';
import { commandOf } from '../workload/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { withDocker } from './docker.ts';
import { runIn, runningServices } from './inside.ts';
import { noSuchInstance, refuseUnknown } from './plan.ts';
import type { Session } from './session.ts';

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
}

/** Usage of the named instances, of all when none is named, in the order of the files; counted now, one after the other, and kept nowhere. */
export async function instanceUsage(session: Session, wanted: readonly string[], audience: Audience): Promise<InstanceUsage[]> {
  const { federation, catalog } = session;
  const known = [...federation.instances.keys()];
  refuseUnknown(known, wanted, noSuchInstance);
  const found: InstanceUsage[] = [];
  for (const id of wanted.length > 0 ? known.filter((name) => wanted.includes(name)) : known) {
    const instance = resolveInstance(federation, catalog, id, localImageTag);
    const { organization, release } = instance;
    const order = orderOf(federation, id);
    const agreed = agreesToCounting(order.sheet);
    const shown = agreed ? await count(instance, audience) : NOTHING;
    found.push({ instance: id, organization, app: release.app, release: release.release, order: order.id, agreed, ...shown });
  }
  return found;
}

const NOTHING: ShownUsage = { counts: [], bands: [], problems: [] };

async function count(instance: Instance, audience: Audience): Promise<ShownUsage> {
  const queries = countingOrder(instance.release.sheet.usage);
  try {
    const { hostSheet } = instance;
    if (hostSheet.target !== 'docker') throw notOnCluster(instance);
    const readings = await withDocker(hostSheet.engine, async (docker) => {
      const services = await runningServices(docker, instance.federation.id, instance.workload);
      const results: UsageReading[] = [];
      for (const query of queries) results.push({ query, result: await countIn(docker, services, instance, query) });
      return results;
    });
    return showUsage(inSheetOrder(instance, readings), audience, instance.id);
  } catch (error) {
    // Of one instance that cannot be asked, the others are told all the same.
    if (!(error instanceof ChatiereError)) throw error;
    const { counts, bands } = showUsage(queries.map((query) => ({ query, result: { problem: error.problems[0] as Problem } })), audience, instance.id);
    return { counts, bands, problems: error.problems };
  }
}

const inSheetOrder = ({ release }: Instance, readings: readonly UsageReading[]): UsageReading[] => release.sheet.usage.flatMap((query) => readings.find((reading) => reading.query === query) ?? []);

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
