import type Docker from 'dockerode';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { inOrder, type Order } from './order.ts';
import { observe, runningJobs } from './observe.ts';

/** How long a job may still work before sleep is given up. */
const PATIENCE_MS = 900_000;

/** Waits until no job of a workload is at work: it may be in the middle of a migration. `tell` hears the name of each. */
export async function waitForJobs(docker: Docker, federation: string, workload: string, tell: (job: string) => void, signal: AbortSignal): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const told = new Set<string>();
  for (;;) {
    const [job] = await runningJobs(docker, federation, workload);
    if (job === undefined) return;
    if (!told.has(job.name)) tell(job.name);
    told.add(job.name);
    await docker.getContainer(job.id).wait({ condition: 'not-running', abortSignal: AbortSignal.any([signal, patience]) }).catch((error: Error & { statusCode?: number }) => {
      if (signal.aborted) throw cancelled();
      if (patience.aborted) throw jobStillRuns(job.name);
      // A job that is gone has ended.
      if (error.statusCode !== 404) throw error;
    });
  }
}

/** Stops the services of a workload, each after those that depend on it, with the time that each has to end; what stands still stays so. */
export async function stopServices(docker: Docker, federation: string, workload: string, order: Order, signal: AbortSignal): Promise<void> {
  const { services } = await observe(docker, federation, workload);
  for (const { id, running } of inOrder(services, order).toReversed()) {
    if (signal.aborted) throw cancelled();
    // Without a time the engine takes the container's own.
    if (running) await unlessDone(docker.getContainer(id).stop());
  }
}

/** 304: as wanted already. 404: somebody removed it meanwhile, and `up` makes it again. */
export async function unlessDone(act: Promise<unknown>): Promise<void> {
  await act.catch((error: { statusCode?: number }) => {
    if (error.statusCode !== 304 && error.statusCode !== 404) throw error;
  });
}

export const cancelled = (): ChatiereError =>
  new ChatiereError({
    code: 'cancelled',
    what: text('arrêtée à votre demande, entre deux conteneurs', 'stopped at your request, between two containers'),
    next: text('relancer la même commande : elle reprend où elle en était', 'run the same command again: it goes on from there'),
  }, ExitCode.cancelled);

const jobStillRuns = (given: string): ChatiereError =>
  new ChatiereError({
    code: 'job-runs',
    what: text('une tâche de cette instance travaille depuis plus de 15 minutes : rien n’est arrêté', 'a job of this instance has been at work for more than 15 minutes: nothing is stopped'),
    given,
    next: text(`voir docker logs ${given}, puis relancer la même commande`, `see docker logs ${given}, then run the same command again`),
  }, ExitCode.failure);
