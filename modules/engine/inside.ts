import type Docker from 'dockerode';
import { label } from '../kernel/index.ts';
import type { JobEnd } from '../metering/index.ts';
import { execIn } from './exec-in.ts';

/**
 * Counting runs as a process beside the service that holds the data, inside its container: in the instance's own network and nowhere else,
 * as the service's user, by the database's local socket, so that no secret is handed to anything. A container of its own would need the
 * password's file, would be one that the state does not know, and would be swept with what an interrupted creation leaves.
 */

/** After this the count is given up; the database gives it up a little before. */
const LIMIT = 30_000;
/** What PostgreSQL's own clients heed: nothing is written, and no query outlives our patience. Others do not look at it. */
const ENVIRONMENT = [`PGOPTIONS=-c default_transaction_read_only=on -c statement_timeout=${LIMIT - 5_000}`, 'PGCONNECT_TIMEOUT=10'];
/** A number has no more; what is longer is none. */
const MOST = 4096;

/** Service -> its running container. */
export async function runningServices(docker: Docker, federation: string, workload: string): Promise<ReadonlyMap<string, string>> {
  const filters = { status: ['running'], label: [`${label.federation}=${federation}`, `${label.workload}=${workload}`, `${label.role}=service`] };
  const found = await docker.listContainers({ filters });
  return new Map(found.map(({ Id, Labels }) => [Labels[label.part] ?? '', Id]));
}

/**
 * Runs a command in a container; what it writes to stderr is not looked at. `late` where it did not end in time, `gone` where the container
 * stopped meanwhile. Rejects where the engine does not answer, or refuses.
 */
export async function runIn(docker: Docker, container: string, argv: readonly string[], limit: number = LIMIT): Promise<JobEnd | 'late' | 'gone'> {
  const signal = AbortSignal.timeout(limit);
  try {
    const { code, stdout } = await execIn(docker, container, argv, { environment: ENVIRONMENT, signal, most: MOST });
    return { exitCode: code, output: stdout };
  } catch (error) {
    if (signal.aborted) return 'late';
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404 || statusCode === 409) return 'gone';
    throw error;
  }
}
