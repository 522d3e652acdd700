import 'reflect-metadata';
import { createServer } from 'node:https';
import { request } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../tools/plugins/keycloak/connection.ts';
import { applyTls, readSettings } from '../../tools/plugins/keycloak/settings.ts';
import { resources } from '../../tools/plugins/keycloak/resources.ts';
import { providerConfig } from './keycloak-bench.ts';
import { freePort, type KeycloakServer } from './keycloak-server.ts';

interface Front {
  url: string;
  certificate: string;
  close(): void;
}

/** The provider against an address whose certificate is of an authority of our own. */
export function tls(server: () => KeycloakServer): void {
  describe('TLS of the Keycloak provider', () => {
    let front: Front;
    const defaults = getCACertificates('default');
    beforeAll(async () => void (front = await openFront(server().url)));
    afterAll(() => {
      setDefaultCACertificates(defaults);
      front?.close();
    });

    const read = async (extra: Record<string, string>) => {
      const settings = readSettings({ ...providerConfig(server()), url: front.url, ...extra });
      applyTls(settings);
      return resources['keycloak:index/realm:Realm']!.read(connect(settings), 'master', { realm: 'master' });
    };

    it('refuses a certificate that nobody vouches for', async () => {
      await expect(read({})).rejects.toThrow(/^error logging in: .*certificate/);
    });

    it('trusts rootCaCertificate', async () => {
      expect(await read({ rootCaCertificate: front.certificate })).toMatchObject({ realm: 'master' });
    });
  });
}

async function openFront(target: string): Promise<Front> {
  const { certificate, key } = await selfSigned();
  const port = await freePort();
  const server = createServer({ cert: certificate, key }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(`${target}${url}`, { method, headers } as object, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `https://127.0.0.1:${port}`, certificate, close: () => server.close().closeAllConnections() };
}

async function selfSigned(): Promise<{ certificate: string; key: string }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Essai',
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { certificate: certificate.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n` };
}
