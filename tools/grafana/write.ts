/** `npm run grafana`: writes docs/grafana/chatiere.json anew. A test says when it is no longer what `board.ts` makes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boardFile } from './board.ts';

writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'grafana', 'chatiere.json'), boardFile());
