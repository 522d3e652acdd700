import { mkdtempSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Release } from '../../modules/catalog/index.ts';
import { orderDigest, OrderSheet } from '../../modules/federation/index.ts';
import { deriveSecret } from '../../modules/kernel/index.ts';
import { type Graph, graphOf, type Run } from './graph.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
/** Any 32 bytes: the graphs hold no secret, so they do not depend on it. */
export const SEED = Buffer.alloc(32, 7).toString('base64url');

/** A copy of the demonstration federation with certificates that are the same on each run; programs only pass them on. */
export function demoFederation(): string {
  const directory = mkdtempSync(join(tmpdir(), 'chatiere-golden-'));
  cpSync(DEMO, directory, { recursive: true });
  for (const [folder, file] of [['certificates', 'authority.crt'], ['certificates', 'edge-serveur-1.crt'], ['private', 'edge-serveur-1.key']] as const) {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, file), `${file} of the golden graphs\n`);
  }
  return directory;
}

export const ORGANIZATION = 'mrc-demo';

/** The demonstration federation with one more instance, of that plan. */
export function ordered(directory: string, { app, release }: Release, plan: string, { name = `golden-${app}`, host = 'serveur-1', domain = 'chatiere.test' } = {}): string {
  const asked = OrderSheet.parse({ organization: ORGANIZATION, operator: 'coop-des-rives', app, plan, name, pricePerMonth: 0, requestedOn: '2026-11-25' });
  const order = { ...asked, approval: { by: 'coop-des-rives', at: '2026-11-25T12:00:00Z', sha256: orderDigest(asked) } };
  writeFileSync(join(directory, 'orders', `${name}.yaml`), stringify(order));
  const instance = { order: name, release, host, hostname: `${name}.${domain}` };
  writeFileSync(join(directory, 'instances', `${ORGANIZATION}.${name}.yaml`), stringify(instance));
  return directory;
}

/** Outputs of the stacks that others refer to, as after a first `up`. */
export const DEMO_OUTPUTS: NonNullable<Run['stacks']> = {
  'host.serveur-1': { identityAdminPassword: 'canary-admin-password' },
  identity: { issuer: 'https://connexion.chatiere.test/realms/demo', realm: 'demo', clientId: 'chatiere', clientSecret: 'canary-client-secret' },
  'mrc-demo': { organizationId: 'mrc-id', groups: { '': 'mrc-group', admins: 'mrc-admins', members: 'mrc-members' } },
  'village-demo': { organizationId: 'village-id', groups: { '': 'village-group', admins: 'village-admins', members: 'village-members' } },
};

export const DEMO_STACKS = ['host.serveur-1', 'identity', 'mrc-demo', 'village-demo', 'mrc-demo.miniflux', 'village-demo.miniflux'] as const;

/** Runs the program of a stack of a federation directory. */
export async function stackGraph(directory: string, stack: string, { stacks = DEMO_OUTPUTS, preview = false }: Partial<Run> = {}): Promise<Graph> {
  process.env['CHATIERE_FEDERATION'] = directory;
  const { default: program } = await import('../../stacks/index.ts');
  return graphOf({ stack, preview, stacks, config: { 'chatiere:seed': SEED } }, program);
}

/** What must stand nowhere in the clear. */
export const canaries = (): string[] => [
  SEED,
  'canary-admin-password',
  'canary-client-secret',
  'edge-serveur-1.key of the golden graphs',
  deriveSecret(SEED, 'keycloak/admin-password', 1),
  deriveSecret(SEED, 'identity/engine-client', 1),
  ...['database-password', 'oidc-client-secret', 'break-glass-password'].map((name) => deriveSecret(SEED, `miniflux/${name}`, 1)),
];

/** Labels as a table, so that a changed one is one line; digests of what a stack is made from change with every source. The content hash in a local image's tag follows its recipe, and triggers of jobs follow that: not what these graphs are about; nor where the copy of the federation lies. */
export const readable = (graph: Graph): string => plain(graph).replace(/"[0-9a-f]{64}"(?=,?\n\s*("|\]))/g, '"<trigger>"');

/** The same with the triggers of jobs, by which two graphs of one moment tell which jobs would run. */
export function plain(graph: Graph): string {
  const outputs = { ...(graph.outputs as Outputs), input: '<digest>', facts: Object.keys((graph.outputs as Outputs).facts) };
  const text = JSON.stringify({ ...graph, outputs }, (key, value: unknown) => (key === 'labels' && Array.isArray(value) ? table(value as LabelInput[]) : value), 2);
  return `${text.replace(/(chatiere\/[a-z-]+):[0-9a-f]{8,64}/g, '$1:<content>').replace(/"[^"]*\/chatiere-golden-[^/"]+\//g, '"<federation>/')}\n`;
}

interface Outputs {
  readonly facts: Readonly<Record<string, unknown>>;
}

interface LabelInput {
  readonly label: string;
  readonly value: string;
}

const table = (labels: readonly LabelInput[]): Record<string, string> => Object.fromEntries(labels.map(({ label, value }) => [label, value]));
