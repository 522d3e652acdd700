import { describe, expect, it } from 'vitest';
import { text } from '../../modules/kernel/index.ts';
import { createContext } from '../../scripts/context.ts';

/** What a piece of work writes to a terminal in these surroundings. */
async function shown(environment: Readonly<Record<string, string>>): Promise<string> {
  let said = '';
  const screen = { write: (words: string) => (said += words), isTTY: true, columns: 80, rows: 24 };
  const context = createContext({ environment, cwd: '/', stdout: screen, stderr: screen }, 'fr', {});
  await context.work(async ({ listen }) => {
    listen({ kind: 'task-started', task: 't', title: text('tâche', 'task') });
    listen({ kind: 'task-finished', task: 't', outcome: 'succeeded', seconds: 1 });
  });
  return said;
}

const COLOUR = /\u001b\[\d+m/;

describe('on a terminal', () => {
  it.each([[{}], [{ NO_COLOR: '' }], [{ TERM: 'xterm-256color' }]])('%j gives colours, in place', async (environment) => {
    expect(await shown(environment)).toMatch(COLOUR);
    expect(await shown(environment)).toContain('\u001b[J');
  });

  it.each([[{ NO_COLOR: '1' }], [{ NO_COLOR: '0' }], [{ NO_COLOR: 'false' }]])('%j gives none, in place', async (environment) => {
    expect(await shown(environment)).not.toMatch(COLOUR);
    expect(await shown(environment)).toContain('\u001b[J');
  });

  it('TERM=dumb gives plain lines', async () => {
    expect(await shown({ TERM: 'dumb' })).toBe('… tâche\n✓ tâche (1,0 s)\n');
  });
});
