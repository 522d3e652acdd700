/** What a federation does not run, whoever orders it. */
export interface LicencePolicy {
  /** SPDX identifiers. */
  readonly forbidden: readonly string[];
  readonly onlyFree: boolean;
}

/**
 * Whether a policy refuses a licence, an SPDX expression without brackets: of alternatives (`OR`) one that is allowed is enough, of what
 * holds together (`AND`) every part must be. `free`: of an app without editions true, since one that is not free says so by an edition.
 */
export function forbids({ forbidden, onlyFree }: LicencePolicy, { licence, free }: { readonly licence: string; readonly free: boolean }): boolean {
  const allowed = licence.split(' OR ').some((alternative) => !alternative.split(' AND ').some((part) => forbidden.includes(part.split(' WITH ')[0] as string)));
  return !allowed || (onlyFree && !free);
}
