/** What people read, by language. */
export const WORDS = {
  fr: {
    files: 'Fichiers', login: 'Se connecter', localLogin: 'Se connecter avec un compte de l’instance', logout: 'Se déconnecter', user: 'Nom d’utilisateur', password: 'Mot de passe',
    administrator: 'Administration', member: 'Membre', role: 'Rôle', groups: 'Groupes', email: 'Courriel', quota: 'Quota', legal: 'Mentions légales', privacy: 'Vie privée',
    refused: 'Accès refusé', notFound: 'Page introuvable', maintenance: 'Maintenance', untrusted: 'Domaine non approuvé', failed: 'La connexion a échoué', absent: 'Pas encore installé',
    signedIn: (name: string) => `Connecté : ${name}`, with: (name: string) => `Se connecter avec ${name}`, wrong: 'Nom ou mot de passe inexact', grant: 'Donner accès à l’application', granted: 'Accès donné',
  },
  en: {
    files: 'Files', login: 'Log in', localLogin: 'Log in with an account of the instance', logout: 'Log out', user: 'Account name', password: 'Password',
    administrator: 'Administrator', member: 'Member', role: 'Role', groups: 'Groups', email: 'E-mail', quota: 'Quota', legal: 'Legal notice', privacy: 'Privacy',
    refused: 'Access refused', notFound: 'Page not found', maintenance: 'Maintenance', untrusted: 'Untrusted domain', failed: 'Signing in failed', absent: 'Not installed yet',
    signedIn: (name: string) => `Signed in: ${name}`, with: (name: string) => `Log in with ${name}`, wrong: 'Wrong name or password', grant: 'Grant access to the app', granted: 'Access granted',
  },
} as const;
