import { PartialCreate, serve, type Property, type ResourceType, type Values } from '../../tools/plugins/server/index.ts';

/** A plugin that keeps its things in its own memory. */
interface Store {
  config: Values;
  things: Map<string, Values>;
}

const properties: Record<string, Property> = {
  name: { autoname: true, replaces: true },
  size: { default: 1 },
  colour: { computed: true },
  tags: { set: true },
  table: { type: { '*': 'string' } },
  kind: { required: true, replaces: true },
  strict: { exact: true },
  token: { secret: true, output: true },
  serial: { output: true },
  later: { unserved: true },
};

const thing: ResourceType<Store> = {
  properties,
  check: ({ size }) => (size === 13 ? [{ property: 'size', reason: 'not 13' }] : []),
  replaceAnyway: ({ broken }) => (broken === true ? ['kind'] : []),
  async create({ things, config }, inputs, signal, log) {
    if (inputs['kind'] === 'slow') await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    if (inputs['kind'] === 'bad') throw new Error(`cannot make ${JSON.stringify(inputs)}`);
    const state = { ...inputs, token: 'made-up', serial: things.size + 1, seen: config };
    if (inputs['kind'] === 'half') throw new PartialCreate('half', { ...state, broken: true }, `half of ${String(inputs['colour'])}`);
    await log('info', `made with ${String(inputs['colour'])}`);
    things.set(String(inputs['name']), state);
    return { id: String(inputs['name']), state };
  },
  read: async ({ things }, id) => things.get(id),
  async update({ things }, id, olds, news) {
    const state = { ...olds, ...news };
    things.set(id, state);
    return state;
  },
  async delete({ things }, id) {
    things.delete(id);
  },
};

serve<Store>({
  name: 'sample',
  version: '1.2.3',
  schema: { name: 'sample' },
  config: { host: 'string', retries: 'integer', list: ['string'], on: 'boolean' },
  configure: async (config) => ({ config, things: new Map() }),
  resources: { 'sample:index:Thing': thing },
  functions: { 'sample:index:echo': async ({ config }, args) => ({ ...args, config }) },
});
