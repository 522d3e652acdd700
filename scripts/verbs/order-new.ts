import { text } from '../../modules/kernel/index.ts';
import type { Values, Verb } from '../verb.ts';
import { today, yesOption } from './common.ts';

export const orderNew: Verb = {
  name: 'order new',
  summary: text('inscrit ce qu’une organisation demande : quels logiciels, à quel prix', 'records what an organization asks for: which apps, at what price'),
  details: text(
    'Une commande par logiciel, chacune son fichier : elle s’approuve et se modifie seule. Montre le prix, les limites et ce que le logiciel ne prend pas de la marque. Tout est écrit, ou rien. Sur un terminal, demande ce que les options ne disent pas.',
    'One order per app, each a file of its own: it is approved and amended by itself. Shows the price, the limits and what the app does not take of the brand. All is written, or nothing. On a terminal, asks for what the options do not say.',
  ),
  examples: [
    'chatiere order new',
    'chatiere order new --organization mrc-demo --app miniflux --plan base',
    'chatiere order new --organization mrc-demo --app nextcloud=collectif --app miniflux --plan base --price nextcloud=75',
    'chatiere order new --organization mrc-demo --app miniflux=base --app miniflux=essai --name miniflux=revue --name miniflux=veille',
  ],
  options: [
    { flags: '--organization <id>', help: text('organisation cliente', 'customer organization'), of: 'organization' },
    { flags: '--app <app[=plan]>', repeated: true, help: text('logiciel du catalogue, et son forfait si ce n’est pas celui de --plan ; une fois par logiciel', 'app of the catalog, and its plan where it is not that of --plan; once per app'), of: 'app' },
    { flags: '--plan <plan>', help: text('forfait des logiciels qui ne disent pas le leur', 'plan of the apps that do not say theirs'), of: 'plan' },
    { flags: '--operator <id>', help: text('hébergeur ; le seul qui a un serveur, par défaut', 'operator; by default the only one that has a host'), of: 'operator' },
    { flags: '--price <[name=]dollars>', repeated: true, help: text('prix convenu par mois, avant taxes ; celui du forfait par défaut', 'price agreed per month, before taxes; the plan’s by default') },
    { flags: '--name <[app=]name>', repeated: true, help: text('nom de l’instance ; celui du logiciel par défaut', 'name of the instance; the app’s by default') },
    { flags: '--amends <[name=]order>', repeated: true, help: text('commande que celle-ci remplace', 'order that this one replaces'), of: 'order' },
    { flags: '--note <words>', help: text('note, sans nom de personne', 'note, without a person’s name') },
    { flags: '--count-usage <choice>', choices: ['on', 'off'], help: text('l’organisation consent à ce que son usage soit compté (des nombres, jamais qui) ; comme la commande remplacée, sinon non', 'the organization agrees to have its use counted (numbers, never who); as the amended order, else no') },
    { flags: '--assessment <reference>', help: text('hors du Québec : référence de l’évaluation des facteurs relatifs à la vie privée ; celle de la commande remplacée par défaut', 'outside Québec: reference of the privacy impact assessment; that of the amended order by default') },
    { flags: '--assessed-on <date>', help: text('date de cette évaluation, AAAA-MM-JJ', 'date of that assessment, YYYY-MM-DD') },
    { flags: '--id <id>', help: text('identifiant, ou début de ceux de plusieurs commandes ; le prochain libre par défaut', 'identifier, or what those of several orders begin with; the next free one by default') },
    { flags: '--date <date>', help: text('date de la demande, AAAA-MM-JJ ; aujourd’hui par défaut', 'date of the request, YYYY-MM-DD; today by default') },
    yesOption,
  ],
  async run(context, values) {
    const { openSession } = await import('../../modules/engine/index.ts');
    const { newOrders, writeChanges } = await import('../../modules/federation/index.ts');
    const { linesAsked, organizationAsked } = await import('../order-request.ts');
    const { offerData, offersOf, printOffers, totalOf } = await import('../order-summary.ts');
    const { confirmWriting } = await import('../confirm.ts');
    const { federation, catalog } = openSession(await context.federation());
    const organization = await organizationAsked(context, values, federation);
    const lines = await linesAsked(context, values, catalog);
    const shared = Object.fromEntries(['id', 'operator', 'note'].flatMap((key) => (values[key] === undefined ? [] : [[key, values[key] as string]])));
    const consent = values['countUsage'] === undefined ? {} : { countUsage: values['countUsage'] === 'on' };
    const orders = newOrders(federation, catalog, { organization, requestedOn: (values['date'] as string | undefined) ?? today(), ...shared, ...consent, ...assessmentOf(values), lines });
    const offers = offersOf(federation, catalog, orders);
    printOffers(context, offers);
    await confirmWriting(context, text('Inscrire ?', 'Record?'), values['yes'] === true);
    writeChanges(federation.directory, orders);
    const [ids, files] = [orders.map(({ id }) => id).join(' '), orders.map(({ file }) => file).join(', ')];
    context.print(text(`${files} : ${orders.length > 1 ? 'écrits' : 'écrit'}. Ensuite : relire (git diff), puis « chatiere order approve ${ids} ».`, `${files}: written. Next: review (git diff), then "chatiere order approve ${ids}".`));
    context.data({ ...(orders.length === 1 ? { id: orders[0]?.id, file: orders[0]?.file } : {}), orders: offers.map(offerData), pricePerMonth: totalOf(offers) });
    return undefined;
  },
};

/** What is missing of it is said of the file that would be. */
function assessmentOf({ assessment, assessedOn }: Values) {
  const cited = { ...(assessment !== undefined && { reference: assessment as string }), ...(assessedOn !== undefined && { date: assessedOn as string }) };
  return Object.keys(cited).length === 0 ? {} : { transferAssessment: cited as { reference: string; date: string } };
}
