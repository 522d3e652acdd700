import { scrub } from '../kernel/index.ts';
import { type Changes, noChanges, type Step } from './progress.ts';

/** The events of Pulumi's event log that we read; everything else in it is passed over. */
export type EngineEvent =
  | { readonly kind: 'started'; readonly step: Step }
  | { readonly kind: 'finished'; readonly step: Step }
  | { readonly kind: 'failed'; readonly step: Step }
  | { readonly kind: 'diagnostic'; readonly severity: Severity; readonly urn: string | undefined; readonly message: string }
  | { readonly kind: 'summary'; readonly changes: Changes; readonly seconds: number; readonly succeeded: boolean };

export type Severity = 'debug' | 'info' | 'info#err' | 'warning' | 'error';

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly type: string;
  readonly provider?: string;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}
interface Line {
  readonly resourcePreEvent?: { readonly metadata: Metadata };
  readonly resOutputsEvent?: { readonly metadata: Metadata };
  readonly resOpFailedEvent?: { readonly metadata: Metadata };
  readonly diagnosticEvent?: { readonly severity: Severity; readonly urn?: string; readonly message: string };
  readonly summaryEvent?: { readonly durationSeconds: number; readonly resourceChanges: Readonly<Record<string, number>> | null; readonly result?: string };
}

/** Reads one line of the log; `undefined` for what does not concern us or is not complete JSON. */
export function parseEvent(line: string): EngineEvent | undefined {
  const event = parseLine(line);
  if (event?.diagnosticEvent) {
    const { severity, urn, message } = event.diagnosticEvent;
    return { kind: 'diagnostic', severity, urn: urn || undefined, message: plain(message) };
  }
  if (event?.summaryEvent) {
    const { resourceChanges, durationSeconds, result } = event.summaryEvent;
    return { kind: 'summary', changes: countChanges(resourceChanges ?? {}), seconds: durationSeconds, succeeded: result !== 'failed' };
  }
  for (const [kind, found] of [['started', event?.resourcePreEvent], ['finished', event?.resOutputsEvent], ['failed', event?.resOpFailedEvent]] as const) {
    const step = found && stepOf(found.metadata);
    if (step) return { kind, step };
  }
  return undefined;
}

function parseLine(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}

const operations: Readonly<Record<string, Step['operation']>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  refresh: 'refresh',
  'create-replacement': 'replace',
  'delete-replaced': 'delete',
};

/** Only real resources: components and stacks have no provider of their own, providers are no work of anybody. */
function stepOf(metadata: Metadata): Step | undefined {
  const operation = operations[metadata.op];
  if (operation === undefined || !metadata.provider || metadata.type.startsWith('pulumi:')) return undefined;
  const properties = Object.keys(metadata.detailedDiff ?? {});
  return { urn: metadata.urn, operation, type: metadata.type, name: nameOf(metadata.urn), properties: properties.length > 0 ? properties : (metadata.diffs ?? []) };
}

/** Pulumi counts a replacement under several names; each is one replacement here. */
export function countChanges(changes: Readonly<Record<string, number>>): Changes {
  return {
    ...noChanges,
    create: changes['create'] ?? 0,
    update: changes['update'] ?? 0,
    replace: changes['replace'] ?? changes['create-replacement'] ?? 0,
    delete: changes['delete'] ?? 0,
    same: changes['same'] ?? 0,
  };
}

/** Last part of a URN, the resource's logical name. */
export const nameOf = (urn: string): string => urn.split('::').at(-1) ?? urn;
/** Type token of a URN, without its parents'. */
export const typeOf = (urn: string): string => urn.split('::').at(-2)?.split('$').at(-1) ?? '';

/** Without colour sequences, Pulumi's own `<{%…%}>` marks, control characters and secrets: whole, before anybody cuts it. */
export function plain(message: string): string {
  return scrub(message
    .replace(/<\{%[^%]*%\}>/g, '')
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .trimEnd());
}

/** Splits a growing text into whole lines: give it chunks, it gives back the lines that are complete. */
export function lineSplitter(): (chunk: string) => string[] {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  };
}
