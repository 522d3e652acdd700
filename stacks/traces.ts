import { Resource } from '@pulumi/pulumi';

/**
 * Pulumi takes a stack trace for each resource, maps it to TypeScript and keeps it in the state. Nobody reads it there; it names this
 * machine's folders, and is an eighth of the state (54 of 480 kB, Discourse on a cluster). There is no setting for it.
 */
export function dropTraces(): void {
  (Resource as unknown as { callsites: () => readonly never[] }).callsites = () => [];
}
