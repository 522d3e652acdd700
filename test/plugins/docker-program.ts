import { local } from '@pulumi/command';
import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';

/** A resource as a test writes it. In its arguments `${resource.output}` is filled in, and `{ secret: … }` is a secret. */
export interface Wanted {
  type: keyof typeof TYPES;
  args: Record<string, unknown>;
  dependsOn?: string[];
  options?: pulumi.CustomResourceOptions;
}

const TYPES = { Network: docker.Network, Volume: docker.Volume, Container: docker.Container, Command: local.Command };

type Make = new (name: string, args: unknown, options: pulumi.CustomResourceOptions) => pulumi.CustomResource;

const settings = new pulumi.Config('test');
const made = new Map<string, pulumi.CustomResource & Record<string, unknown>>();
const provider = new docker.Provider('docker', { host: settings.require('host') });

for (const [name, { type, args, dependsOn = [], options = {} }] of Object.entries(settings.requireObject<Record<string, Wanted>>('resources'))) {
  const more = { ...options, ...(type === 'Command' ? {} : { provider }), dependsOn: dependsOn.map(find) };
  made.set(name, new (TYPES[type] as unknown as Make)(name, fill(args), more) as never);
}

export const outputs = Object.fromEntries([...made].map(([name, { exitCode, containerLogs, stdout }]) => [name, { exitCode, containerLogs, stdout }]));

function find(name: string): pulumi.CustomResource & Record<string, unknown> {
  const found = made.get(name);
  if (found === undefined) throw new Error(`${name} comes after what names it`);
  return found;
}

function fill(value: unknown): unknown {
  if (typeof value === 'string') return fillText(value);
  if (Array.isArray(value)) return value.map(fill);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === 'secret') return pulumi.secret((value as { secret: unknown }).secret);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each)]));
}

function fillText(text: string): unknown {
  const reference = /^\$\{([\w-]+)\.(\w+)\}$/.exec(text);
  return reference === null ? text : find(reference[1] as string)[reference[2] as string];
}
