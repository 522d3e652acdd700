import type { Representation } from './realm-fields.ts';
import { flag, some, text, type Values } from './values.ts';

const TEXTS = ['host', 'port', 'from', 'fromDisplayName', 'replyTo', 'replyToDisplayName', 'envelopeFrom'];
const FLAGS: Record<string, string> = { starttls: 'starttls', ssl: 'ssl', allowUtf8: 'allowutf8' };

/** Without `smtpServer` Keycloak's settings are emptied. Marks travel as text. */
export function mailToKeycloak(mail: Values | undefined): Representation {
  if (mail === undefined) return {};
  const auth = mail['auth'] as Values | undefined;
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, some(text(mail, name))])),
    ...Object.fromEntries(Object.entries(FLAGS).map(([name, theirs]) => [theirs, flag(mail, name) ? 'true' : undefined])),
    ...(auth && { auth: 'true', authType: 'basic', user: text(auth, 'username'), password: text(auth, 'password') }),
  };
}

/** Keycloak never tells the password: the one known stays, so a change of it by hand is not seen. */
export function mailFromKeycloak(found: Representation | undefined, known: Values | undefined): Values | undefined {
  if (found?.['host'] === undefined) return undefined;
  const password = ((known?.['auth'] ?? {}) as Values)['password'];
  const mail: Values = {
    ...Object.fromEntries(TEXTS.map((name) => [name, found[name]])),
    ...Object.fromEntries(Object.entries(FLAGS).map(([name, theirs]) => [name, found[theirs] === 'true'])),
    auth: found['auth'] === 'true' ? { username: found['user'], password: password ?? found['password'] } : undefined,
  };
  return Object.fromEntries(Object.entries(mail).filter(([name, value]) => value || known?.[name] !== undefined));
}
