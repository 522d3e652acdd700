import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamicTls, routeLabels, transportFor, TIMEOUTS } from '../../modules/edge/index.ts';
import type { Route } from '../../modules/workload/index.ts';

const route: Route = { service: 'app', port: 8080, hostname: 'lecture.mrc.test', maxBodyMiB: 10, timeoutSeconds: 90 };
const NAME = 'demo--mrc--notes';
const labels = (more: Partial<Route> = {}) => routeLabels(NAME, { ...route, ...more }, 'demo--mrc--notes--internal');

describe('routeLabels', () => {
  it('serves one host name over TLS, to one port on one network', () => {
    expect(labels({ maxBodyMiB: 0 })).toEqual({
      'traefik.enable': 'true',
      'traefik.docker.network': 'demo--mrc--notes--internal',
      'traefik.http.routers.demo--mrc--notes.rule': 'Host(`lecture.mrc.test`)',
      'traefik.http.routers.demo--mrc--notes.entrypoints': 'websecure',
      'traefik.http.routers.demo--mrc--notes.tls': 'true',
      'traefik.http.routers.demo--mrc--notes.service': 'demo--mrc--notes',
      'traefik.http.routers.demo--mrc--notes.middlewares': 'demo--mrc--notes--headers',
      'traefik.http.services.demo--mrc--notes.loadbalancer.server.port': '8080',
      'traefik.http.services.demo--mrc--notes.loadbalancer.serverstransport': 'timeout-300@file',
      'traefik.http.middlewares.demo--mrc--notes--headers.headers.stsseconds': '31536000',
      'traefik.http.middlewares.demo--mrc--notes--headers.headers.contenttypenosniff': 'true',
    });
  });

  it('holds what carries a body to the limit, and buffers nothing else', () => {
    expect(labels()).toMatchObject({
      'traefik.http.routers.demo--mrc--notes.middlewares': 'demo--mrc--notes--headers',
      'traefik.http.routers.demo--mrc--notes--body.rule': 'Host(`lecture.mrc.test`) && !Method(`GET`) && !Method(`HEAD`) && !Method(`OPTIONS`)',
      'traefik.http.routers.demo--mrc--notes--body.service': 'demo--mrc--notes',
      'traefik.http.routers.demo--mrc--notes--body.middlewares': 'demo--mrc--notes--headers,demo--mrc--notes--body',
      'traefik.http.middlewares.demo--mrc--notes--body.buffering.maxrequestbodybytes': '10485760',
    });
  });

  it.each(['a.test`) || Host(`b.test', '*.mrc.test', 'MRC.test', 'mrc', 'mrc.test.', '-a.test', 'a_b.test', ''])('refuses the host name %j', (hostname) => {
    expect(() => labels({ hostname })).toThrow(/hostname: route refused/);
  });

  it('no host name, whatever it holds, can say more than one name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain()), (hostname) => {
        const rule = attempt(() => labels({ hostname })[`traefik.http.routers.${NAME}.rule`]);
        return rule === undefined || /^Host\(`[a-z0-9.-]+`\)$/.test(rule);
      }),
    );
  });

  it.each([[{ port: 0 }, /port/], [{ port: 65_536 }, /port/], [{ maxBodyMiB: 1.5 }, /maxBodyMiB/]])('refuses %j', (more, field) => {
    expect(() => labels(more)).toThrow(field);
  });

  it('refuses a name that would open another label', () => {
    expect(() => routeLabels('a.b', route, 'network')).toThrow(/name/);
  });
});

describe('dynamicTls', () => {
  const configuration = JSON.parse(dynamicTls('CERT', 'KEY', 8083));

  it('serves the host’s certificate to whoever asks for any name, TLS 1.2 at least', () => {
    expect(configuration.tls).toEqual({
      stores: { default: { defaultCertificate: { certFile: 'CERT', keyFile: 'KEY' } } },
      options: { default: { minVersion: 'VersionTLS12' } },
    });
  });

  it('has every transport that a route can name', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), (seconds) => transportFor(seconds) in configuration.http.serversTransports));
  });

  it('sends names that no container serves to the host’s own page, after every other route', () => {
    expect(configuration.http.routers).toEqual({ asleep: { rule: 'PathPrefix(`/`)', entryPoints: ['websecure'], tls: {}, priority: 1, service: 'asleep' } });
    expect(configuration.http.services).toEqual({ asleep: { loadBalancer: { servers: [{ url: 'http://127.0.0.1:8083' }] } } });
  });

  it('waits at least as long as the route says, up to the longest step', () => {
    for (const seconds of [1, 60, 61, 300, 899, 3600]) {
      const waited = parseInt(configuration.http.serversTransports[transportFor(seconds)].forwardingTimeouts.responseHeaderTimeout, 10);
      expect(waited).toBeGreaterThanOrEqual(seconds);
    }
    expect(transportFor(99_999)).toBe(`timeout-${Math.max(...TIMEOUTS)}`);
  });
});

function attempt<T>(value: () => T): T | undefined {
  try {
    return value();
  } catch {
    return undefined;
  }
}
