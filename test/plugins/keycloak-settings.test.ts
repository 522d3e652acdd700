import { describe, expect, it } from 'vitest';
import facts from '../../tools/plugins/facts/keycloak.json' with { type: 'json' };
import { seconds, written } from '../../tools/plugins/keycloak/duration.ts';
import { resources } from '../../tools/plugins/keycloak/resources.ts';
import { readSettings } from '../../tools/plugins/keycloak/settings.ts';
import type { Values } from '../../tools/plugins/keycloak/values.ts';
import { refusals } from '../../tools/plugins/server/inputs.ts';
import { same } from '../../tools/plugins/server/same.ts';

const ENTRY = { url: 'https://keycloak.example.org/', clientId: 'engine', clientSecret: 'secret' };

describe('settings of the Keycloak provider', () => {
  it('reads what the SDK sends as JSON text', () => {
    const asText = { initialLogin: 'false', clientTimeout: '60', tlsInsecureSkipVerify: 'true', redHatSso: 'false' };
    expect(readSettings({ ...ENTRY, ...asText, basePath: '/auth', adminUrl: 'https://admin.example.org' })).toEqual({
      authUrl: 'https://keycloak.example.org/auth',
      adminUrl: 'https://admin.example.org/auth',
      realm: 'master',
      credentials: { grantType: 'client_credentials', clientId: 'engine', clientSecret: 'secret' },
      initialLogin: false,
      timeoutSeconds: 60,
      rootCaCertificate: undefined,
      tlsInsecureSkipVerify: true,
    });
  });

  it('takes a person’s password before a client’s secret', () => {
    expect(readSettings({ ...ENTRY, username: 'admin', password: 'p' }).credentials).toMatchObject({ grantType: 'password' });
  });

  it.each(['accessToken', 'jwtToken', 'additionalHeaders', 'keycloakVersion', 'tlsClientCertificate'])('refuses %s by name', (name) => {
    expect(() => readSettings({ ...ENTRY, [name]: 'x' })).toThrow(`"${name}" is not served`);
  });

  it('refuses redHatSso: true by name', () => {
    expect(() => readSettings({ ...ENTRY, redHatSso: 'true' })).toThrow('"redHatSso" is not served');
  });

  it.each(['url', 'clientId'])('refuses a configuration without %s', (name) => {
    expect(() => readSettings({ ...ENTRY, [name]: undefined })).toThrow(`"${name}"`);
  });

  it('refuses a timeout that is no number, with the value', () => {
    expect(() => readSettings({ ...ENTRY, clientTimeout: 'soon' })).toThrow('"clientTimeout" must be a whole number, not "soon"');
  });
});

/** The first is the default. */
const locales = (...supportedLocales: string[]) => ({ supportedLocales, defaultLocale: supportedLocales[0] });

describe('inputs of the Keycloak plugin', () => {
  const token = (type: string) => Object.keys(resources).find((each) => each.endsWith(`:${type}`))!;
  const failures = (type: string, inputs: Values) =>
    refusals('keycloak', resources[token(type)]!, inputs).filter(({ reason }) => !reason.startsWith('Missing required'));

  it('covers the types of the facts, no others', () => {
    expect(Object.keys(resources).sort()).toEqual(Object.keys(facts.resources).sort());
  });

  it.each([
    ['Realm', { otpPolicy: { digits: 8 } }, 'otpPolicy'],
    ['Group', { organizationId: 'x' }, 'organizationId'],
    ['Client', { authorization: {} }, 'authorization'],
    ['Client', { clientSecretWo: 'x' }, 'clientSecretWo'],
    ['Client', { import: true }, 'import'],
  ])('%s refuses an input that it does not serve: %j', (type, inputs, name) => {
    expect(failures(type, inputs)).toEqual([{ property: name, reason: expect.stringContaining(`does not implement "${name}"`) }]);
  });

  it.each([
    ['Client', { accessType: 'SECRET' }, 'accessType'],
    ['Execution', { requirement: 'MAYBE' }, 'requirement'],
    ['Realm', { ssoSessionIdleTimeout: 'an hour' }, 'ssoSessionIdleTimeout'],
    ['Realm', { securityDefenses: { bruteForceDetection: { failures: 3 } } }, 'securityDefenses'],
    ['Realm', { securityDefenses: { bruteForceDetection: {} } }, 'securityDefenses'],
    ['Realm', { smtpServer: { host: 'h', from: 'f', tokenAuth: { url: 'u' } } }, 'smtpServer'],
    ['Client', { extraConfig: { 'use.refresh.tokens': 'x' } }, 'extraConfig'],
    ['GroupMembershipProtocolMapper', { clientId: 'a', clientScopeId: 'b' }, 'clientId'],
    ['GroupMembershipProtocolMapper', {}, 'clientId'],
  ])('%s refuses %j', (type, inputs, property) => {
    expect(failures(type, inputs)).toMatchObject([{ property }]);
  });

  it.each([
    ['Client', 'validRedirectUris', ['b', 'a'], ['a', 'b'], ['a']],
    ['Realm', 'ssoSessionIdleTimeout', '30m', '0h30m0s', '31m'],
    ['Realm', 'securityDefenses', { bruteForceDetection: { maxLoginFailures: 5 } }, { bruteForceDetection: { maxLoginFailures: 5, waitIncrementSeconds: 60 } }, {}],
    ['Realm', 'internationalization', locales('fr', 'en'), { ...locales('en', 'fr'), defaultLocale: 'fr' }, locales('en', 'fr')],
    ['Group', 'attributes', { a: '1##2' }, { a: '2##1' }, { a: '1' }],
    ['Organization', 'domains', [{ name: 'a' }], [{ name: 'a', verified: false }], [{ name: 'b' }]],
  ])('%s.%s: %j means the same as %j, not as %j', (type, name, one, alike, other) => {
    const property = resources[token(type)]!.properties[name]!;
    expect(same(property, one, alike)).toBe(true);
    expect(same(property, one, other)).toBe(false);
  });
});

describe('durations', () => {
  it.each([['30m', 1800], ['1h30m', 5400], ['0.5h', 1800], ['10h0m0s', 36000], ['90s', 90], ['1500ms', 1], ['0', 0]])('%s is %d seconds', (text, total) => {
    expect(seconds(text)).toBe(total);
  });

  it.each([[36000, '10h0m0s'], [1800, '30m0s'], [59, '59s'], [0, '0s']])('%d seconds are written %s', (total, text) => {
    expect(written(total)).toBe(text);
  });

  it.each(['', '5', 'h', '1h2', '1 h'])('refuses %j', (text) => {
    expect(() => seconds(text)).toThrow('invalid duration');
  });
});
