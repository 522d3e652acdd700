import type { LocalImage } from '../../modules/engine/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Values, Verb } from '../verb.ts';
import { table } from './common.ts';

export const images: Verb = {
  name: 'images',
  summary: text('liste les images, les construit ici, ou fixe leurs condensats', 'lists images, builds them here, or locks their digests'),
  details: text(
    'list : ce que le catalogue emploie, d’où vient chaque condensat, ce qui n’en a pas. build : construit les équivalents locaux. lock : demande les condensats au registre, par le moteur, et les écrit dans images.lock.yaml.',
    'list: what the catalog uses, where each digest comes from, what has none. build: builds the local equivalents. lock: asks the registry for digests, through the engine, and writes them to images.lock.yaml.',
  ),
  examples: ['chatiere images', 'chatiere images build miniflux', 'chatiere images lock'],
  arguments: [
    { name: '[action]', help: text('list par défaut', 'list by default'), choices: ['list', 'build', 'lock'] },
    { name: '[names...]', help: text('images ; toutes par défaut', 'images; all by default'), of: 'image' },
  ],
  async run(context, values) {
    const actions = { list, build, lock };
    await actions[(values['action'] as keyof typeof actions | undefined) ?? 'list'](context, values);
    return undefined;
  },
};

async function chosen(context: Context, values: Values) {
  const { openCatalog, refuseUnknown } = await import('../../modules/engine/index.ts');
  const catalog = openCatalog(await context.maybeFederation());
  const wanted = values['names'] as string[];
  refuseUnknown(Object.keys(catalog.images), wanted, text('aucune image de ce nom dans images.lock.yaml', 'no image of this name in images.lock.yaml'));
  return Object.entries(catalog.images).filter(([name]) => wanted.length === 0 || wanted.includes(name));
}

async function list(context: Context, values: Values): Promise<void> {
  const { localImages } = await import('../../modules/engine/index.ts');
  const rows = await localImages(await chosen(context, values));
  const unpinned = rows.filter(({ digest }) => digest === null).map(({ name }) => name);
  context.print(table(rows.map(({ name, repository, tag, digest, seen, build: recipe, local }) => [
    name,
    `${repository}:${tag}`,
    digest === null ? context.say(text('sans condensat', 'no digest')) : short(digest),
    digest === null ? '' : context.say(seen ? text(`vu dans ${seen.length} dépôts de code publics`, `seen in ${seen.length} public source repositories`) : text('donné par le registre', 'given by the registry')),
    context.say(madeHere(recipe, local)),
  ])));
  if (unpinned.length > 0) context.print(text(`Sans condensat, refusées en production jusqu’à « chatiere images lock » : ${unpinned.join(', ')}.`, `Without a digest, refused in production until "chatiere images lock": ${unpinned.join(', ')}.`));
  context.data({ images: rows, unpinned });
}

const short = (digest: string): string => digest.slice(0, 19);

function madeHere(recipe: string | undefined, local: LocalImage['local']): Text {
  if (local === undefined) return text('sans recette locale', 'no local recipe');
  const name = local.double ? text(`double ${recipe}`, `contract double ${recipe}`) : text(`recette ${recipe}`, `recipe ${recipe}`);
  return local.present ? text(`${name.fr}, ${local.double ? 'construit' : 'construite'} ici`, `${name.en}, built here`) : text(`${name.fr}, à construire`, `${name.en}, to build`);
}

async function build(context: Context, values: Values): Promise<void> {
  const { prepareImages } = await import('../../modules/engine/index.ts');
  const names = (await chosen(context, values)).filter(([, { build: recipe }]) => recipe !== undefined).map(([name]) => name);
  await context.work(({ listen }) => prepareImages(names, listen));
  context.print(text(`${names.length} images prêtes.`, `${names.length} images ready.`));
  context.data({ images: names });
}

async function lock(context: Context, values: Values): Promise<void> {
  const { CHECKOUT, lockImages } = await import('../../modules/engine/index.ts');
  const entries = await chosen(context, values);
  const folders = [CHECKOUT, ...[await context.maybeFederation()].filter((folder) => folder !== undefined)];
  const files = folders.map((folder) => `${folder}/catalog/images.lock.yaml`);
  const locked = await context.work(({ listen }) => lockImages(files, entries, listen));
  context.print(table(locked.map(({ name, digest, was }) => [
    name,
    digest,
    was === null ? '' : context.say(was === digest ? text('inchangé', 'unchanged') : text(`remplace ${short(was)}`, `replaces ${short(was)}`)),
  ])));
  context.data({ locked });
}
