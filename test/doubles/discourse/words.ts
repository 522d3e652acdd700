/** What people read, by language. */
export const WORDS = {
  fr: {
    home: 'Sujets', login: 'Se connecter', with: 'Se connecter par le serveur d’identité', logout: 'Se déconnecter', user: 'Nom d’utilisateur', password: 'Mot de passe', installer: 'Installation : aucune personne n’administre',
    administrator: 'Administration', moderator: 'Modération', member: 'Membre', role: 'Rôle', groups: 'Groupes', legal: 'Conditions d’utilisation', privacy: 'Vie privée', contact: 'Assistance', email: 'Courriel',
    refused: 'Accès refusé', notFound: 'Page introuvable', failed: 'La connexion a échoué', tooLarge: 'Envoi trop gros', adminLogin: 'Connexion d’administration par courriel', key: 'Clé d’application', wrong: 'Nom ou mot de passe inexact',
    signedIn: (name: string) => `Connecté : ${name}`, topics: (count: number) => `Sujets : ${count}`,
  },
  en: {
    home: 'Topics', login: 'Log in', with: 'Log in by the identity server', logout: 'Log out', user: 'Username', password: 'Password', installer: 'Set-up: no person administers',
    administrator: 'Administrator', moderator: 'Moderator', member: 'Member', role: 'Role', groups: 'Groups', legal: 'Terms of service', privacy: 'Privacy', contact: 'Support', email: 'E-mail',
    refused: 'Access refused', notFound: 'Page not found', failed: 'Signing in failed', tooLarge: 'Upload too large', adminLogin: 'Administrators’ sign-in by mail', key: 'App key', wrong: 'Wrong name or password',
    signedIn: (name: string) => `Signed in: ${name}`, topics: (count: number) => `Topics: ${count}`,
  },
} as const;
