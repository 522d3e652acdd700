import { randomBytes } from 'node:crypto';
import type { Failure, Inputs, Log, Property, ResourceType, State } from '../server/index.ts';
import { run, type Invocation, type Output } from './run.ts';

const LOGGING = ['stdout', 'stderr', 'stdoutAndStderr', 'none'] as const;
type Logging = (typeof LOGGING)[number];

const input = (type: Property['type'], more: Property = {}): Property => ({ ...(type ? { type } : {}), exact: true, ...more });

/** `command:local:Command`: commands of this machine at creation, update and deletion. */
export const command: ResourceType<undefined> = {
  properties: {
    create: input('string'),
    update: input('string'),
    delete: input('string'),
    triggers: input(undefined, { replaces: true }),
    environment: input({ '*': 'string' }),
    stdin: input('string'),
    dir: input('string'),
    interpreter: input(['string']),
    logging: input('string'),
    addPreviousOutputInEnv: input('boolean'),
    archivePaths: { unserved: true },
    assetPaths: { unserved: true },
    stdout: { output: true },
    stderr: { output: true },
  },
  outputsFollowInputs: true,
  check: checkLogging,

  async create(_client, inputs, signal, log, name) {
    const output = await runIfAny(inputs['create'], inputs, NOTHING, signal, log);
    return { id: `${name}${randomBytes(4).toString('hex')}`, state: stateOf(inputs, output) };
  },

  async read(_client, _id, state) {
    return state;
  },

  async update(_client, _id, olds, news, signal, log) {
    return stateOf(news, await runIfAny(news['update'] ?? news['create'], news, outputOf(olds), signal, log));
  },

  async delete(_client, _id, state, signal, log) {
    await runIfAny(state['delete'], state, outputOf(state), signal, log);
  },
};

const NOTHING: Output = { stdout: '', stderr: '' };

async function runIfAny(line: unknown, inputs: Inputs, before: Output, signal: AbortSignal, log: Log): Promise<Output> {
  return line === undefined ? before : run(invocation(String(line), inputs, before), signal, log);
}

function invocation(line: string, inputs: Inputs, before: Output): Invocation {
  const interpreter = (inputs['interpreter'] ?? []) as string[];
  const logging = (inputs['logging'] ?? 'stdoutAndStderr') as Logging;
  return {
    line,
    interpreter: interpreter.length > 0 ? interpreter : ['/bin/sh', '-c'],
    environment: { ...texts(inputs['environment']), ...previous(inputs, before) },
    stdin: String(inputs['stdin'] ?? ''),
    ...(inputs['dir'] === undefined ? {} : { directory: String(inputs['dir']) }),
    shown: { stdout: /^stdout/.test(logging), stderr: /stderr$/i.test(logging) },
  };
}

/** What the last run wrote, for the next one. */
function previous(inputs: Inputs, { stdout, stderr }: Output): Record<string, string> {
  if (inputs['addPreviousOutputInEnv'] === false) return {};
  return {
    ...(stdout === '' ? {} : { PULUMI_COMMAND_STDOUT: stdout }),
    ...(stderr === '' ? {} : { PULUMI_COMMAND_STDERR: stderr }),
  };
}

function texts(map: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries((map ?? {}) as object).map(([name, value]) => [name, String(value)]));
}

function outputOf(state: State): Output {
  return { stdout: String(state['stdout'] ?? ''), stderr: String(state['stderr'] ?? '') };
}

function stateOf(inputs: Inputs, output: Output): State {
  const { __defaults: _, ...asked } = inputs;
  return { ...asked, ...output };
}

function checkLogging({ logging }: Inputs): Failure[] {
  if (typeof logging !== 'string' || LOGGING.includes(logging as Logging)) return [];
  return [{ property: 'logging', reason: `"${logging}" is not allowed; allowed: ${LOGGING.join(', ')}` }];
}
