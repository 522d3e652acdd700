import { type Federation, instanceId } from '../federation/index.ts';

/** A stack and those that must be up to date before it. */
export interface StackPlan {
  /** `host.<host>`, `identity`, `<organization>` or `<organization>.<name>`. */
  readonly name: string;
  readonly dependsOn: readonly string[];
}

export const hostStack = (host: string): string => `host.${host}`;
export const IDENTITY_STACK = 'identity';

/** Every stack of a federation, each after those it depends on. */
export function stacksOf(federation: Federation): StackPlan[] {
  const hosts = [...federation.hosts.keys()].map((host) => ({ name: hostStack(host), dependsOn: [] }));
  const identity = { name: IDENTITY_STACK, dependsOn: [hostStack(federation.sheet.identity.host)] };
  const organizations = [...federation.organizations.keys()].map((name) => ({ name, dependsOn: [IDENTITY_STACK] }));
  const instances = [...federation.instances].map(([name, { order: id, host, access }]) => {
    const order = federation.orders.get(id);
    if (!order || instanceId(order) !== name) throw new Error(`not validated: ${name}`);
    return { name, dependsOn: [...new Set([hostStack(host), IDENTITY_STACK, order.organization, ...access.organizations])] };
  });
  return [...hosts, identity, ...organizations, ...instances];
}

/** What a stack's name says of it. */
export type StackKind =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'identity' }
  | { readonly kind: 'organization'; readonly organization: string }
  | { readonly kind: 'instance'; readonly instance: string; readonly organization: string };

export function stackKind(name: string): StackKind {
  if (name === IDENTITY_STACK) return { kind: 'identity' };
  const [first, second] = name.split('.') as [string, string | undefined];
  if (second === undefined) return { kind: 'organization', organization: first };
  return first === 'host' ? { kind: 'host', host: second } : { kind: 'instance', instance: name, organization: first };
}
