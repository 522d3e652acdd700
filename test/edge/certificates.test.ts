import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUTHORITY, certificateFiles, createAuthority, edgeName, ensureCertificates, hostnamesOf, isCurrent, issueCertificate, LEAF_DAYS, RENEW_DAYS } from '../../modules/edge/index.ts';
import type { Federation } from '../../modules/federation/index.ts';

const NOW = new Date('2026-11-23T12:00:00Z');
const daysAfter = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const NAMES = ['connexion.essai.test', 'notes.essai.test'];

describe('authority', () => {
  it('signs leaves that Node’s TLS accepts for their names and no other', async () => {
    const authority = await createAuthority('Essai', new Date());
    const leaf = await issueCertificate(authority, NAMES, new Date());
    await expect(handshake(leaf, authority.certificatePem, 'notes.essai.test')).resolves.toBe(true);
    await expect(handshake(leaf, authority.certificatePem, 'autre.essai.test')).rejects.toThrow(/altname/i);
    await expect(handshake(leaf, (await createAuthority('Autre', new Date())).certificatePem, 'notes.essai.test')).rejects.toThrow(/verify|self-signed|issuer/i);
  });

  it('is an authority for leaves only, and a leaf is none', async () => {
    const authority = await createAuthority('Essai', NOW);
    const leaf = await issueCertificate(authority, NAMES, NOW);
    expect(new X509Certificate(authority.certificatePem).ca).toBe(true);
    expect(new X509Certificate(leaf.certificatePem).ca).toBe(false);
    expect(new X509Certificate(leaf.certificatePem).checkIssued(new X509Certificate(authority.certificatePem))).toBe(true);
    expect(new X509Certificate(leaf.certificatePem).subjectAltName).toBe(NAMES.map((name) => `DNS:${name}`).join(', '));
  });

  it('a leaf is current for the same names, up to 30 days before its end', async () => {
    const authority = await createAuthority('Essai', NOW);
    const { certificatePem } = await issueCertificate(authority, NAMES, NOW);
    const current = (names: readonly string[], now: Date, from = authority) => isCurrent(certificatePem, from.certificatePem, names, now);
    expect(current([...NAMES].reverse(), NOW)).toBe(true);
    expect(current(NAMES.slice(1), NOW)).toBe(false);
    expect(current([...NAMES, 'z.essai.test'], NOW)).toBe(false);
    expect(current(NAMES, daysAfter(LEAF_DAYS - RENEW_DAYS))).toBe(true);
    expect(current(NAMES, daysAfter(LEAF_DAYS - RENEW_DAYS + 1))).toBe(false);
    expect(current(NAMES, NOW, await createAuthority('Essai', NOW))).toBe(false);
  });
});

describe('ensureCertificates', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'chatiere-certificates-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const federation = (...hostnames: readonly string[]): Federation =>
    ({
      directory,
      sheet: { name: 'Essai', identity: { host: 'un', hostname: 'connexion.essai.test' } },
      hosts: new Map([['un', {}], ['deux', {}]]),
      instances: new Map(hostnames.map((hostname, index) => [`commune.notes-${index}`, { host: 'un', hostname }])),
    }) as unknown as Federation;
  const pem = (name: string, part: 'certificate' | 'key' = 'certificate'): string => readFileSync(certificateFiles(directory, name)[part], 'utf8');

  it('makes what is missing, with keys that only their owner reads', async () => {
    expect(await ensureCertificates(federation('notes.essai.test'), NOW)).toEqual(['un']);
    expect(new X509Certificate(pem(edgeName('un'))).subjectAltName).toBe('DNS:connexion.essai.test, DNS:notes.essai.test');
    expect(statSync(join(directory, 'private')).mode & 0o777).toBe(0o700);
    for (const name of [AUTHORITY, edgeName('un')]) expect(statSync(certificateFiles(directory, name).key).mode & 0o777).toBe(0o600);
  });

  it('leaves alone what is current', async () => {
    await ensureCertificates(federation('notes.essai.test'), NOW);
    const before = [pem(AUTHORITY), pem(edgeName('un')), pem(edgeName('un'), 'key')];
    expect(await ensureCertificates(federation('notes.essai.test'), daysAfter(300))).toEqual([]);
    expect([pem(AUTHORITY), pem(edgeName('un')), pem(edgeName('un'), 'key')]).toEqual(before);
  });

  it('a new name or a near end makes a new leaf under the same authority', async () => {
    await ensureCertificates(federation('notes.essai.test'), NOW);
    const authority = pem(AUTHORITY);
    expect(await ensureCertificates(federation('notes.essai.test', 'forum.essai.test'), NOW)).toEqual(['un']);
    expect(await ensureCertificates(federation('notes.essai.test', 'forum.essai.test'), daysAfter(390))).toEqual(['un']);
    expect(pem(AUTHORITY)).toBe(authority);
  });

  it('never replaces an authority whose key is elsewhere', async () => {
    await ensureCertificates(federation('notes.essai.test'), NOW);
    const authority = pem(AUTHORITY);
    rmSync(certificateFiles(directory, AUTHORITY).key);
    await expect(ensureCertificates(federation('notes.essai.test'), NOW)).rejects.toThrow(/key of the certificate authority is missing/);
    expect(pem(AUTHORITY)).toBe(authority);
  });

  it('a host serves the names that are on it', () => {
    expect(hostnamesOf(federation('b.essai.test', 'a.essai.test'), 'un')).toEqual(['a.essai.test', 'b.essai.test', 'connexion.essai.test']);
    expect(hostnamesOf(federation(), 'deux')).toEqual([]);
  });
});

/** True when a client that trusts only `ca` accepts the server for `servername`. */
async function handshake(leaf: { certificatePem: string; keyPem: string }, ca: string, servername: string): Promise<boolean> {
  const server = createServer({ cert: leaf.certificatePem, key: leaf.keyPem });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername, ca }, () => {
        resolve(socket.authorized);
        socket.destroy();
      });
      socket.on('error', reject);
    });
  } finally {
    server.close();
  }
}
