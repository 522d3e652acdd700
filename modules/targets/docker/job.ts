import * as command from '@pulumi/command';
import type * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import type { Service } from '../../workload/index.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';

/**
 * Run by `/bin/sh -c` with the container's name as `$0`, which is also what an error message shows.
 * The last lines come from the attached stream: logs asked for by time lose what a quick job wrote before its start was recorded.
 */
const SCRIPT = `
[ "$0" = unchanged ] && exit 0
last=$({ timeout --kill-after=10 "$LIMIT" docker start --attach "$0" </dev/null 2>&1; echo "exit code $?"; } | tail -n 21 | tail -c 8000 | tr -d '\\000-\\010\\013-\\037')
case $last in *"exit code 0") exit 0 ;; esac
if [ "$(docker inspect --format '{{.State.Running}}' "$0")" = true ]; then
  docker stop --time 10 "$0" >/dev/null
  echo "stopped after $LIMIT s" >&2
fi
printf '%s\\n' "$last" >&2
exit 1
`;

/**
 * Starts a job's container and waits for exit code 0. The Docker plugin ignores exit codes, so this is a command: when it fails, it is
 * not in the stack (or keeps its former triggers), and the next update runs it again. Nothing of the job's output is kept in the state.
 */
export function runJob(scope: Scope, job: Service, container: docker.Container, provider: command.Provider, dependsOn: readonly pulumi.Resource[]): command.local.Command {
  return new command.local.Command(
    logical(scope, job.name, 'run'),
    {
      interpreter: ['/bin/sh', '-c', SCRIPT],
      create: physical(scope, job.name),
      // A new limit or script alone is no reason to run.
      update: 'unchanged',
      environment: { DOCKER_HOST: scope.engine, LIMIT: String(Math.ceil(job.timeLimit?.inSeconds ?? 300)) },
      logging: 'none',
      addPreviousOutputInEnv: false,
      triggers: triggersOf(job, container),
    },
    { ...childOptions(scope, [container, ...dependsOn]), provider },
  );
}

/** Named, so that its plugin starts at once: a default provider waits for the first job's container. */
export const createRunner = (scope: Scope): command.Provider | undefined =>
  scope.workload.services.some(({ kind }) => kind === 'job') ? new command.Provider(logical(scope, 'jobs'), {}, { parent: scope.parent }) : undefined;

/** A `change` job also follows its container, which is replaced with whatever the job uses; the others only what the workload says. */
const triggersOf = ({ when, trigger }: Service, container: docker.Container): pulumi.Input<string>[] => [
  when ?? 'change',
  trigger ?? '',
  ...(when === 'install' || when === 'upgrade' ? [] : [container.id]),
];
