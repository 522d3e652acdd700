import { Duration, concat, fact, label, literal, secret, secretPurpose } from '../../modules/kernel/index.ts';
import type { PictureFile, Workload } from '../../modules/workload/index.ts';
import { job, service, workload } from '../targets/workloads.ts';

/** What a test chooses; everything else is fixed. */
export interface Variant {
  /** Physical prefix, three segments. */
  readonly name: string;
  readonly image: string;
  /** Exit code of the job. */
  readonly exit?: number;
  /** Line that the job prints. */
  readonly says?: string;
  /** Seconds that the job takes. */
  readonly sleeps?: number;
  readonly timeLimit?: number;
  readonly trigger?: string;
  readonly generation?: number;
  readonly greeting?: string;
  readonly probeSeconds?: number;
  readonly picture?: PictureFile;
}

export const federationOf = (name: string): string => name.split('--')[0] as string;

/** A store with data and a secret, a job that reads the store, and a page that waits for the job; all of them busybox. */
export function variant({ name, image, exit = 0, says = 'done', sleeps = 0, timeLimit = 20, trigger = 'first', generation = 1, greeting = 'bonjour', probeSeconds = 1, picture }: Variant): Workload {
  const password = secret(secretPurpose('notes', 'password'), generation);
  const passwordFile = { name: 'password', target: '/run/secrets/password', content: [password], watched: false };
  const healthcheck = { interval: Duration.seconds(probeSeconds), timeout: Duration.seconds(3), retries: 5, startPeriod: Duration.seconds(20) };
  return workload(
    [
      service('store', {
        image,
        command: ['sh', '-c', 'test -s /run/secrets/password && date >> /data/starts && exec httpd -f -p 8080 -h /data'].map(literal),
        user: '0:0',
        secrets: [passwordFile],
        mounts: [{ volume: 'data', target: '/data', readOnly: false }],
        tmpfs: ['/tmp:mode=1777'],
        healthcheck: { test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/starts'], ...healthcheck },
        stopGracePeriod: Duration.seconds(1),
      }),
      job('prepare', {
        image,
        command: ['sh', '-c', `wget -q -O - http://store:8080/starts; sleep ${sleeps}; echo "${says}"; exit ${exit}`].map(literal),
        // By these, a cluster of fake nodes is told how the job ends, and what a kubelet finds at the end of its log.
        environment: { CHATIERE_RIG_EXIT_CODE: literal(sleeps > timeLimit ? 'never' : String(exit)), CHATIERE_RIG_LAST_WORDS: literal(says) },
        dependsOn: [{ service: 'store', condition: 'healthy' }],
        timeLimit: Duration.seconds(timeLimit),
        trigger,
      }),
      service('page', {
        image,
        command: ['httpd', '-f', '-p', '8080', '-h', '/srv'].map(literal),
        environment: { GREETING: literal(greeting) },
        secrets: [{ ...passwordFile, name: 'url', target: '/run/secrets/url', content: concat(literal('store://notes:'), [password], literal('@store')) }],
        configs: [
          { name: 'index', target: '/srv/index.html', content: literal(`<p>${greeting}</p>\n`), watched: false },
          { name: 'authority', target: '/srv/authority.pem', content: [fact('authority')], watched: false },
          { name: 'logo', target: '/srv/logo.png', content: picture ?? literal(''), watched: false },
        ],
        dependsOn: [{ service: 'prepare', condition: 'completed' }],
        egress: 'web',
        healthcheck: { test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/'], ...healthcheck },
        stopGracePeriod: Duration.seconds(1),
      }),
    ],
    {
      name,
      labels: { [label.managedBy]: 'chatiere', [label.federation]: federationOf(name), [label.workload]: name, [label.stack]: 'commune.notes' },
      volumes: ['data'],
      publicNames: ['connexion.essai.test'],
      routes: [{ service: 'page', port: 8080, hostname: 'notes.essai.test', maxBodyMiB: 10, timeoutSeconds: 60 }],
    },
  );
}
