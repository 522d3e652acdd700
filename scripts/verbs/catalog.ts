import type { Plans, Release } from '../../modules/catalog/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { table } from './common.ts';

export const catalog: Verb = {
  name: 'catalog',
  summary: text('liste les logiciels, leurs versions et les forfaits', 'lists apps, their releases and the plans'),
  details: text('Avec un nom : la page de ce logiciel, comme « catalog show ».', 'With a name: the page of that app, as "catalog show".'),
  examples: ['chatiere catalog', 'chatiere catalog show miniflux'],
  arguments: [{ name: '[app]', help: text('un logiciel, en détail', 'one app, in detail'), of: 'entry' }],
  async run(context, values) {
    const asked = values['app'] as string | undefined;
    if (asked !== undefined) {
      const { showApp } = await import('./catalog-show.ts');
      return showApp(context, asked);
    }
    const { openCatalog } = await import('../../modules/engine/index.ts');
    const { apps, plans } = openCatalog(await context.maybeFederation());
    const releases = [...apps.values()].flatMap((found) => [...found.values()]);
    await printAll(context, releases, plans);
    context.data({ releases: releases.map(releaseData), plans });
    return undefined;
  },
};

/** A release for programs, in short. */
export const releaseData = ({ app, release, digest, sheet }: Release) => ({ app, release, digest, kind: sheet.kind, about: sheet.about, relaxed: sheet.relaxed, egress: sheet.egress });

async function printAll(context: Context, releases: readonly Release[], plans: Plans): Promise<void> {
  const { planColumns } = await import('../amounts.ts');
  context.print(table(releases.map(({ app, release, sheet }) => [app, release, sheet.about.licence, context.say(sheet.about.summary)])));
  context.print(text('\nForfaits', '\nPlans'));
  context.print(table(Object.entries(plans).map(([id, plan]) => [id, context.say(plan.name), ...planColumns(plan).map(context.say)])));
  const relaxed = releases.filter(({ sheet }) => Object.keys(sheet.relaxed).length > 0);
  if (relaxed.length === 0) return;
  context.print(text('\nDurcissement relâché', '\nRelaxed hardening'));
  context.print(table(relaxed.flatMap(({ app, sheet }) => Object.entries(sheet.relaxed).map(([service, why]) => [`${app}/${service}`, context.say(why)]))));
}
