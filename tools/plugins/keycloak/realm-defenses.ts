import type { Representation } from './realm-fields.ts';
import type { Values } from './values.ts';

/** Input of `headers` -> [Keycloak's name, default]. */
const HEADERS: Record<string, [string, string]> = {
  xFrameOptions: ['xFrameOptions', 'SAMEORIGIN'],
  contentSecurityPolicy: ['contentSecurityPolicy', "frame-src 'self'; frame-ancestors 'self'; object-src 'none';"],
  contentSecurityPolicyReportOnly: ['contentSecurityPolicyReportOnly', ''],
  xContentTypeOptions: ['xContentTypeOptions', 'nosniff'],
  xRobotsTag: ['xRobotsTag', 'none'],
  xXssProtection: ['xXSSProtection', '1; mode=block'],
  strictTransportSecurity: ['strictTransportSecurity', 'max-age=31536000; includeSubDomains'],
  referrerPolicy: ['referrerPolicy', 'no-referrer'],
};

/** Input of `bruteForceDetection` -> [Keycloak's name, default]; times in seconds unless the name says milliseconds. */
const BRUTE_FORCE: Record<string, [string, boolean | number | string]> = {
  permanentLockout: ['permanentLockout', false],
  bruteForceStrategy: ['bruteForceStrategy', 'MULTIPLE'],
  maxTemporaryLockouts: ['maxTemporaryLockouts', 0],
  maxLoginFailures: ['failureFactor', 30],
  waitIncrementSeconds: ['waitIncrementSeconds', 60],
  quickLoginCheckMilliSeconds: ['quickLoginCheckMilliSeconds', 1000],
  minimumQuickLoginWaitSeconds: ['minimumQuickLoginWaitSeconds', 60],
  maxFailureWaitSeconds: ['maxFailureWaitSeconds', 900],
  failureResetTimeSeconds: ['maxDeltaTimeSeconds', 43200],
};

/** Naming `bruteForceDetection`, even empty, switches the protection on; leaving it out switches it off. */
export function defensesToKeycloak(defenses: Values | undefined): Representation {
  const bruteForce = defenses?.['bruteForceDetection'] as Values | undefined;
  return {
    browserSecurityHeaders: send(HEADERS, (defenses?.['headers'] ?? {}) as Values),
    bruteForceProtected: bruteForce !== undefined,
    ...send(BRUTE_FORCE, bruteForce ?? {}),
  };
}

/** Only what the program manages is read back, but brute-force protection that is on shows in any case. */
export function defensesFromKeycloak(realm: Representation, known: Values | undefined): Values | undefined {
  if (known === undefined) return undefined;
  const headers = known['headers'] && receive(HEADERS, (realm['browserSecurityHeaders'] ?? {}) as Values);
  const bruteForce = realm['bruteForceProtected'] === true ? receive(BRUTE_FORCE, realm) : undefined;
  if (!headers && !bruteForce) return undefined;
  return { ...(headers ? { headers } : {}), ...(bruteForce ? { bruteForceDetection: bruteForce } : {}) };
}

/** The same defenses with every default written out, to compare two of them. */
export function defensesInFull(defenses: Values | undefined): Values {
  const { headers, bruteForceDetection } = (defenses ?? {}) as Record<string, Values | undefined>;
  return {
    headers: headers === undefined ? null : send(HEADERS, headers),
    bruteForce: bruteForceDetection === undefined ? null : send(BRUTE_FORCE, bruteForceDetection),
  };
}

function send(names: Record<string, [string, unknown]>, given: Values): Representation {
  return Object.fromEntries(
    Object.entries(names).map(([name, [theirs, fallback]]) => [theirs, given[name] ?? fallback]),
  );
}

function receive(names: Record<string, [string, unknown]>, found: Values): Values {
  return Object.fromEntries(
    Object.entries(names).map(([name, [theirs, fallback]]) => [name, found[theirs] ?? fallback]),
  );
}
