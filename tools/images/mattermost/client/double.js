// Stands for the web client: shows what the real server says of itself and of the person, and signs in and out as the client does.
const words = {
  fr: { signIn: 'Se connecter', signOut: 'Se déconnecter', account: 'Compte', role: 'Rôle', teams: 'Équipes', administrator: 'Administration', member: 'Membre', username: 'Nom d’utilisateur', password: 'Mot de passe', refused: 'Connexion refusée', legal: 'Conditions', privacy: 'Confidentialité', help: 'Aide' },
  en: { signIn: 'Sign in', signOut: 'Sign out', account: 'Account', role: 'Role', teams: 'Teams', administrator: 'Administration', member: 'Member', username: 'User name', password: 'Password', refused: 'Sign-in refused', legal: 'Terms', privacy: 'Privacy', help: 'Help' },
};

const ask = (path, options = {}) => fetch(path, { ...options, headers: { 'X-Requested-With': 'XMLHttpRequest', ...options.headers } });

function add(parent, tag, properties) {
  const element = Object.assign(document.createElement(tag), properties);
  parent.append(element);
  return element;
}

const read = async (path) => {
  const answer = await ask(path);
  return answer.ok ? answer.json() : undefined;
};

// Parts of plugins for the browser, as the client loads them before anybody signs in.
window.registerPlugin = (id, plugin) => plugin.initialize({}, {});
const loadPlugin = ({ webapp }) => add(document.head, 'script', { src: webapp.bundle_path.replace('/static/', '/static/plugins/') });

Promise.all([read('/api/v4/config/client?format=old'), read('/api/v4/users/me'), read('/api/v4/plugins/webapp')])
  .then(([settings, person, plugins]) => {
    for (const plugin of plugins ?? []) loadPlugin(plugin);
    return show(document.querySelector('#main'), settings, person);
  });

async function show(main, settings, person) {
  const language = (person?.locale || settings.DefaultClientLocale) === 'fr' ? 'fr' : 'en';
  const say = words[language];
  document.documentElement.lang = language;
  document.title = `${settings.SiteName} (double)`;
  add(main, 'h1', { id: 'site-name', textContent: settings.SiteName });
  if (settings.EnableCustomBrand === 'true') add(main, 'p', { id: 'brand-text', textContent: settings.CustomBrandText });
  if (person) await showPerson(main, say, person);
  else showSignIn(main, say, settings);
  const links = { legal: settings.TermsOfServiceLink, privacy: settings.PrivacyPolicyLink, help: settings.HelpLink };
  for (const [id, href] of Object.entries(links)) if (href) add(add(main, 'p', {}), 'a', { id, href, textContent: say[id] });
}

async function showPerson(main, say, person) {
  const teams = await (await ask('/api/v4/users/me/teams')).json();
  add(main, 'p', { id: 'account', textContent: `${say.account} : ${person.username} (${person.email})` });
  add(main, 'p', { id: 'role', textContent: `${say.role} : ${person.roles.split(' ').includes('system_admin') ? say.administrator : say.member}` });
  add(main, 'p', { id: 'teams', textContent: `${say.teams} : ${teams.map((team) => team.display_name).join(', ')}` });
  const leave = add(main, 'button', { id: 'sign-out', textContent: say.signOut });
  leave.onclick = () => ask('/api/v4/users/logout', { method: 'POST' }).then(() => location.assign('/login'));
}

function showSignIn(main, say, settings) {
  // As the client does for whoever is not in.
  if (location.pathname !== '/login') history.replaceState(null, '', '/login');
  if (settings.EnableSignInWithUsername !== 'true') return;
  const form = add(main, 'form', { id: 'local-sign-in' });
  for (const [id, type] of [['username', 'text'], ['password', 'password']]) add(add(form, 'label', { textContent: `${say[id]} ` }), 'input', { id, type, name: id });
  add(form, 'button', { textContent: say.signIn });
  form.onsubmit = async (event) => {
    event.preventDefault();
    const answer = await ask('/api/v4/users/login', { method: 'POST', body: JSON.stringify({ login_id: form.username.value, password: form.password.value }) });
    if (answer.ok) location.assign('/');
    else add(main, 'p', { id: 'refused', textContent: say.refused });
  };
}
