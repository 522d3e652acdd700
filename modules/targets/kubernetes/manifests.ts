import { ChatiereError } from '../../kernel/index.ts';
import type { Service } from '../../workload/index.ts';
import { refusals } from './admission.ts';
import { deployment } from './deployment.ts';
import { environmentSecrets } from './environment.ts';
import { configMaps, secrets } from './files.ts';
import { job } from './job.ts';
import type { Manifest } from './manifest.ts';
import { namespace } from './namespace.ts';
import { networkPolicies } from './network-policy.ts';
import { limitRange, resourceQuota } from './quota.ts';
import { refuseForeign } from './refused.ts';
import { httpRoute } from './route.ts';
import type { Scope } from './scope.ts';
import { headless, routed } from './service.ts';
import { claim } from './volume.ts';

export type Manifests = ReturnType<typeof manifestsOf>;

/** Every object of an instance, as the API takes it. Pure but for the pictures that it reads. Throws a ChatiereError for what the cluster would refuse. */
export function manifestsOf(scope: Scope) {
  refuseForeign(scope);
  const { services, volumes, routes } = scope.workload;
  const made = {
    namespace: namespace(scope),
    policies: networkPolicies(scope),
    quota: resourceQuota(scope),
    limits: limitRange(scope),
    claims: volumes.map((volume) => claim(scope, volume)),
    secrets: [...secrets(scope), ...environmentSecrets(scope)],
    configMaps: configMaps(scope),
    names: services.filter(isRunning).map((service) => headless(scope, service)),
    deployments: new Map(services.filter(isRunning).map((service) => [service, deployment(scope, service)])),
    jobs: new Map(services.filter((service) => !isRunning(service)).map((service) => [service, job(scope, service)])),
    doors: routes.map((route) => routed(scope, route)),
    routes: routes.map((route) => httpRoute(scope, route)),
  };
  const problems = [...made.claims, ...made.deployments.values(), ...made.jobs.values()].flatMap((manifest) => refusals(manifest as Manifest, scope.cluster));
  if (problems.length > 0) throw new ChatiereError(problems);
  return made;
}

const isRunning = ({ kind }: Service): boolean => kind === 'service';
