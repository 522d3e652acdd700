import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type * as X509 from '@peculiar/x509';

/** A certificate and its private key (PKCS #8), both PEM. */
export interface KeyedCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
export const AUTHORITY_DAYS = 3652;
/** Just below the 398 days that browsers accept. */
export const LEAF_DAYS = 397;
export const RENEW_DAYS = 30;

/** Two hundred files, and only who issues needs them: every command and every Pulumi program loads this room. */
async function library(): Promise<typeof X509> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** A new local authority, named after the federation; it signs leaves and nothing else. */
export async function createAuthority(federation: string, now: Date): Promise<KeyedCertificate> {
  const [x509, keys] = await Promise.all([library(), newKeys()]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ O: ['Chatière'] }, { CN: [`Chatière ${federation}`] }],
    ...validity(now, AUTHORITY_DAYS),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pem(certificate), keyPem: await exportKey(keys.privateKey) };
}

/** A server certificate for exactly these names, with a new key. */
export const issueCertificate = (authority: KeyedCertificate, hostnames: readonly string[], now: Date): Promise<KeyedCertificate> =>
  issueLeaf(authority, { commonName: hostnames[0] ?? '', serves: hostnames }, now);

/** What a certificate says of its holder. */
export interface Leaf {
  readonly commonName: string;
  /** Groups of a client, for servers that read them there. */
  readonly organizations?: readonly string[];
  /** Names and addresses of a server. */
  readonly serves?: readonly string[];
  /** Whether the holder shows it to servers. */
  readonly client?: boolean;
}

/** A certificate with a new key. */
export async function issueLeaf(authority: KeyedCertificate, { commonName, organizations = [], serves = [], client = false }: Leaf, now: Date): Promise<KeyedCertificate> {
  const [x509, keys] = await Promise.all([library(), newKeys()]);
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const usages = [...(serves.length > 0 ? [x509.ExtendedKeyUsage.serverAuth] : []), ...(client ? [x509.ExtendedKeyUsage.clientAuth] : [])];
  const names = serves.map((value) => ({ type: isIP(value) === 0 ? 'dns' as const : 'ip' as const, value }));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [...organizations.map((name) => ({ O: [name] })), { CN: [commonName.slice(0, 64)] }],
    issuer: issuer.subject,
    ...validity(now, LEAF_DAYS),
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.keyPem),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export()),
    ],
  });
  return { certificatePem: pem(certificate), keyPem: await exportKey(keys.privateKey) };
}

/** Whether a leaf serves these names, all and only, for 30 more days, and comes from this authority. */
export function isCurrent(leafPem: string, authorityPem: string, hostnames: readonly string[], now: Date): boolean {
  const leaf = new X509Certificate(leafPem);
  const names = leaf.subjectAltName?.split(', ') ?? [];
  const sameNames = names.sort().join() === hostnames.map((name) => `DNS:${name}`).sort().join();
  const lasting = leaf.validToDate.getTime() - now.getTime() >= RENEW_DAYS * DAY;
  return sameNames && lasting && leaf.verify(new X509Certificate(authorityPem).publicKey);
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
/** Positive, 16 bytes. */
const newSerial = (): string => `4${randomBytes(16).toString('hex').slice(1)}`;
/** From an hour ago: the clocks of containers and people differ. */
const validity = (now: Date, days: number) => ({ notBefore: new Date(now.getTime() - 3_600_000), notAfter: new Date(now.getTime() + days * DAY) });
const pem = (certificate: X509.X509Certificate): string => `${certificate.toString('pem')}\n`;

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const { PemConverter } = await library();
  return `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), PemConverter.PrivateKeyTag)}\n`;
}

function importKey(keyPem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(keyPem).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, KEY, false, ['sign']);
}
