import { ChatiereError, ExitCode, type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Values, Verb } from '../verb.ts';

export const orderNew: Verb = {
  name: 'order new',
  summary: text('inscrit une commande reçue : qui demande quoi, à quel prix', 'records an order: who asks what, at what price'),
  details: text('Sur un terminal, demande ce que les options ne disent pas.', 'On a terminal, asks for what the options do not say.'),
  examples: ['chatiere order new', 'chatiere order new --organization mrc-demo --app miniflux --plan base'],
  options: [
    { flags: '--organization <id>', help: text('organisation cliente', 'customer organization'), of: 'organization' },
    { flags: '--app <app>', help: text('logiciel du catalogue', 'app of the catalog'), of: 'app' },
    { flags: '--plan <plan>', help: text('forfait', 'plan'), of: 'plan' },
    { flags: '--operator <id>', help: text('hébergeur ; le seul qui a un serveur, par défaut', 'operator; by default the only one that has a host'), of: 'operator' },
    { flags: '--price <dollars>', help: text('prix convenu par mois, avant taxes ; celui du forfait par défaut', 'price agreed per month, before taxes; the plan’s by default') },
    { flags: '--name <name>', help: text('nom de l’instance ; celui du logiciel par défaut', 'name of the instance; the app’s by default') },
    { flags: '--amends <order>', help: text('commande que celle-ci remplace', 'order that this one replaces'), of: 'order' },
    { flags: '--note <words>', help: text('note, sans nom de personne', 'note, without a person’s name') },
    { flags: '--id <id>', help: text('identifiant ; le prochain libre par défaut', 'identifier; the next free one by default') },
    { flags: '--date <date>', help: text('date de la demande, AAAA-MM-JJ ; aujourd’hui par défaut', 'date of the request, YYYY-MM-DD; today by default') },
  ],
  async run(context, values) {
    const { openSession } = await import('../../modules/engine/index.ts');
    const { newOrder, writeChanges } = await import('../../modules/federation/index.ts');
    const { federation, catalog } = openSession(await context.federation());
    const apps = [...catalog.apps].filter(([, releases]) => [...releases.values()].some(({ sheet }) => sheet.kind === 'app')).map(([name]) => name);
    const given = (key: string) => values[key] as string | undefined;
    const organization = given('organization') ?? (await choose(context, 'organization', text('Quelle organisation ?', 'Which organization?'), [...federation.organizations.keys()]));
    const app = given('app') ?? (await choose(context, 'app', text('Quel logiciel ?', 'Which app?'), apps));
    const plan = given('plan') ?? (await choose(context, 'plan', text('Quel forfait ?', 'Which plan?'), Object.keys(catalog.plans)));
    const order = newOrder(federation, catalog, { organization, app, plan, requestedOn: given('date') ?? today(), ...price(values), ...optional(values) });
    writeChanges(federation.directory, [order]);
    context.print(text(`${order.file} écrit. Ensuite : relire (git diff), puis « chatiere order approve ${order.id} --host … --hostname … ».`, `${order.file} written. Next: review (git diff), then "chatiere order approve ${order.id} --host … --hostname …".`));
    context.data({ id: order.id, file: order.file });
    return undefined;
  },
};

const optional = (values: Values) => Object.fromEntries(['id', 'operator', 'name', 'amends', 'note'].flatMap((key) => (values[key] === undefined ? [] : [[key, values[key] as string]])));

/** The day where the person is. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

function price(values: Values): { pricePerMonth?: number } {
  const given = values['price'] as string | undefined;
  if (given === undefined) return {};
  if (/^\d{1,6}([.,]\d{1,2})?$/.test(given)) return { pricePerMonth: Number(given.replace(',', '.')) };
  throw new ChatiereError({ code: 'price', what: text('--price : montant invalide', '--price: invalid amount'), given, allowed: text('dollars, deux décimales au plus : 25 ou 25,50', 'dollars, two decimals at most: 25 or 25.50') }, ExitCode.usage);
}

async function choose(context: Context, option: string, message: Text, choices: readonly string[]): Promise<string> {
  const list = choices.join(', ');
  if (choices.length === 0 || !context.interactive) {
    throw new ChatiereError({ code: 'missing-option', what: text(`il manque --${option}`, `--${option} is missing`), allowed: text(list || '–', list || '–') }, ExitCode.usage);
  }
  const { pick } = await import('../ask.ts');
  const answer = await pick(context, message, choices);
  if (answer === undefined) throw new ChatiereError({ code: 'cancelled', what: text('annulé : rien n’a été écrit', 'cancelled: nothing was written') }, ExitCode.cancelled);
  return answer;
}
