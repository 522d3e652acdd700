/** What `chatiere --json` tells, as far as the bench needs it. */
export interface Told {
  readonly at: string;
  readonly kind: string;
  readonly stack?: string;
  readonly task?: string;
  readonly step?: { readonly urn: string; readonly type: string; readonly name: string };
  readonly seconds?: number;
}

/** Where the time of one `up` of one stack went, in seconds; phases of the same stack follow each other. */
export interface Phases {
  /** Node, validation, tools, certificates, locks; without what follows. */
  readonly command: number;
  /** Creating and seeding the missing stack. */
  readonly stack: number;
  /** Stacks that it depends on, although nothing changed there. */
  readonly dependencies: number;
  /** From the start of Pulumi to its first step: engine, passphrase, language host, program, plugins. */
  readonly start: number;
  /** From the first step to the last. */
  readonly steps: number;
  /** From the last step to the end of Pulumi. */
  readonly end: number;
}

/** When each step began and ended, in seconds from the start of its stack's Pulumi. */
export interface StepSpan {
  readonly name: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** `began` and `ended`: of the whole command, milliseconds since the epoch. */
export function phasesOf(told: readonly Told[], stack: string, began: number, ended: number): { phases: Phases; spans: StepSpan[] } {
  const own = told.filter((one) => one.stack === stack);
  const at = (found: Told | undefined): number => Date.parse(found?.at ?? fail(stack));
  const started = at(own.find(({ kind }) => kind === 'stack-started'));
  const finished = at(own.find(({ kind }) => kind === 'stack-finished'));
  const begun = new Map<string, number>();
  const spans: StepSpan[] = [];
  for (const one of own) {
    if (!one.step) continue;
    const seconds = (at(one) - started) / 1000;
    if (one.kind === 'step-started') begun.set(one.step.urn, seconds);
    else spans.push({ name: one.step.name, type: one.step.type, from: begun.get(one.step.urn) ?? seconds, to: seconds });
  }
  const first = Math.min(...begun.values());
  const last = Math.max(...spans.map(({ to }) => to));
  const creation = told.find(({ kind, task }) => kind === 'task-finished' && task === 'stacks')?.seconds ?? 0;
  const firstStack = at(told.find(({ kind }) => kind === 'stack-started'));
  const total = (finished - started) / 1000;
  return {
    phases: {
      command: (firstStack - began + ended - finished) / 1000 - creation,
      stack: creation,
      dependencies: (started - firstStack) / 1000,
      start: first,
      steps: last - first,
      end: total - last,
    },
    spans: spans.toSorted((a, b) => a.from - b.from),
  };
}

function fail(stack: string): never {
  throw new Error(`${stack} did not run`);
}
