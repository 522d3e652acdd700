import type { ExitCode } from '../../modules/kernel/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { releaseData } from './catalog.ts';
import { today } from './common.ts';

export const catalogShow: Verb = {
  name: 'catalog show',
  summary: text('donne la page d’un logiciel : forfaits, connexion, marque, données, qualité', 'gives the page of an app: plans, sign-on, brand, data, quality'),
  details: text(
    'Tout vient de son fichier app.yaml ; le prix, de plans.yaml ; le niveau de qualité, des derniers essais (levels.json).',
    'All of it comes from its file app.yaml; the price from plans.yaml; the quality level from the last tests (levels.json).',
  ),
  examples: ['chatiere catalog show miniflux', 'chatiere catalog show miniflux --release 2.2.15-1 --json'],
  arguments: [{ name: '<app>', help: text('logiciel ou pièce de plateforme', 'app or platform entry'), of: 'entry' }],
  options: [{ flags: '--release <release>', help: text('version ; la plus récente par défaut', 'release; the newest by default'), of: 'release' }],
  run: (context, values) => showApp(context, values['app'] as string, values['release'] as string | undefined),
};

/** The page of an app, for people or programs. */
export async function showApp(context: Context, app: string, asked?: string): Promise<ExitCode | undefined> {
  const { openCatalog, refuseUnknown } = await import('../../modules/engine/index.ts');
  const { latestRelease, readLevels } = await import('../../modules/catalog/index.ts');
  const { pageData, partsOf, printPage } = await import('../catalog/page.ts');
  const catalog = openCatalog(await context.maybeFederation());
  refuseUnknown([...catalog.apps.keys()], [app], text('ce logiciel n’est pas au catalogue', 'this app is not in the catalog'));
  const releases = catalog.apps.get(app) ?? new Map<string, never>();
  refuseUnknown([...releases.keys()], asked === undefined ? [] : [asked], text('cette version n’est pas au catalogue', 'this release is not in the catalog'));
  const release = releases.get(asked ?? '') ?? latestRelease(catalog, app);
  const parts = partsOf(release, { catalog, levels: readLevels(catalog.directory), today: today() });
  printPage(context, release, parts);
  context.data({ releases: [...releases.values()].map(releaseData), plans: catalog.plans, page: pageData(release, parts) });
  return undefined;
}
