import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSecret, keepSecret, MASK, scrub, scrubLine } from '../../modules/kernel/index.ts';

const KEY = `-----BEGIN PRIVATE KEY-----\n${randomBytes(48).toString('base64')}\n${randomBytes(20).toString('base64')}\n-----END PRIVATE KEY-----`;

/** How a secret comes to stand in somebody's words. */
const wrappings: readonly ((canary: string) => string)[] = [
  (canary) => `POSTGRES_PASSWORD=${canary}`,
  (canary) => `dial: password=${canary} host=db`,
  (canary) => `{"clientSecret":"${canary}","a":1}`,
  (canary) => `{\\"admin_password\\": \\"${canary}\\"}`,
  (canary) => `token='${canary}'`,
  (canary) => `curl -H 'Authorization: Bearer ${canary}'`,
  (canary) => `Authorization: Basic ${canary}`,
  (canary) => `authorization=${canary}`,
  (canary) => `sent Bearer ${canary}`,
  (canary) => `pq: postgres://miniflux:${canary}@db:5432/miniflux?sslmode=disable`,
  (canary) => `https://x.test/?client_secret=${canary}&grant_type=client_credentials`,
  (canary) => `keytool --keystore-password ${canary} -v`,
  (canary) => `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n  > ${canary}\n-----END RSA PRIVATE KEY-----`,
  (canary) => `-----BEGIN PRIVATE KEY-----\n${canary}`,
  (canary) => `eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}`,
];
const names = ['password', 'adminPassword', 'SECRET', 'client_secret', 'accessToken', 'api-key', 'authorization'];

/** At least one digit, so that words after a colon are told from secrets. */
const canaries = fc.stringMatching(/^[A-Za-z0-9_-]{12,40}$/).filter((word) => /\d/.test(word) && !word.startsWith('-'));
const harmless = fc.oneof(fc.constant('conteneur app'), fc.integer(), fc.boolean(), fc.constant(null));

/** Some JSON value, with the planted one somewhere in it. */
const grown = (planted: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(planted, fc.array(fc.oneof(fc.constant('array'), fc.constantFrom('fields', 'a', 'env', 'details')), { maxLength: 6 }), harmless).map(([value, path, other]) =>
    path.reduce<unknown>((inner, step) => (step === 'array' ? [other, inner] : { z: other, [step]: inner }), value));

describe('a canary', () => {
  it('in somebody’s words, at any depth, is not in the line', () => {
    fc.assert(fc.property(canaries.chain((canary) => fc.tuple(fc.constant(canary), grown(fc.constantFrom(...wrappings).map((wrap) => `err: ${wrap(canary)} (exit 1)`)))), ([canary, value]) => {
      const line = scrubLine(`${JSON.stringify({ level: 50, value })}\n`);
      expect(line).not.toContain(canary);
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line.endsWith('}\n')).toBe(true);
    }), { numRuns: 1000 });
  });

  it('below a name that says so, at any depth, is not in the line', () => {
    const planted = canaries.chain((canary) => fc.tuple(fc.constant(canary), fc.constantFrom(...names), grown(fc.constant(canary))).chain(([, name, inner]) => fc.tuple(fc.constant(canary), grown(fc.constant({ [name]: inner })))));
    fc.assert(fc.property(planted, ([canary, value]) => {
      expect(scrubLine(JSON.stringify(value))).not.toContain(canary);
    }), { numRuns: 500 });
  });

  it('in plain text is not in the text', () => {
    fc.assert(fc.property(canaries, fc.constantFrom(...wrappings), (canary, wrap) => {
      expect(scrub(`> ${wrap(canary)}\n> end`)).not.toContain(canary);
    }), { numRuns: 1000 });
  });

  it('that is known is masked whatever surrounds it, also in a URL and in JSON', () => {
    const value = `a&b "c"\\d ${randomBytes(6).toString('hex')}`;
    keepSecret(value, 'court');
    for (const words of [`x${value}y`, `?q=${encodeURIComponent(value)}`, JSON.stringify({ deep: [{ a: JSON.stringify({ value }) }] })]) {
      const clean = words.startsWith('{') ? scrubLine(words) : scrub(words);
      expect(clean).toContain(MASK);
      expect(clean).not.toContain(value.slice(-12));
    }
    expect(scrub('un mot court')).toBe('un mot court');
  });
});

it('seeds and what is derived from them go by their shape alone', () => {
  const first = Buffer.alloc(32, 7).toString('base64url');
  // The same ones on each run.
  for (let i = 0; i < 500; i++) {
    const seed = deriveSecret(first, `seed-${i}`);
    const secret = deriveSecret(seed, 'app/admin');
    expect(scrub(`seed ${seed}, secret ${secret}.`)).toBe(`seed ${MASK}, secret ${MASK}.`);
  }
});

it('a private key that comes a line at a time goes too, all but a short last line', () => {
  const [, body = ''] = KEY.split('\n');
  expect(scrub(body)).toBe(MASK);
});

it.each([
  'instances/a.b.yaml:3:7: secrets.token: clé inconnue',
  'hosts/serveur-1.yaml:1:3: password: valeur manquante',
  'Initial passwords: /root/demo/private/initial-passwords.csv',
  "export PULUMI_CONFIG_PASSPHRASE_FILE='/root/ma-federation/private/passphrase'",
  '  --passwords <file>  où écrire les mots de passe initiaux (mode 0600)',
  'image docker.io/library/postgres@sha256:3962158596daaef3682838cc8eb0e719ad1ce520f88e34596ce8d5de1b6330a1',
  'commit 9e1f2d0c9f8b7a6d5e4c3b2a190f8e7d6c5b4a39',
  'demo--mrc-des-rives--miniflux-app--0123456789abcdef demo--village--lecture--0a1b2c3d4e',
  'https://lecture.mrc-demo.chatiere.test:8443/oauth2/oidc/redirect',
  'urn:pulumi:mrc-demo.miniflux::chatiere::docker:index/container:Container::demo--mrc-demo--miniflux-app',
  'ssh://sysadmin@serveur-1.coop.example:22',
])('harmless: %s', (words) => {
  expect(scrub(words)).toBe(words);
  expect(JSON.parse(scrubLine(JSON.stringify({ words })))).toEqual({ words });
});

it('no line costs the square of its length', () => {
  // Each of these took a minute before repetitions were bounded; the test’s own limit is what fails.
  for (const part of ['http://a:', 'http://a:b@', '-a', '--', 'password="', 'authorization ', 'eyJaaaaaa.', '\\', 'aA1', '-----BEGIN PRIVATE KEY-----']) {
    expect(scrub(part.repeat(200_000 / part.length))).not.toBe('');
  }
});
