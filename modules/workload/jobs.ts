import type { Configure } from '../catalog/index.ts';
import { Duration, literal, type Template } from '../kernel/index.ts';
import { fill } from './bindings.ts';
import { changeTrigger } from './digest.ts';
import type { Source } from './services.ts';
import type { Service } from './workload.ts';

/** What an `install` job watches: nothing, so it runs once in the life of its data. */
const INSTALLED = 'installed';

/**
 * The `configure` entries of app.yaml as jobs, in their order: after all services are healthy, each after the one before it.
 * A job has what its service has, but for the files that it does not name, and its argv is the whole command.
 */
export function configureJobs({ release, bindings }: Source, services: readonly Service[]): Service[] {
  const ready = services.map(({ name, kind, healthcheck }) => ({ service: name, condition: kind === 'job' ? 'completed' : healthcheck ? 'healthy' : 'started' }) as const);
  return release.sheet.configure.map((entry, index, all) => {
    const service = services.find(({ name }) => name === entry.service);
    if (!service) throw new Error(`not validated: configure ${entry.id}`);
    const previous = all[index - 1];
    const used = <File extends { readonly name: string }>(files: readonly File[]): readonly File[] => files.filter(({ name }) => entry.files?.includes(name) ?? true);
    const job: Service = {
      ...service,
      secrets: used(service.secrets),
      configs: used(service.configs),
      name: entry.id,
      kind: 'job',
      when: entry.when,
      timeLimit: Duration.seconds(entry.timeoutSeconds),
      trigger: undefined,
      ...commandOf(wordsOf(entry).map((word) => fill(word, bindings, false))),
      dependsOn: [...ready, ...(previous ? [{ service: previous.id, condition: 'completed' } as const] : [])],
      healthcheck: undefined,
      ports: [],
    };
    const triggers = { install: () => INSTALLED, change: () => changeTrigger(job), upgrade: () => release.release };
    return { ...job, trigger: triggers[entry.when]() };
  });
}

/** Runs the first `$0` words; unless they say that there is nothing to do, the rest takes the shell's place. */
const UNLESS = 'run=; i=1; while [ $i -le "$0" ]; do run="$run \\"\\${$i}\\""; i=$((i + 1)); done; eval "$run" >/dev/null 2>&1 && exit 0; shift "$0"; exec "$@"';

const wordsOf = ({ check, argv }: Configure): readonly string[] => (check === undefined ? argv : ['/bin/sh', '-c', UNLESS, String(check.length), ...check, ...argv]);

/** The program stands as the entrypoint, so that the image's own one has no say. */
const commandOf = ([program = literal(''), ...rest]: readonly Template[]) => ({ entrypoint: [program], command: rest });
