import { stringify } from 'yaml';
import type { Catalog } from '../modules/catalog/index.ts';

/** What somebody answers to begin a federation. */
export interface Beginning {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly operator: string;
  readonly operatorName: string;
  readonly host: string;
  readonly environment: 'demo' | 'production';
}

/** Catalog entries that a host runs, in the order in which they start. */
const PLATFORM = ['socket-proxy', 'edge', 'identity'] as const;
/** Its image is built on each machine until a federation publishes its own: no production takes it. */
const DEMO_ONLY = ['meter'] as const;

/** The files of a new federation: relative path -> content, commented in French. */
export function federationFiles(beginning: Beginning, catalog: Catalog, latest: (app: string) => string, ignored: readonly string[]): ReadonlyMap<string, string> {
  const { id, name, domain, operator, operatorName, host, environment } = beginning;
  const demo = environment === 'demo';
  const platform = [...PLATFORM, ...(demo ? DEMO_ONLY : [])].flatMap((role) => {
    const app = [...catalog.apps].find(([, releases]) => [...releases.values()].some(({ sheet }) => sheet.provides === role))?.[0];
    return app === undefined ? [] : [[app, latest(app)] as const];
  });
  return new Map([
    ['federation.yaml', [
      '# La fédération : son identifiant entre dans tous les noms et ne change plus.',
      yaml({ id, name }),
      '# `production` exige des images par condensat et les vrais greffons ; `demo` permet ce qui est construit sur cette machine.',
      yaml({ environment, domain, images: demo ? 'local' : 'registry' }),
      '# Le DNS public connaît-il les noms ? Sinon /etc/hosts et les conteneurs les reçoivent.',
      yaml({ publicDns: !demo }),
      yaml({ identity: { host, hostname: `connexion.${domain}` } }),
      '# Horloge des heures de sommeil des instances.',
      '# timeZone: America/Toronto',
      '# Relais par lequel les logiciels envoient du courriel ; le mot de passe est la seule ligne de private/mail-password.',
      '# mail:',
      `#   host: smtp.${domain}`,
      '#   port: 587',
      `#   from: services@${domain}`,
      '#   username: services',
      '#   security: starttls   # ou tls (port 465) ; none seulement pour un essai',
      '# Licences que la fédération ne prend pas, quelle que soit la commande.',
      '# licences: { forbidden: [], onlyFree: true }',
      '',
    ].join('\n')],
    [`operators/${operator}.yaml`, `# Une coopérative membre.\n${yaml({ name: operatorName })}\n`],
    [`hosts/${host}.yaml`, [
      '# Un moteur Docker, à un endroit.',
      yaml({ operator, target: 'docker', engine: 'unix:///var/run/docker.sock', site: { name: 'À préciser', region: 'qc' } }),
      '# Énergie et carbone : « pue: » sous « site: » et « hardware: », la fiche de la machine ; docs/energy.md en donne la forme.',
      '# Si les ports 80, 443, 2375, 8082, 8083 ou 9477 sont pris :',
      '# edge: { httpPort: 8080, httpsPort: 8443, socketProxyPort: 12375, healthPort: 18082, meterPort: 19477, sleepPort: 18083 }',
      '# Services du serveur, dans l’ordre de leur démarrage : logiciel -> version du catalogue.',
      yaml({ platform: Object.fromEntries(platform) }),
      '',
    ].join('\n')],
    ...['organizations', 'orders', 'instances'].map((folder): [string, string] => [`${folder}/.gitkeep`, '']),
    ['.gitignore', `# Clés, mots de passe, état et journaux : jamais dans git.\n${ignored.join('\n')}\n`],
  ]);
}

const yaml = (value: object): string => stringify(value).trimEnd();
