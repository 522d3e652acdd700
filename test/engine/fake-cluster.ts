import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';
import { createAuthority, issueCertificate } from '../../modules/edge/index.ts';

const DAY = 86_400_000;
export const TOKEN = 'canari-du-jeton-de-la-grappe';

/** Path, without its query -> what is there; nothing else is. */
export type Objects = Readonly<Record<string, unknown>>;

/** A cluster in which an instance could run. */
export const HEALTHY: Objects = {
  '/version': { major: '1', minor: '35', gitVersion: 'v1.35.3+k3s1' },
  '/apis/storage.k8s.io/v1/storageclasses': { items: [{ metadata: { name: 'local-path', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }] },
  '/apis/gateway.networking.k8s.io/v1/gatewayclasses': { items: [{ metadata: { name: 'traefik' } }] },
  '/apis/gateway.networking.k8s.io/v1/namespaces/entree/gateways/publique': { metadata: { name: 'publique' }, spec: { listeners: [{ protocol: 'HTTPS', allowedRoutes: { namespaces: { from: 'All' } } }] } },
  '/api/v1/nodes': { items: [{ metadata: { name: 'noeud-1' } }] },
  '/api/v1/namespaces/kube-system': { metadata: { name: 'kube-system', uid: 'grappe-une' } },
};

export interface FakeCluster {
  readonly server: string;
  /** `METHOD path?query`, in the order of arrival. */
  readonly asked: string[];
  /** A kubeconfig of it; `edit` changes it before it is written. */
  kubeconfig(edit?: (config: Config) => void): string;
  close(): Promise<void>;
}

export interface Config {
  'current-context'?: string;
  clusters: { name: string; cluster: Record<string, string> }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  users: { name: string; user: Record<string, string> }[];
}

/** Reads only, with the token only; a path that is not in `objects` is not there, and whatever else is asked is refused. */
export async function fakeCluster(objects: Objects, { certificateDays = 0, answers = true } = {}): Promise<FakeCluster> {
  const authority = await createAuthority('essai', new Date());
  const { certificatePem, keyPem } = await issueCertificate(authority, ['localhost'], new Date(Date.now() + certificateDays * DAY));
  const asked: string[] = [];
  const server = createServer({ cert: certificatePem, key: keyPem }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url ?? '', 'https://localhost');
    const say = (status: number, body: unknown) => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (!answers) return;
    if (request.headers.authorization !== `Bearer ${TOKEN}`) say(401, { kind: 'Status', message: 'Unauthorized' });
    else if (request.method !== 'GET') say(403, { kind: 'Status', message: `${request.method} is not allowed` });
    else if (Object.hasOwn(objects, pathname)) say(200, objects[pathname]);
    else say(404, { kind: 'Status', message: 'the server could not find the requested resource' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    server: address,
    asked,
    kubeconfig(edit = () => undefined) {
      const config: Config = {
        clusters: [{ name: 'grappe', cluster: { server: address, 'certificate-authority-data': Buffer.from(authority.certificatePem).toString('base64') } }],
        contexts: [{ name: 'default', context: { cluster: 'grappe', user: 'chatiere' } }],
        users: [{ name: 'chatiere', user: { token: TOKEN } }],
      };
      edit(config);
      return stringify({ apiVersion: 'v1', kind: 'Config', ...config });
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A client's certificate whose days are over, with its key: `client-certificate-data` and `client-key-data`. */
export async function expiredClient(): Promise<Record<string, string>> {
  const { certificatePem, keyPem } = await issueCertificate(await createAuthority('client', new Date()), ['chatiere.test'], new Date('2024-01-01T00:00:00Z'));
  return { 'client-certificate-data': Buffer.from(certificatePem).toString('base64'), 'client-key-data': Buffer.from(keyPem).toString('base64') };
}
