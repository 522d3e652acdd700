import { serve } from '../server/index.ts';
import { connect } from './connection.ts';
import { container } from './container.ts';
import { configFacts } from './facts.ts';
import { network } from './network.ts';
import { volume } from './volume.ts';

/** The version of the real plugin that this one stands in for. */
const VERSION = '5.2.0';

serve({
  name: 'docker',
  version: VERSION,
  schema: { name: 'docker', version: VERSION },
  config: configFacts(),
  configure: async (config) => connect(config, process.env),
  resources: {
    'docker:index/container:Container': container,
    'docker:index/network:Network': network,
    'docker:index/volume:Volume': volume,
  },
});
