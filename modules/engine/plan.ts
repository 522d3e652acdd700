import { ChatiereError, ExitCode, nearest, type Text, text } from '../kernel/index.ts';

/** A stack and the stacks whose outputs or services it needs. */
export interface Planned {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** The wanted stacks and all that they need, in the order of `plans`; everything when nothing is named. */
export function select<P extends Planned>(plans: readonly P[], wanted: readonly string[]): P[] {
  if (wanted.length === 0) return [...plans];
  const byName = new Map(plans.map((plan) => [plan.name, plan]));
  refuseUnknown([...byName.keys()], wanted);
  const chosen = new Set<string>();
  const choose = (name: string): void => {
    if (chosen.has(name)) return;
    chosen.add(name);
    byName.get(name)?.dependsOn.forEach(choose);
  };
  wanted.forEach(choose);
  return plans.filter((plan) => chosen.has(plan.name));
}

/** The wanted stacks, and the instances of each organization among them. */
export const withInstances = (plans: readonly Planned[], wanted: readonly string[]): string[] =>
  wanted.flatMap((name) => [name, ...plans.map((plan) => plan.name).filter((other) => other.startsWith(`${name}.`))]);

/** The same stacks with the arrows turned round: what is taken down goes before what it stands on. */
export function reversed<P extends Planned>(plans: readonly P[]): Planned[] {
  return plans
    .map((plan) => ({ name: plan.name, dependsOn: plans.filter((other) => other.dependsOn.includes(plan.name)).map((other) => other.name) }))
    .reverse();
}

/** Every name asked for that is not known, each with what is allowed. */
export function refuseUnknown(known: readonly string[], wanted: readonly string[], what: Text = noSuchStack): void {
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const list = known.join(', ');
  throw new ChatiereError(unknown.map((given) => {
    const meant = nearest(given, known);
    return {
      code: 'unknown-name',
      what,
      given,
      allowed: text(list, list),
      ...(meant === undefined ? {} : { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean "${meant}"?`) }),
    };
  }), ExitCode.usage);
}

export const noSuchInstance = text('cette fédération n’a pas d’instance de ce nom', 'this federation has no instance of this name');
const noSuchStack = text('cette fédération n’a pas de pile de ce nom', 'this federation has no stack of this name');
