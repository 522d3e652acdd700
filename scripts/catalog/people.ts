import type { AppSheet, Release } from '../../modules/catalog/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { bare, dash, joined, listed, type Part, yesNo } from './section.ts';

const none = text('aucun', 'none');

/** How people come in, and whether leaving one place leaves the other. */
export function signOn({ sheet: { oidc } }: Release): Part | undefined {
  if (!oidc) return undefined;
  const { mechanism, pkce, scopes, groups, exceptions } = oidc;
  const singleLogout = { fromIdentityServer: oidc.backchannelLogoutPath !== undefined, toIdentityServer: oidc.postLogoutPaths.length > 0 };
  return {
    data: { mechanism, pkce, scopes, singleLogout, groupsClaim: groups?.claim ?? null, exceptions },
    section: {
      title: text('Connexion unique', 'Single sign-on'),
      rows: [
        [text('mécanisme', 'mechanism'), mechanism === 'builtin' ? text('OpenID Connect, intégré au logiciel', 'OpenID Connect, built into the app') : text('OpenID Connect, par un greffon', 'OpenID Connect, by a plugin')],
        [bare('PKCE'), yesNo(pkce)],
        [text('déconnexion unique', 'single logout'), singleLogout.fromIdentityServer ? text('oui : sortir du serveur d’identité ferme la session d’ici', 'yes: leaving the identity server ends the session here') : text('non : sortir du serveur d’identité laisse ouverte la session d’ici', 'no: leaving the identity server leaves the session here open')],
        [text('sortir d’ici', 'leaving here'), singleLogout.toIdentityServer ? text('ferme aussi la session du serveur d’identité', 'ends the identity server’s session too') : text('laisse ouverte la session du serveur d’identité', 'leaves the identity server’s session open')],
        ...listed(text('exceptions connues', 'known exceptions'), exceptions, text('aucune', 'none')),
      ],
    },
  };
}

const within = {
  'sign-in': text('à la connexion suivante', 'at the next sign-in'),
  'five-minutes': text('en cinq minutes au plus', 'within five minutes'),
  never: text('jamais de soi-même', 'never by itself'),
} as const;

/** Who administers, and when a change of groups is followed. */
export function roles({ sheet }: Release): Part | undefined {
  if (sheet.kind === 'platform') return undefined;
  const administrators = sheet.roles?.administrators;
  return {
    data: administrators ? { administrators } : null,
    section: {
      title: text('Rôles', 'Roles'),
      rows: administrators
        ? [[text('administration', 'administrators'), administrators.how], [text('changement de groupe suivi', 'change of groups followed'), within[administrators.within]]]
        : [[text('administration', 'administrators'), text('aucun rôle ne vient des groupes', 'no role comes from groups')]],
    },
  };
}

/** Whether it needs the federation's relay. */
export function mail({ sheet }: Release): Part | undefined {
  if (sheet.kind === 'platform') return undefined;
  const state = sheet.mail === undefined ? 'none' : sheet.mail.required ? 'required' : 'optional';
  const words = {
    none: text('n’en envoie pas', 'sends none'),
    optional: text('par le relais de la fédération, s’il y en a un', 'by the federation’s relay, where there is one'),
    required: text('requis : sans relais dans federation.yaml, l’instance est refusée', 'required: without a relay in federation.yaml the instance is refused'),
  } as const;
  return { data: state, section: { title: text('Courriel', 'Mail'), rows: [[text('envoi', 'sending'), words[state]]] } };
}

const platforms: Readonly<Record<AppSheet['clients'][number]['platform'], Text>> = { android: bare('Android'), ios: text('iPhone et iPad', 'iPhone and iPad'), desktop: text('ordinateur', 'computer') };
const signsOn = { yes: text('connexion unique', 'single sign-on'), partly: text('connexion unique en partie', 'single sign-on in part'), no: text('pas de connexion unique', 'no single sign-on') } as const;

/** Programs beside the browser. */
export function clients({ sheet }: Release): Part | undefined {
  if (sheet.kind === 'platform') return undefined;
  return {
    data: sheet.clients,
    section: {
      title: text('Programmes pour téléphone et ordinateur', 'Programs for phone and computer'),
      rows: sheet.clients.length === 0 ? [[none]] : sheet.clients.map(({ name, platform, signOn: works, note }) => [bare(name), platforms[platform], joined([signsOn[works], ...(note ? [note] : [])], dash)]),
    },
  };
}
