import * as pulumi from '@pulumi/pulumi';
// The package's index does not export the monitor that `setMocks` makes.
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks.js';

/** One resource as a program asked for it. Options stand there only when they are set. */
export interface Node {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Graph {
  /** Sorted by URN. */
  readonly resources: readonly Node[];
  readonly outputs: unknown;
}

export interface Run {
  readonly stack: string;
  readonly preview?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  /** Stack -> its outputs; a stack that is not named here has none yet. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const SECRET = '<secret>';
export const UNKNOWN = '<unknown>';

/** Runs a program under Pulumi's mocks and returns what it would make. Secrets are replaced by a marker, and so shown to be secrets. */
export async function graphOf(run: Run, program: () => unknown): Promise<Graph> {
  const requests = await record(run);
  const outputs = await settled(async () => exported(await program()));
  return { outputs, resources: requests().sort((a, b) => (a.urn < b.urn ? -1 : 1)) };
}

/** Waits for everything that a program began, so that a refused one does not run into the next. */
async function settled<T>(program: () => Promise<T>): Promise<T> {
  try {
    return await program();
  } finally {
    await pulumi.runtime.disconnect();
  }
}

/** Like `graphOf`, but with what the engine would be sent in the clear: everything, secrets included. */
export async function record({ stack, preview = false, config = {}, stacks = {} }: Run): Promise<() => Node[]> {
  await pulumi.runtime.setMocks(mocksOf(stacks), 'chatiere', stack, preview, 'organization');
  pulumi.runtime.setAllConfig(config as Record<string, string>, Object.keys(config));
  const nodes: Node[] = [];
  const monitor = MockMonitor.prototype as unknown as Monitor;
  const original = (monitor.original ??= monitor.registerResource);
  monitor.registerResource = function registerResource(request, callback) {
    nodes.push(nodeOf(this.newUrn(request.getParent(), request.getType(), request.getName()), request));
    return original.call(this, request, callback);
  };
  return () => nodes.filter(({ type }) => type !== 'pulumi:pulumi:Stack');
}

interface Monitor {
  original?: Monitor['registerResource'];
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: Request, callback: unknown): Promise<void>;
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getProvider(): string;
  getDependenciesList(): string[];
  getIgnorechangesList(): string[];
  getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
}

function nodeOf(urn: string, request: Request): Node {
  const options = {
    protect: request.getProtect(),
    retainOnDelete: request.getRetainondelete(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
    provider: request.getProvider().split('::').slice(2, 4).join('::'),
    dependsOn: request.getDependenciesList().map(tail).sort(),
    ignoreChanges: request.getIgnorechangesList(),
    replacementTrigger: marked(request.getReplacementTrigger()?.toJavaScript()),
  };
  return {
    urn: tail(urn),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: marked(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>,
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value && (!Array.isArray(value) || value.length > 0))),
  };
}

/** A URN without project and stack. */
const tail = (urn: string): string => urn.split('::').slice(2).join('::');

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';
const UNKNOWN_VALUE = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

function marked(value: unknown): unknown {
  if (value === UNKNOWN_VALUE) return UNKNOWN;
  if (Array.isArray(value)) return value.map(marked);
  if (value === null || typeof value !== 'object') return value;
  if ((value as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE) return SECRET;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, marked(member)]));
}

/** Stack outputs with secrets and unknowns marked. */
async function exported(value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return Promise.all(value.map(exported));
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, member]) => [key, await exported(member)] as const)));
  }
  const output = value as unknown as { isSecret: Promise<boolean>; isKnown: Promise<boolean>; promise(): Promise<unknown> };
  if (await output.isSecret) return SECRET;
  return (await output.isKnown) ? output.promise() : UNKNOWN;
}

/** A provider that accepts everything and gives each resource its inputs back, plus what an engine would add. */
function mocksOf(stacks: NonNullable<Run['stacks']>): pulumi.runtime.Mocks {
  return {
    newResource({ type, name, inputs }) {
      const id = `${name}-id`;
      if (type === 'pulumi:pulumi:StackReference') {
        const outputs = stacks[String(inputs.name).split('/').at(-1) ?? ''] ?? {};
        return { id, state: { name: inputs.name, outputs, secretOutputNames: Object.keys(outputs).filter((key) => /secret|password/i.test(key)) } };
      }
      if (type === 'docker:index/network:Network') return { id, state: { ...inputs, ipamConfigs: [{ subnet: '172.30.0.0/16', gateway: '172.30.0.1' }] } };
      if (type === 'keycloak:openid/client:Client') return { id, state: { ...inputs, serviceAccountUserId: `${name}-account` } };
      return { id, state: inputs };
    },
    call: ({ token, inputs }) => (token === 'keycloak:openid/getClient:getClient' ? { ...inputs, id: 'realm-management-id' } : inputs),
  };
}
