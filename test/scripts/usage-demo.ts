import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../catalog/folder.ts';
import { type FakeEngine, openFakeEngine, type Outcome } from '../engine/fake-engine.ts';
import { chatiere } from './command.ts';

/** A person whose name an app may write or complain of. */
export const CANARY = 'marguerite.belanger@mrc-demo.chatiere.test';
export const NEXTCLOUD = 'mrc-demo.nextcloud';

/** The demonstration with a Nextcloud whose organization agrees to be counted, on an engine that answers as a test says. */
export interface UsageDemo {
  readonly folder: string;
  readonly federation: string;
  readonly engine: FakeEngine;
  /** Name of a count -> what its query writes. */
  readonly answers: Record<string, string | Outcome>;
  close(): Promise<void>;
}

export async function openUsageDemo(): Promise<UsageDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-usage-'));
  const federation = join(folder, 'demo');
  const answers: UsageDemo['answers'] = { members: '60', day: '12', week: '25', month: '40', files: '300', bytes: '2147483648' };
  await cp(join(CHECKOUT, 'examples', 'demo'), federation, { recursive: true });
  const services = ['mrc-demo--miniflux', 'mrc-demo--nextcloud', 'village-demo--miniflux'].flatMap((name) => ['app', 'database'].map((service) => ({ workload: `demo--${name}`, service })));
  const engine = await openFakeEngine(join(folder, 'engine.sock'), services, ({ argv }) => {
    const answer = answers[nameOf(argv.at(-1) as string)] ?? 'x';
    return typeof answer === 'string' && answer !== 'never' && answer !== 'gone' ? { output: `${answer}\n`, errors: `could not read ${CANARY}\n` } : answer as Outcome;
  });
  const host = join(federation, 'hosts', 'serveur-1.yaml');
  await writeFile(host, (await readFile(host, 'utf8')).replace(/^engine: .*$/m, `engine: ${engine.address}`));
  await chatiere(['-C', federation, 'order', 'new', '--organization', 'mrc-demo', '--app', 'nextcloud=base', '--count-usage', 'on', '--date', '2026-11-20', '--id', 'cmd-2026-003']);
  const { exitCode, stderr } = await chatiere(['-C', federation, 'order', 'approve', 'cmd-2026-003']);
  if (exitCode !== 0) throw new Error(stderr);
  return { folder, federation, engine, answers, close: () => engine.close().then(() => rm(folder, { recursive: true })) };
}

/** Which of Nextcloud's counts, or of Miniflux's, a query is. */
export const nameOf = (query: string): string => [['86400', 'day'], ['604800', 'week'], ['2592000', 'month'], ['sum(', 'bytes'], ['oc_filecache', 'files'], ['oc_user_oidc', 'members'], ['30 days', 'month'], ['feeds', 'feeds'], ['users', 'members']].find(([part]) => query.includes(part as string))?.[1] ?? '?';
