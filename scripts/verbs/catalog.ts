import type { Release } from '../../modules/catalog/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { table } from './common.ts';

export const catalog: Verb = {
  name: 'catalog',
  summary: text('liste les logiciels, leurs versions et les forfaits', 'lists apps, their releases and the plans'),
  examples: ['chatiere catalog', 'chatiere catalog miniflux'],
  arguments: [{ name: '[app]', help: text('un logiciel, en détail', 'one app, in detail'), of: 'entry' }],
  async run(context, values) {
    const { openCatalog, refuseUnknown } = await import('../../modules/engine/index.ts');
    const { apps, plans } = openCatalog(await context.maybeFederation());
    const asked = values['app'] as string | undefined;
    refuseUnknown([...apps.keys()], asked === undefined ? [] : [asked], text('ce logiciel n’est pas au catalogue', 'this app is not in the catalog'));
    const releases = [...apps].filter(([name]) => asked === undefined || name === asked).flatMap(([, found]) => [...found.values()]);
    if (asked === undefined) printAll(context, releases, plans);
    else releases.forEach((release) => printOne(context, release));
    context.data({ releases: releases.map(summary), plans });
    return undefined;
  },
};

const summary = ({ app, release, digest, sheet }: Release) => ({ app, release, digest, kind: sheet.kind, about: sheet.about, relaxed: sheet.relaxed, egress: sheet.egress });

function printAll(context: Context, releases: readonly Release[], plans: Readonly<Record<string, { name: { fr: string; en: string }; members: number; storageGiB: number; pricePerMonth: number }>>): void {
  context.print(table(releases.map(({ app, release, sheet }) => [app, release, sheet.about.licence, context.say(sheet.about.summary)])));
  context.print(text('\nForfaits', '\nPlans'));
  context.print(table(Object.entries(plans).map(([id, plan]) => [id, context.say(plan.name), context.say(text(`${plan.members} membres`, `${plan.members} members`)), context.say(text(`${plan.storageGiB} Gio`, `${plan.storageGiB} GiB`)), context.say(text(`${plan.pricePerMonth} $ par mois`, `$${plan.pricePerMonth} a month`))])));
  const relaxed = releases.filter(({ sheet }) => Object.keys(sheet.relaxed).length > 0);
  if (relaxed.length === 0) return;
  context.print(text('\nDurcissement relâché', '\nRelaxed hardening'));
  context.print(table(relaxed.flatMap(({ app, sheet }) => Object.entries(sheet.relaxed).map(([service, why]) => [`${app}/${service}`, context.say(why)]))));
}

function printOne(context: Context, { app, release, sheet }: Release): void {
  const { about } = sheet;
  context.print(`${about.name} (${app} ${release})\n${context.say(about.summary)}`);
  const real = about.lastRealPass === 'never' ? text('jamais', 'never') : text(about.lastRealPass, about.lastRealPass);
  context.print(table([
    [context.say(text('licence', 'licence')), about.licence],
    [context.say(text('site', 'website')), about.website],
    [context.say(text('dernier essai sur les images publiées', 'last pass on the published images')), context.say(real)],
    ...Object.entries(sheet.egress).map(([service, reach]) => [context.say(text(`sortie de ${service}`, `egress of ${service}`)), reach]),
    ...Object.entries(sheet.relaxed).map(([service, why]) => [context.say(text(`relâché : ${service}`, `relaxed: ${service}`)), context.say(why)]),
    ...(sheet.oidc?.exceptions ?? []).map((exception) => [context.say(text('exception de connexion', 'sign-in exception')), context.say(exception)]),
  ]));
}
