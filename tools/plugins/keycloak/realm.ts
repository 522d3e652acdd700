import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../server/index.ts';
import type { Connection } from './connection.ts';
import { defensesFromKeycloak, defensesInFull, defensesToKeycloak } from './realm-defenses.ts';
import { fieldsFromKeycloak, fieldsToKeycloak, type Representation } from './realm-fields.ts';
import { mailFromKeycloak, mailToKeycloak } from './realm-mail.ts';
import { define } from './resource.ts';
import { flag, inKnownOrder, text, texts, type Values } from './values.ts';

/** Its id is its name; Keycloak's own id is the name too unless `internalId` is given. */
export const realm = define('keycloak:index/realm:Realm', {
  unserved: ['otpPolicy', 'webAuthnPolicy', 'webAuthnPasswordlessPolicy'],
  same: {
    securityDefenses: (a, b) => isDeepStrictEqual(defensesInFull(a as Values), defensesInFull(b as Values)),
  },

  check: (inputs) => [...checkMail(inputs['smtpServer']), ...checkDefenses(inputs['securityDefenses'])],

  async create(keycloak, values) {
    const representation = await validated(keycloak, values);
    await keycloak.post((admin) => admin.realms.create(representation));
    await keycloak.renew();
    return text(values, 'realm');
  },

  async read(keycloak, id, known) {
    const found = await keycloak.find((admin) => admin.realms.findOne({ realm: id }));
    return found && fromKeycloak(found as Representation, known);
  },

  async update(keycloak, id, values) {
    const representation = await validated(keycloak, values);
    await keycloak.put((admin) => admin.realms.update({ realm: id }, representation));
  },

  async delete(keycloak, id, state) {
    if (flag(state, 'terraformDeletionProtection')) throw new Error(protectedText(id, text(state, 'internalId')));
    const remove = () => keycloak.delete((admin) => admin.realms.del({ realm: id }));
    await remove().catch(remove);
  },
});

function checkMail(mail: unknown): Failure[] {
  if ((mail as Values | undefined)?.['tokenAuth'] === undefined) return [];
  return [{ property: 'smtpServer', reason: 'tokenAuth is not served by the stand-in plugin for keycloak; use auth' }];
}

/** Nothing but zeros would be taken for nothing at all, and the protection would stay off unseen. */
function checkDefenses(defenses: unknown): Failure[] {
  const given = (defenses as Values | undefined)?.['bruteForceDetection'] as Values | undefined;
  if (given === undefined || Object.values(given).some(Boolean)) return [];
  return [{ property: 'securityDefenses', reason: 'bruteForceDetection: give at least one limit, such as maxLoginFailures: 30' }];
}

function protectedText(id: string, internalId: string): string {
  return (
    `Deletion protection is enabled for keycloak_realm resource with realm ${id} (ID: ${internalId}). ` +
    'To delete this resource, first set `terraform_deletion_protection` to `false`.'
  );
}

function toKeycloak(values: Values): Representation {
  const languages = values['internationalization'] as Values | undefined;
  return {
    id: text(values, 'internalId') || text(values, 'realm'),
    realm: text(values, 'realm'),
    ...fieldsToKeycloak(values),
    ...defensesToKeycloak(values['securityDefenses'] as Values | undefined),
    smtpServer: mailToKeycloak(values['smtpServer'] as Values | undefined),
    internationalizationEnabled: languages !== undefined,
    supportedLocales: texts(languages ?? {}, 'supportedLocales'),
    defaultLocale: text(languages ?? {}, 'defaultLocale'),
  };
}

function fromKeycloak(found: Representation, known: Values): Values {
  return {
    realm: found['realm'],
    internalId: found['id'],
    terraformDeletionProtection: flag(known, 'terraformDeletionProtection'),
    ...fieldsFromKeycloak(found, known),
    securityDefenses: defensesFromKeycloak(found, known['securityDefenses'] as Values | undefined),
    smtpServer: mailFromKeycloak(found['smtpServer'] as Representation, known['smtpServer'] as Values | undefined),
    internationalization: languagesFromKeycloak(found, (known['internationalization'] ?? {}) as Values),
  };
}

function languagesFromKeycloak(found: Representation, known: Values): Values | undefined {
  if (found['internationalizationEnabled'] !== true) return undefined;
  return {
    supportedLocales: inKnownOrder(found['supportedLocales'] as string[], known['supportedLocales']),
    defaultLocale: found['defaultLocale'] ?? '',
  };
}

/** @throws Error in the real plugin's words, before anything is sent */
async function validated(keycloak: Connection, values: Values): Promise<Representation> {
  const realm = toKeycloak(values);
  const duplicates = realm['duplicateEmailsAllowed'] === true;
  if (duplicates && realm['registrationEmailAsUsername'] === true) {
    throw new Error('validation error: DuplicateEmailsAllowed cannot be true if RegistrationEmailAsUsername is true');
  }
  if (duplicates && realm['loginWithEmailAllowed'] === true) {
    throw new Error('validation error: DuplicateEmailsAllowed cannot be true if LoginWithEmailAllowed is true');
  }
  if (!['none', 'external', 'all'].includes(String(realm['sslRequired']))) {
    throw new Error("validation error: SslRequired should be 'none', 'external' or 'all'");
  }
  const locales = realm['supportedLocales'] as string[];
  if (realm['internationalizationEnabled'] === true && !locales.includes(String(realm['defaultLocale']))) {
    throw new Error('validation error: DefaultLocale should be in the SupportLocales');
  }
  await refuseMissingOnServer(keycloak, realm);
  return realm;
}

/** Keycloak itself would take any name of a theme or of a password rule. */
async function refuseMissingOnServer(keycloak: Connection, realm: Representation): Promise<void> {
  const themes = ['login', 'account', 'admin', 'email'].filter((kind) => realm[`${kind}Theme`] !== undefined);
  const policies = String(realm['passwordPolicy']).split(' and ').map((policy) => policy.split('(')[0]!).filter(Boolean);
  if (themes.length === 0 && policies.length === 0) return;
  const server = await keycloak.get((admin) => admin.serverInfo.find());
  for (const kind of themes) {
    const name = realm[`${kind}Theme`];
    if (!server.themes?.[kind]?.some((theme) => theme.name === name)) {
      throw new Error(`validation error: theme "${name}" does not exist on the server`);
    }
  }
  const installed = Object.keys(server.providers?.['password-policy']?.providers ?? {});
  const missing = policies.find((policy) => !installed.includes(policy));
  if (missing === undefined) return;
  throw new Error(
    `validation error: password-policy "${missing}" does not exist on the server, installed providers: ${installed}`,
  );
}
