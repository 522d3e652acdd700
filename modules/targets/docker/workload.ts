import * as pulumi from '@pulumi/pulumi';
import type { Workload } from '../../workload/index.ts';
import type { Deployment, DeployOptions, Target } from '../target.ts';
import { createContainer, type Surroundings } from './container.ts';
import { DockerFiles } from './files.ts';
import { createRunner, runJob } from './job.ts';
import { createNetworks } from './network.ts';
import type { DockerHost, Scope } from './scope.ts';
import { createVolumes } from './volume.ts';

/**
 * A workload on a Docker engine.
 *
 * Energy and footprint: the carriers never run; each service is held to the memory and processor share of its plan.
 */
class DockerWorkload extends pulumi.ComponentResource implements Deployment {
  readonly services: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(workload: Workload, options: DeployOptions, host: DockerHost) {
    super('chatiere:targets:DockerWorkload', workload.name, {}, options.parent ? { parent: options.parent } : {});
    const scope: Scope = { ...host, workload, options, parent: this };

    const networks = createNetworks(scope);
    const volumes = createVolumes(scope);
    const files = new DockerFiles(scope);
    this.services = createServices(scope, { networks, volumes, files });

    this.registerOutputs({ services: this.services });
  }
}

export const dockerTarget = (host: DockerHost): Target => ({
  kind: 'docker',
  deploy: (workload, options) => new DockerWorkload(workload, options, host),
});

/** Services and jobs in the workload's order: each waits for the health or the success of what it names, and for nothing else. */
function createServices(scope: Scope, around: Surroundings): Record<string, pulumi.Output<string>> {
  const runner = createRunner(scope);
  const ready = new Map<string, pulumi.Resource>();
  const services: Record<string, pulumi.Output<string>> = {};
  for (const service of scope.workload.services) {
    const awaited = service.dependsOn.map((dependency) => awaitedOf(ready, service.name, dependency.service));
    const container = createContainer(scope, service, around, service.kind === 'job' ? [] : awaited);
    if (service.kind === 'service') services[service.name] = container.id;
    ready.set(service.name, runner && service.kind === 'job' ? runJob(scope, service, container, runner, awaited) : container);
  }
  return services;
}

function awaitedOf(ready: ReadonlyMap<string, pulumi.Resource>, service: string, dependency: string): pulumi.Resource {
  const resource = ready.get(dependency);
  if (resource === undefined) throw new RangeError(`service ${service} stands before ${dependency}, which it depends on`);
  return resource;
}
