import { readFileSync } from 'node:fs';
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Service, Workload } from '../../workload/index.ts';
import { logicalName } from '../names.ts';
import type { Deployment, DeployOptions, Target } from '../target.ts';
import type { KubernetesHost } from './host.ts';
import { ARRIVAL, startSeconds } from './deployment.ts';
import { jobTrigger, limitSeconds } from './job.ts';
import { type Manifests, manifestsOf } from './manifests.ts';
import { objectsOf } from './objects.ts';
import { type Scope, scopeOf } from './scope.ts';

/**
 * A workload on a Kubernetes cluster: a namespace of its own, and in it all that it is.
 *
 * Energy and footprint: memory is set aside as the plan says, processors a tenth of it; nothing runs beside the services.
 */
class KubernetesWorkload extends pulumi.ComponentResource implements Deployment {
  readonly services: Readonly<Record<string, pulumi.Output<string>>>;
  readonly #scope: Scope;
  readonly #provider: pulumi.ProviderResource;

  constructor(workload: Workload, options: DeployOptions, { provider, cluster }: KubernetesHost) {
    super('chatiere:targets:KubernetesWorkload', workload.name, {}, options.parent ? { parent: options.parent } : {});
    this.#scope = scopeOf(workload, cluster, options, readPicture);
    this.#provider = provider;
    const made = manifestsOf(this.#scope);

    const namespace = this.#createNamespace(made);
    const bounds = this.#createBounds(made, namespace);
    const held = new Map([...this.#createData(made, namespace), ...this.#createFiles(made, namespace)]);
    const running = this.#createServices(made, bounds, held);
    this.#createDoors(made, namespace, running);
    this.services = Object.fromEntries([...running].map(([name, deployment]) => [name, deployment.id]));

    this.registerOutputs({ services: this.services });
  }

  /** Stays with the data that it holds. */
  #createNamespace({ namespace }: Manifests): pulumi.Resource {
    return new k8s.core.v1.Namespace(this.#logical('namespace'), namespace, { ...this.#options(), ...KEPT });
  }

  /** Before anything runs; and the names by which services find each other. */
  #createBounds({ policies, quota, limits, names }: Manifests, namespace: pulumi.Resource): pulumi.Resource[] {
    const options = this.#options(namespace);
    return [
      namespace,
      ...names.map((name) => new k8s.core.v1.Service(this.#logical(nameOf(name), 'name'), name, options)),
      ...policies.map((policy) => new k8s.networking.v1.NetworkPolicy(this.#logical(nameOf(policy), 'policy'), policy, options)),
      new k8s.core.v1.ResourceQuota(this.#logical('quota'), quota, options),
      new k8s.core.v1.LimitRange(this.#logical('limits'), limits, options),
    ];
  }

  /** Data: protected, and kept on the cluster even when it leaves the stack. By name. */
  #createData({ claims }: Manifests, namespace: pulumi.Resource): [string, pulumi.Resource][] {
    return claims.map((claim) => [nameOf(claim), new k8s.core.v1.PersistentVolumeClaim(this.#logical(nameOf(claim), 'data'), claim, { ...this.#options(namespace), ...KEPT })]);
  }

  #createFiles({ secrets, configMaps }: Manifests, namespace: pulumi.Resource): [string, pulumi.Resource][] {
    const options = this.#options(namespace);
    return [
      ...secrets.map((secret): [string, pulumi.Resource] => [nameOf(secret), new k8s.core.v1.Secret(this.#logical(nameOf(secret)), secret, options)]),
      ...configMaps.map((configMap): [string, pulumi.Resource] => [nameOf(configMap), new k8s.core.v1.ConfigMap(this.#logical(nameOf(configMap)), configMap, options)]),
    ];
  }

  /**
   * Services and jobs in the workload's order: each waits for the health or the success of what it names and for what it mounts, the first ones
   * for the bounds. That is all that it takes, and a state holds every name of it.
   */
  #createServices({ deployments, jobs }: Manifests, bounds: readonly pulumi.Resource[], held: ReadonlyMap<string, pulumi.Resource>): Map<string, k8s.apps.v1.Deployment> {
    const ready = new Map<string, pulumi.Resource>();
    const running = new Map<string, k8s.apps.v1.Deployment>();
    for (const service of this.#scope.workload.services) {
      const awaited = service.dependsOn.map((dependency) => awaitedOf(ready, service.name, dependency.service));
      const mounted = objectsOf(this.#scope, service).map((name) => held.get(name)).filter((resource) => resource !== undefined);
      const options = this.#options(...(awaited.length === 0 ? bounds : awaited), ...mounted);
      const [deployment, job] = [deployments.get(service), jobs.get(service)];
      if (deployment) running.set(service.name, new k8s.apps.v1.Deployment(this.#logical(service.name), deployment, { ...options, ...within(startSeconds(service)) }));
      const made = running.get(service.name) ?? (job && this.#runJob(service, job, options));
      if (made) ready.set(service.name, made);
    }
    return running;
  }

  /** One that succeeded stays as it is until its trigger is another; then it is made anew, as it would be made now. */
  #runJob(service: Service, job: k8s.types.input.batch.v1.Job, options: pulumi.CustomResourceOptions): k8s.batch.v1.Job {
    return new k8s.batch.v1.Job(this.#logical(service.name), job, {
      ...options,
      ...within(limitSeconds(service) + ARRIVAL),
      replacementTrigger: jobTrigger(this.#scope, service),
      ignoreChanges: ['spec', 'metadata.labels'],
      deleteBeforeReplace: true,
    });
  }

  /** Once there is somebody behind it. */
  #createDoors({ doors, routes }: Manifests, namespace: pulumi.Resource, running: ReadonlyMap<string, pulumi.Resource>): void {
    const options = this.#options(namespace, ...running.values());
    doors.forEach((door) => new k8s.core.v1.Service(this.#logical(nameOf(door)), door, options));
    routes.forEach((route) => new k8s.apiextensions.CustomResource(this.#logical(nameOf(route), 'route'), route, options));
  }

  #logical(...parts: [string, ...string[]]): string {
    return logicalName(this.#scope.workload.name, ...parts);
  }

  #options(...dependsOn: readonly pulumi.Resource[]): pulumi.CustomResourceOptions {
    return { parent: this, provider: this.#provider, dependsOn: [...dependsOn] };
  }
}

export const kubernetesTarget = (host: KubernetesHost): Target => ({
  kind: 'kubernetes',
  deploy: (workload, options) => new KubernetesWorkload(workload, options, host),
});

const KEPT = { protect: true, retainOnDelete: true } as const;

const within = (seconds: number) => ({ customTimeouts: { create: `${seconds}s`, update: `${seconds}s` } });

const readPicture = (path: string): string => readFileSync(path).toString('base64');

const nameOf = ({ metadata }: { readonly metadata?: pulumi.Input<{ name?: pulumi.Input<string> }> }): string => (metadata as { readonly name: string }).name;

function awaitedOf(ready: ReadonlyMap<string, pulumi.Resource>, service: string, dependency: string): pulumi.Resource {
  const resource = ready.get(dependency);
  if (resource === undefined) throw new RangeError(`service ${service} stands before ${dependency}, which it depends on`);
  return resource;
}
