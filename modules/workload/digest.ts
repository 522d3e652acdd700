import { describe, digestOf, type Template } from '../kernel/index.ts';
import { type FileMount, plainContent, type Service, type Workload } from './workload.ts';

/** SHA-256 of everything that a workload says, in hexadecimal: secrets and facts by name, not by value. */
export const workloadDigest = (workload: Workload): string => digestOf(plainWorkload(workload));

/** A workload as plain data: templates in their described form, sizes in bytes, times in milliseconds. Also for golden files. */
export function plainWorkload(workload: Workload): Record<string, unknown> {
  return { ...workload, storage: workload.storage.bytes, services: workload.services.map(plainService) };
}

/** SHA-256 of what a `change` job uses: its image, command, user, environment, files and mounts. Not its limits, nor what it waits for. */
export function changeTrigger(service: Service): string {
  const { image, command, entrypoint, user, environment, secrets, configs, mounts, egress } = plainService(service);
  return digestOf({ image, command, entrypoint, user, environment, secrets, configs, mounts, egress });
}

function plainService(service: Service): Record<string, unknown> {
  const { healthcheck } = service;
  return {
    ...service,
    command: service.command?.map(describe),
    entrypoint: service.entrypoint?.map(describe),
    environment: Object.fromEntries(Object.entries(service.environment).map(([name, value]: [string, Template]) => [name, describe(value)])),
    secrets: service.secrets.map(plainFile),
    configs: service.configs.map(plainFile),
    timeLimit: service.timeLimit?.milliseconds,
    stopGracePeriod: service.stopGracePeriod.milliseconds,
    memory: service.memory.bytes,
    healthcheck: healthcheck && { ...healthcheck, interval: healthcheck.interval.milliseconds, timeout: healthcheck.timeout.milliseconds, startPeriod: healthcheck.startPeriod.milliseconds },
  };
}

const plainFile = ({ content, ...file }: FileMount): Record<string, unknown> => ({ ...file, content: plainContent(content) });
