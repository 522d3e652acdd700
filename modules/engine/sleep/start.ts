import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { awaitedBy, inOrder, type Order } from './order.ts';
import { observe, type ServiceContainer } from './observe.ts';
import { cancelled, unlessDone } from './stop.ts';

const INTERVAL_MS = 500;

/**
 * Starts the services of a workload that stand still, each once what it depends on is healthy, and waits until all of them are.
 * @returns the services that were started
 */
export async function startServices(docker: Docker, federation: string, workload: string, order: Order, signal: AbortSignal): Promise<string[]> {
  const { services } = await observe(docker, federation, workload);
  const started: string[] = [];
  for (const container of inOrder(services, order)) {
    const awaited = awaitedBy(container.service, order);
    for (const other of services.filter(({ service }) => awaited.includes(service))) await untilHealthy(docker, other, signal);
    if (container.running) continue;
    await unlessDone(docker.getContainer(container.id).start());
    started.push(container.service);
  }
  for (const container of services) await untilHealthy(docker, container, signal);
  return started;
}

/** Starts the services of a workload that ran before and stand still, in their order, and waits for nobody. One that cannot start is left to what comes next. */
export async function startStopped(docker: Docker, federation: string, workload: string, order: Order): Promise<string[]> {
  const { services } = await observe(docker, federation, workload);
  // What was never started is half made, and another's to remove.
  const still = inOrder(services, order).filter(({ running, startedAt }) => !running && startedAt > 0);
  for (const { id } of still) await docker.getContainer(id).start().catch(unlessUnreachable);
  return still.map(({ service }) => service);
}

function unlessUnreachable(error: { statusCode?: number }): void {
  if (error.statusCode === undefined) throw error;
}

/** Times of a health check as the engine gives them, nanoseconds; 0 is the engine's own default. */
interface EngineHealth {
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
}

/** Milliseconds after which a container that is not yet healthy never will be. */
export function patienceOf({ Interval, Timeout, Retries, StartPeriod = 0 }: EngineHealth): number {
  const probe = (Interval || 30e9) + (Timeout || 30e9);
  return (StartPeriod + ((Retries || 3) + 1) * probe) / 1e6 + 10_000;
}

/** At once for what has no health check. */
async function untilHealthy(docker: Docker, { id, name, service }: ServiceContainer, signal: AbortSignal): Promise<void> {
  let deadline: number | undefined;
  for (;;) {
    if (signal.aborted) throw cancelled();
    const { Config: config, State: state } = await docker.getContainer(id).inspect();
    if (!state.Running) throw notHealthy(name, service, `exit ${state.ExitCode}`);
    const status = state.Health?.Status;
    if (status === undefined || status === 'none' || status === 'healthy') return;
    deadline ??= performance.now() + patienceOf((config as { Healthcheck?: EngineHealth }).Healthcheck ?? {});
    if (performance.now() > deadline) throw notHealthy(name, service, status);
    await pause(INTERVAL_MS);
  }
}

const notHealthy = (name: string, service: string, given: string): ChatiereError =>
  new ChatiereError({
    code: 'not-healthy',
    what: text(`le service « ${service} » ne se dit pas en bonne santé`, `the service "${service}" does not say that it is healthy`),
    given,
    next: text(`voir docker logs ${name} ; puis relancer la même commande, ou chatiere up --refresh`, `see docker logs ${name}; then run the same command again, or chatiere up --refresh`),
  }, ExitCode.failure);
