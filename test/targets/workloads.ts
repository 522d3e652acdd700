import { concat, Duration, fact, label, literal, secret, secretPurpose, Size } from '../../modules/kernel/index.ts';
import type { Service, Workload } from '../../modules/workload/index.ts';

export const NAME = 'essai--commune--notes';

/** A service as the catalog's defaults make it; every test says only what it is about. */
export const service = (name: string, more: Partial<Service> = {}): Service => ({
  name,
  kind: 'service',
  when: undefined,
  timeLimit: undefined,
  trigger: undefined,
  image: 'chatiere/busybox:test',
  command: undefined,
  entrypoint: undefined,
  user: '1000:1000',
  environment: {},
  secrets: [],
  configs: [],
  mounts: [],
  binds: [],
  tmpfs: [],
  dependsOn: [],
  healthcheck: undefined,
  ports: [],
  hostNetwork: false,
  egress: 'none',
  readOnly: true,
  capAdd: [],
  stopGracePeriod: Duration.seconds(10),
  memory: Size.mebibytes(64),
  cpus: 0.5,
  ...more,
});

export const job = (name: string, more: Partial<Service> = {}): Service =>
  service(name, { kind: 'job', when: 'change', timeLimit: Duration.seconds(30), trigger: 'first', ...more });

export const workload = (services: readonly Service[], more: Partial<Workload> = {}): Workload => ({
  name: NAME,
  labels: { [label.managedBy]: 'chatiere', [label.federation]: 'essai', [label.workload]: NAME, [label.stack]: 'commune.notes' },
  containerLabels: { [label.release]: '1.0-1' },
  services,
  volumes: [],
  routes: [],
  publicNames: [],
  plan: 'base',
  storage: Size.gibibytes(20),
  mailPort: undefined,
  rolling: false,
  maySleep: true,
  ...more,
});

export const password = secret(secretPurpose('notes', 'password'));

/** A database, an app in front of it, and a job between the two: every part of a workload at least once. */
export const notes = (): Workload =>
  workload(
    [
      service('database', {
        secrets: [{ name: 'password', target: '/run/secrets/password', content: [password], watched: false }],
        mounts: [{ volume: 'database', target: '/data', readOnly: false }],
        tmpfs: ['/run/database:uid=999,mode=0755', '/tmp'],
        healthcheck: { test: ['CMD', 'true'], interval: Duration.seconds(2), timeout: Duration.seconds(5), retries: 30, startPeriod: Duration.seconds(60) },
        stopGracePeriod: Duration.seconds(60),
      }),
      job('schema', { dependsOn: [{ service: 'database', condition: 'healthy' }] }),
      service('app', {
        dependsOn: [{ service: 'schema', condition: 'completed' }],
        egress: 'web',
        environment: { ISSUER: concat([fact('identity.issuer')], literal('/')), MODE: literal('notes') },
        secrets: [
          { name: 'url', target: '/run/secrets/url', content: concat(literal('db://notes:'), [password], literal('@database')), watched: false },
          { name: 'key', target: '/run/secrets/key', content: [secret('notes/key', 2)], watched: false },
        ],
        configs: [{ name: 'authority', target: '/run/authority/authority.pem', content: [fact('authority')], watched: false }],
        capAdd: ['NET_BIND_SERVICE', 'CHOWN'],
      }),
    ],
    { volumes: ['database'], routes: [{ service: 'app', port: 8080, hostname: 'notes.essai.test', maxBodyMiB: 10, timeoutSeconds: 90 }], publicNames: ['connexion.essai.test'] },
  );
