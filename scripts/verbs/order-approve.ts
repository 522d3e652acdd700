import type { Catalog } from '../../modules/catalog/index.ts';
import type { ApprovedOrder, Federation, OrderChoices, OrderSheet } from '../../modules/federation/index.ts';
import { text } from '../../modules/kernel/index.ts';
import { confirmWriting, nothingWritten } from '../confirm.ts';
import type { Context } from '../context.ts';
import { keyed } from '../keyed.ts';
import type { Values, Verb } from '../verb.ts';
import { table, yesOption } from './common.ts';

export const orderApprove: Verb = {
  name: 'order approve',
  summary: text('approuve des commandes et écrit les fichiers de leurs instances', 'approves orders and writes the files of their instances'),
  details: text(
    'Inscrit qui approuve, quand, et l’empreinte SHA-256 de chaque commande, qui ne change plus. Toutes ou aucune. Relancer après une interruption termine ce qui reste.',
    'Records who approves, when, and the SHA-256 of each order, which no longer changes. All or none. To run it again after an interruption finishes what is left.',
  ),
  examples: [
    'chatiere order approve cmd-2026-001',
    'chatiere order approve cmd-2026-001 --host serveur-1 --hostname lecture.mrc-demo.chatiere.test',
    'chatiere order approve cmd-2026-003-nextcloud cmd-2026-003-miniflux --hostname cmd-2026-003-miniflux=lecture.mrc-demo.chatiere.test',
  ],
  arguments: [{ name: '<orders...>', help: text('identifiants des commandes', 'identifiers of the orders'), of: 'order' }],
  options: [
    { flags: '--by <operator>', help: text('hébergeur qui approuve ; celui de la commande par défaut', 'operator that approves; the order’s by default'), of: 'operator' },
    { flags: '--host <id>', help: text('serveur des instances ; le seul de l’hébergeur par défaut', 'host of the instances; the operator’s only one by default'), of: 'host' },
    { flags: '--hostname <[order=]name>', repeated: true, help: text('nom public ; <nom>.<organisation>.<domaine> par défaut', 'public name; <name>.<organization>.<domain> by default') },
    { flags: '--release <[order=]release>', repeated: true, help: text('version du catalogue ; la plus récente par défaut', 'release of the catalog; the newest by default'), of: 'release' },
    { flags: '--edition <[order=]edition>', repeated: true, help: text('édition, si le logiciel en a plusieurs ; la première par défaut', 'edition, where the app has several; the first by default') },
    yesOption,
  ],
  async run(context, values) {
    const { openSession } = await import('../../modules/engine/index.ts');
    const { writeChanges } = await import('../../modules/federation/index.ts');
    const { federation, catalog } = openSession(await context.federation());
    const approved = await approvals(context, values, federation, catalog);
    context.print(table(approved.map(({ id, instance, place, changes }) => [
      id, instance, [place.release, place.edition].filter(Boolean).join(' '), place.host, place.hostname,
      changes.length === 0 ? context.say(text('déjà approuvée', 'already approved')) : '',
    ])));
    for (const { id } of approved) printAssessment(context, id, federation.orders.get(id)?.transferAssessment);
    await confirmWriting(context, text('Approuver ?', 'Approve?'), values['yes'] === true);
    writeChanges(federation.directory, approved.flatMap(({ changes }) => changes));
    const written = approved.filter(({ changes }) => changes.length > 0);
    for (const { sha256, changes } of written) {
      const files = changes.map(({ file }) => file).join(', ');
      context.print(text(`${files} : écrits (empreinte ${sha256.slice(0, 12)}…).`, `${files}: written (digest ${sha256.slice(0, 12)}…).`));
    }
    const instances = approved.map(({ instance }) => instance).join(' ');
    context.print(text(`Ensuite : « chatiere preview ${instances} ».`, `Next: "chatiere preview ${instances}".`));
    const [first] = approved;
    context.data({ ...(approved.length === 1 && first ? result(first) : {}), orders: approved.map(result) });
    return undefined;
  },
};

/** What lets an instance be outside Québec is approved with the rest. */
function printAssessment(context: Context, id: string, assessment: OrderSheet['transferAssessment']): void {
  if (assessment) context.print(text(`${id} : hors du Québec permis par l’évaluation ${assessment.reference} du ${assessment.date}.`, `${id}: outside Québec allowed by the assessment ${assessment.reference} of ${assessment.date}.`));
}

const result = ({ id, instance, sha256, place, changes }: ApprovedOrder) => ({ order: id, instance, sha256, place, files: changes.map(({ file }) => file) });

async function approvals(context: Context, values: Values, federation: Federation, catalog: Catalog): Promise<ApprovedOrder[]> {
  const { approveOrders } = await import('../../modules/federation/index.ts');
  const ids = [...new Set(values['orders'] as string[])];
  const given = (['hostname', 'release', 'edition'] as const).map((option) => [option, keyed(`--${option}`, values[option] as string[] | undefined, ids)] as const);
  const choicesOf = (id: string): OrderChoices => Object.fromEntries(given.flatMap(([option, found]) => (found.has(id) ? [[option, found.get(id)?.[0] as string]] : [])));
  const operator = values['by'] as string | undefined;
  const host = (values['host'] as string | undefined) ?? (await hostChosen(context, federation, ids));
  return approveOrders(federation, catalog, {
    orders: new Map(ids.map((id) => [id, choicesOf(id)])),
    ...(operator === undefined ? {} : { operator }),
    ...(host === undefined ? {} : { host }),
    now: new Date(),
  });
}

/** Asked on a terminal where the operator has several hosts; elsewhere it is for the approval to say that it lacks one. */
async function hostChosen(context: Context, { orders, hosts, instances }: Federation, ids: readonly string[]): Promise<string | undefined> {
  const { instanceId } = await import('../../modules/federation/index.ts');
  const fresh = ids.flatMap((id) => orders.get(id) ?? []).filter((order) => !instances.has(instanceId(order)));
  const own = [...hosts].filter(([, { operator }]) => fresh.some((order) => order.operator === operator));
  if (!context.interactive || own.length < 2) return undefined;
  const { pick } = await import('../ask.ts');
  const answer = await pick(context, text('Quel serveur ?', 'Which host?'), own.map(([value, { site }]) => ({ value, words: text(site.name, site.name) })));
  if (answer === undefined) throw nothingWritten();
  return answer;
}
