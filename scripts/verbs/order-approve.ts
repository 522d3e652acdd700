import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const orderApprove: Verb = {
  name: 'order approve',
  summary: text('approuve une commande et écrit le fichier de son instance', 'approves an order and writes the file of its instance'),
  details: text('Inscrit qui approuve, quand, et l’empreinte SHA-256 de la commande, qui ne change plus.', 'Records who approves, when, and the SHA-256 of the order, which no longer changes.'),
  examples: ['chatiere order approve cmd-2026-001 --host serveur-1 --hostname lecture.mrc-demo.chatiere.test'],
  arguments: [{ name: '<order>', help: text('identifiant de la commande', 'identifier of the order'), of: 'order' }],
  options: [
    { flags: '--by <operator>', help: text('hébergeur qui approuve ; celui de la commande par défaut', 'operator that approves; the order’s by default'), of: 'operator' },
    { flags: '--host <id>', help: text('serveur de l’instance', 'host of the instance'), of: 'host' },
    { flags: '--hostname <name>', help: text('nom public de l’instance', 'public name of the instance') },
    { flags: '--release <release>', help: text('version du catalogue ; la plus récente par défaut', 'release of the catalog; the newest by default'), of: 'release' },
    { flags: '--edition <edition>', help: text('édition, si le logiciel en a plusieurs ; la première par défaut', 'edition, where the app has several; the first by default') },
  ],
  async run(context, values) {
    const { openSession } = await import('../../modules/engine/index.ts');
    const { approveOrder } = await import('../../modules/federation/index.ts');
    const { federation, catalog } = openSession(await context.federation());
    const id = values['order'] as string;
    const operator = (values['by'] as string | undefined) ?? federation.orders.get(id)?.operator ?? '';
    const placed = Object.fromEntries(['host', 'hostname', 'release', 'edition'].flatMap((key) => (values[key] === undefined ? [] : [[key, values[key] as string]])));
    const { instance, sha256, changes } = approveOrder(federation, catalog, id, { operator, now: new Date(), ...placed });
    const files = changes.map(({ file }) => file);
    context.print(text(`${files.join(', ')} : écrits (empreinte ${sha256.slice(0, 12)}…). Ensuite : « chatiere preview ${instance} ».`, `${files.join(', ')}: written (digest ${sha256.slice(0, 12)}…). Next: "chatiere preview ${instance}".`));
    context.data({ order: id, instance, sha256, files });
    return undefined;
  },
};
