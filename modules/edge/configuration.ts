/** Seconds that the edge waits for an app's answer: the steps to which a route's `timeoutSeconds` is rounded up. */
export const TIMEOUTS = [60, 300, 900, 3600] as const;

const transportName = (seconds: number): string => `timeout-${seconds}`;

/** Name of the edge's transport that waits at least so long; the longest one for anything beyond. */
export function transportFor(timeoutSeconds: number): string {
  return transportName(TIMEOUTS.find((step) => step >= timeoutSeconds) ?? TIMEOUTS[TIMEOUTS.length - 1] ?? timeoutSeconds);
}

/**
 * Traefik's dynamic configuration as JSON, which is YAML: the host's certificate and key inline, TLS 1.2 at least, the transports
 * that routes name (labels cannot define one), and a route of the lowest priority for names that none of the others knows: a container that
 * does not run or is not healthy has no route, so this is what visitors of a sleeper meet. It names nobody, so that no instance changes it. Holds the private key: treat it as a secret.
 */
export function dynamicTls(certificatePem: string, keyPem: string, sleepPort: number): string {
  return JSON.stringify({
    tls: {
      stores: { default: { defaultCertificate: { certFile: certificatePem, keyFile: keyPem } } },
      options: { default: { minVersion: 'VersionTLS12' } },
    },
    http: {
      serversTransports: Object.fromEntries(TIMEOUTS.map((seconds) => [transportName(seconds), { forwardingTimeouts: { responseHeaderTimeout: `${seconds}s` } }])),
      routers: { asleep: { rule: 'PathPrefix(`/`)', entryPoints: ['websecure'], tls: {}, priority: 1, service: 'asleep' } },
      services: { asleep: { loadBalancer: { servers: [{ url: `http://127.0.0.1:${sleepPort}` }] } } },
    },
  });
}
