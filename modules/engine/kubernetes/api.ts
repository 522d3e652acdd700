import { X509Certificate } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { readKubeconfig } from '../../input/index.ts';
import type { Access } from './access.ts';
import { certificateExpired, refused, silent, unreachable, yoursExpired } from './refusals.ts';

/** A server that has not answered by then is as good as away. */
const PATIENCE_MS = 10_000;

/** The API of one cluster: paths as they are documented. */
export interface ClusterApi {
  readonly host: string;
  readonly server: string;
  /** Undefined where there is nothing at that path. */
  get<T>(path: string): Promise<T | undefined>;
  /** Items of a list; none where there is no such list. */
  list<T>(path: string): Promise<readonly T[]>;
  /** What a pod writes is no JSON. */
  text(path: string): Promise<string | undefined>;
  remove(path: string): Promise<void>;
}

/** Does something with a cluster. What keeps it from answering becomes an error for people. */
export async function withCluster<T>(access: Access, act: (api: ClusterApi) => Promise<T>): Promise<T> {
  const { name, server } = readKubeconfig(access.file, access.host, access.context);
  // All of the API's types come with it; most commands call no cluster.
  const { KubeConfig: Config } = await import('@kubernetes/client-node');
  const config = new Config();
  config.loadFromFile(access.file);
  config.setCurrentContext(name);
  refuseExpired(access, config);
  const ask = (path: string, method: string) => call(access, config, new URL(path, server), method);
  const get = async <Body>(path: string): Promise<Body | undefined> => parsed(await ask(path, 'GET'));
  return act({
    host: access.host,
    server,
    get,
    list: async <Item>(path: string) => (await get<{ readonly items: readonly Item[] }>(path))?.items ?? [],
    text: (path) => ask(path, 'GET'),
    remove: async (path) => void (await ask(path, 'DELETE')),
  });
}

const parsed = (body: string | undefined): never => (body === undefined ? undefined : JSON.parse(body)) as never;

/** A server says no more than "unauthorized" of it. */
function refuseExpired(access: Access, config: KubeConfig): void {
  const { certData } = config.getCurrentUser() ?? {};
  if (certData === undefined) return;
  const end = new X509Certificate(Buffer.from(certData, 'base64')).validToDate;
  if (end.getTime() < Date.now()) throw yoursExpired(access, end);
}

/** One request. Credentials stand in the options alone, and no error shows those. */
async function call(access: Access, config: KubeConfig, url: URL, method: string): Promise<string | undefined> {
  const options: RequestOptions = { method, headers: { accept: 'application/json, text/plain' }, timeout: PATIENCE_MS };
  await config.applyToHTTPSOptions(options);
  const { status, body } = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = (url.protocol === 'http:' ? plainRequest : request)(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject).once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
    });
    sent.once('timeout', () => sent.destroy(silent(access, url.origin))).once('error', reject).end();
  }).catch((error: NodeJS.ErrnoException) => {
    throw certificateExpired(access, url.origin, error) ?? unreachable(access, url.origin, error) ?? error;
  });
  if (status === 404) return undefined;
  if (status >= 400) throw refused(access, url, status, body);
  return body;
}
