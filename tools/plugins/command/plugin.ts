import { serve } from '../server/index.ts';
import { command } from './command.ts';

/** The version of the real plugin that this one stands in for. */
const VERSION = '1.2.1';

serve({
  name: 'command',
  version: VERSION,
  schema: { name: 'command', version: VERSION },
  configure: async () => undefined,
  resources: { 'command:local:Command': command },
});
