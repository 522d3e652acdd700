import { type Labels, label, literalOf, MANAGED_BY, Size } from '../kernel/index.ts';
import { hostStack, type Instance, type Platform } from '../placement/index.ts';
import { fill, instanceBindings, platformBindings } from './bindings.ts';
import { configureJobs } from './jobs.ts';
import { composeServices, type Source } from './services.ts';
import type { Route, Workload } from './workload.ts';

/** A platform entry has no plan that says it: accounts and sessions of a few thousand people take far less. */
const PLATFORM_STORAGE = Size.gibibytes(10);

/** What runs for an instance. Pure. */
export function toWorkload(instance: Instance): Workload {
  const source = { release: instance.release, plan: instance.planId, uploadMiB: instance.plan.uploadMiB, bindings: instanceBindings(instance), images: instance.images, pictures: instance.pictures };
  return assemble(source, instance.workload, instance.hostname, {
    labels: {
      ...commonLabels(instance),
      [label.instance]: instance.id,
      [label.organization]: instance.organization,
      [label.stack]: instance.id,
    },
    publicNames: publicNames(instance),
    storage: Size.gibibytes(instance.plan.storageGiB),
    mailPort: instance.release.sheet.mail ? instance.federation.mail?.port : undefined,
    maySleep: true,
  });
}

/** A command of the sheet that uses only what is known beforehand, with its variables filled in. Pure. */
export function commandOf(instance: Instance, argv: readonly string[]): string[] {
  const bindings = instanceBindings(instance);
  return argv.map((word) => {
    const filled = literalOf(fill(word, bindings, false));
    if (filled === undefined) throw new Error(`not validated: ${word}`);
    return filled;
  });
}

/** What runs for a platform entry of a host. Pure. */
export function platformWorkload(platform: Platform): Workload {
  const source = { release: platform.release, plan: 'platform', uploadMiB: 0, bindings: platformBindings(platform), images: platform.images, pictures: {} };
  return assemble(source, platform.workload, platform.hostname, {
    labels: {
      ...commonLabels({ ...platform, operator: platform.hostSheet.operator }),
      [label.instance]: `${hostStack(platform.host)}.${platform.name}`,
      [label.stack]: hostStack(platform.host),
    },
    storage: PLATFORM_STORAGE,
    mailPort: undefined,
    publicNames: platform.federation.publicDns || platform.hostname === undefined ? [] : [platform.hostname, ...platform.told],
    maySleep: false,
  });
}

function commonLabels({ federation, operator, host, workload, release }: Pick<Instance, 'federation' | 'operator' | 'host' | 'workload' | 'release'>): Labels {
  return {
    [label.managedBy]: MANAGED_BY,
    [label.app]: release.app,
    [label.federation]: federation.id,
    [label.operator]: operator,
    [label.host]: host,
    [label.workload]: workload,
  };
}

/** Without public DNS, the names that the edge of the instance's own host serves: its own and the identity server's. */
function publicNames({ federation, hostname, host }: Instance): string[] {
  if (federation.publicDns) return [];
  return [hostname, ...(federation.identity.host === host ? [federation.identity.hostname] : [])];
}

function assemble(source: Source, name: string, hostname: string | undefined, common: Pick<Workload, 'labels' | 'publicNames' | 'storage' | 'mailPort' | 'maySleep'>): Workload {
  const services = composeServices(source);
  const { release } = source;
  return {
    name,
    ...common,
    plan: source.plan,
    rolling: release.sheet.upgrade.strategy === 'rolling',
    containerLabels: { [label.release]: release.release, ...(release.sheet.provides !== undefined && { [label.provides]: release.sheet.provides }) },
    services: [...services, ...configureJobs(source, services)],
    volumes: release.compose.volumes,
    routes: routes(source, hostname),
  };
}

function routes({ release, uploadMiB }: Source, hostname: string | undefined): Route[] {
  const { route } = release.sheet;
  if (!route || hostname === undefined) return [];
  const { service, port, maxBodyMiB, timeoutSeconds } = route;
  return [{ service, port, hostname, maxBodyMiB: maxBodyMiB === 'upload' ? uploadMiB : maxBodyMiB, timeoutSeconds }];
}
