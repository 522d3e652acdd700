import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from '../kernel/index.ts';
import { identityUrl } from '../placement/index.ts';
import { type Listener, task } from './progress.ts';
import type { Session } from './session.ts';

const PATIENCE_MS = 180_000;
const QUIET_MS = 1000;

/**
 * Waits until the identity server answers through the edge: after an engine restart its container runs long before it serves.
 * Says so only when it takes time; on giving up says nothing, as the plugin then tells what it met.
 */
export async function waitForIdentity({ federation, layout }: Session, listen: Listener, signal: AbortSignal): Promise<void> {
  const ca = await readFile(layout.authority, 'utf8');
  const url = `${identityUrl(federation)}/realms/master`;
  if (await answers(url, ca, QUIET_MS)) return;
  await task(listen, 'identity-ready', text('le serveur d’identité démarre', 'the identity server is starting'), async () => {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline && !signal.aborted && !(await answers(url, ca, 5000))) await pause(500);
  });
}

function answers(url: string, ca: string, timeout: number): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request(url, { ca, timeout, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy()).on('error', () => resolve(false)).end();
  });
}
