import { stringify } from 'yaml';
import { type Catalog, latestRelease } from '../../modules/catalog/index.ts';
import { type FileChange, instanceId, orderDigest, OrderSheet } from '../../modules/federation/index.ts';

export interface FleetRequest {
  /** The same seed gives the same files. */
  readonly seed: number;
  readonly organizations: number;
  readonly instancesEach: number;
  /** Catalog entries to order, in turn; a second order for one of them gives its instance a number. */
  readonly apps: readonly string[];
  readonly operator: string;
  readonly host: string;
  readonly domain: string;
}

/** The files of organizations with approved orders and their instances, beside the operators and hosts that a federation already has. Pure. */
export function fleet(catalog: Catalog, request: FleetRequest): FileChange[] {
  const random = generator(request.seed);
  return Array.from({ length: request.organizations }, (_, index) => organization(catalog, request, random, index)).flat();
}

type Random = <T>(choices: readonly [T, ...T[]]) => T;

function organization(catalog: Catalog, request: FleetRequest, random: Random, index: number): FileChange[] {
  const kind = random(['mrc', 'municipality', 'non-profit']);
  const id = `${kind}-${number(index)}`;
  const sheet = {
    name: `${random(['MRC', 'Village', 'Regroupement'])} ${random(['des Rives', 'du Fleuve', 'des Érables', 'de la Côte', 'des Collines'])} ${index + 1}`,
    kind,
    locale: random(['fr-CA', 'fr-CA', 'fr-CA', 'en-CA']),
    domains: [`${id}.${request.domain}`],
    brand: { name: `Organisation ${index + 1}`, colour: `#${random(['1f5f8b', '3f7d3a', '8b1f3c', '5a3f7d'])}` },
  };
  const instances = Array.from({ length: request.instancesEach }, (_, turn) => instance(catalog, request, random, { id, index, turn }));
  return [created(`organizations/${id}.yaml`, sheet), ...instances.flat()];
}

interface Place {
  readonly id: string;
  readonly index: number;
  readonly turn: number;
}

function instance(catalog: Catalog, { apps, operator, host, domain }: FleetRequest, random: Random, { id, index, turn }: Place): FileChange[] {
  const app = apps[turn % apps.length];
  if (app === undefined) throw new RangeError('a fleet needs an app');
  const release = latestRelease(catalog, app);
  const plan = random(Object.keys(release.sheet.sizing) as [string, ...string[]]);
  const round = Math.floor(turn / apps.length);
  const order = OrderSheet.parse({
    organization: id,
    operator,
    app,
    plan,
    ...(round > 0 && { name: `${app}-${round + 1}` }),
    pricePerMonth: catalog.plans[plan]?.pricePerMonth,
    requestedOn: '2026-11-02',
  });
  const orderId = `cmd-2026-${number(index)}-${turn + 1}`;
  const name = instanceId(order);
  return [
    created(`orders/${orderId}.yaml`, { ...order, approval: { by: operator, at: '2026-11-03T14:00:00Z', sha256: orderDigest(order) } }),
    created(`instances/${name}.yaml`, { order: orderId, release: release.release, host, hostname: `${order.name ?? app}.${id}.${domain}` }),
  ];
}

const created = (file: string, content: object): FileChange => ({ file, text: stringify(content, { lineWidth: 0 }), mode: 'create' });
const number = (index: number): string => `n${String(index + 1).padStart(3, '0')}`;

/** Mulberry32: small, and the same everywhere. */
function generator(seed: number): Random {
  let state = seed >>> 0;
  return (choices) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length] as (typeof choices)[number];
  };
}
