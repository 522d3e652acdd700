import type { Level } from '../../modules/catalog/index.ts';

/** What an app must show, in order: its level is how many of these hold from the first on, so 0 to 8. In the spirit of YunoHost's levels. */
export const STEPS = ['installs', 'plans', 'rerun', 'configure', 'signOn', 'roles', 'care', 'recovery'] as const;
export type Step = (typeof STEPS)[number];

/** Names of the tests that show each step; a step without tests is not shown yet. */
export const TESTS: Readonly<Record<Step, readonly string[]>> = {
  installs: ['installs'],
  plans: ['takes every plan'],
  rerun: ['survives a re-run'],
  configure: ['configures twice alike'],
  signOn: ['signs in and out', 'follows the identity server’s sign-out, or names the exception'],
  roles: ['gives and takes the administrator’s role by group, or names the exception'],
  care: ['applies the brand that it can', 'changes only what a word of the brand concerns', 'speaks French', 'counts its use', 'says what it holds of people, and why its hardening is relaxed'],
  // Restoring on an empty host and an upgrade: their tests come with backups.
  recovery: [],
};

/** `passed`: names of the tests of one app that ran and passed. */
export function levelOf(passed: ReadonlySet<string>, tested: Level['tested'], on: string): Level {
  const holds = (step: Step): boolean => TESTS[step].length > 0 && TESTS[step].every((name) => passed.has(name));
  const missed = STEPS.findIndex((step) => !holds(step));
  return { level: missed === -1 ? STEPS.length : missed, tested, on, steps: Object.fromEntries(STEPS.map((step) => [step, holds(step)])) };
}
