import type { Values } from '../server/index.ts';

export interface Port {
  internal: number;
  external?: number | undefined;
  ip: string;
  protocol: string;
}

/** A port with the provider's defaults. */
export function toPort({ internal, external, ip, protocol }: Values): Port {
  return {
    internal: Number(internal),
    external: external === undefined ? undefined : Number(external),
    ip: String(ip || '0.0.0.0'),
    protocol: String(protocol || 'tcp'),
  };
}

/** Order means nothing, and a port that was left to the engine is the one it chose. */
export function samePorts(old: unknown, news: unknown): boolean {
  const [before, after] = [old, news].map((value) => ((value ?? []) as Values[]).map(toPort)) as [Port[], Port[]];
  return before.length === after.length && after.every((port) => before.some((other) => matches(other, port)));
}

function matches(found: Port, asked: Port): boolean {
  if (found.internal !== asked.internal || found.ip !== asked.ip || found.protocol !== asked.protocol) return false;
  return asked.external === undefined || asked.external === found.external;
}

export interface EngineBinding {
  HostIp: string;
  HostPort: string;
}

export const portKey = ({ internal, protocol }: Port): string => `${internal}/${protocol}`;

export function toBindings(ports: readonly Port[]): Record<string, EngineBinding[]> {
  const bindings: Record<string, EngineBinding[]> = {};
  for (const port of ports) {
    (bindings[portKey(port)] ??= []).push({ HostIp: port.ip, HostPort: port.external === undefined ? '' : String(port.external) });
  }
  return bindings;
}

/** By internal port. */
export function fromBindings(bindings: Record<string, EngineBinding[] | null>): Port[] {
  const ports = Object.entries(bindings).flatMap(([key, list]) => {
    const [internal, protocol] = key.split('/') as [string, string];
    return (list ?? []).map(({ HostIp, HostPort }) => ({ internal: Number(internal), external: Number(HostPort), ip: HostIp, protocol }));
  });
  return ports.sort((a, b) => a.internal - b.internal);
}
