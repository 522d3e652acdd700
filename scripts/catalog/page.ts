import { type Catalog, compareReleases, type Levels, type Release } from '../../modules/catalog/index.ts';
import type { Context } from '../context.ts';
import { about, editions, quality } from './about.ts';
import { backup, data, upgrade } from './care.ts';
import { limits, offer, sizing } from './offer.ts';
import { brand, contacts, hardening } from './outside.ts';
import { clients, mail, roles, signOn } from './people.ts';
import { sleep, usage } from './running.ts';
import { type Part, printSections } from './section.ts';

/** What the page of an app needs beside the release. */
export interface Surroundings {
  readonly catalog: Catalog;
  readonly levels: Levels;
  /** `2026-11-25`. */
  readonly today: string;
}

/** Everything that is said of a release, in the order in which people read it; all of it from app.yaml, but for prices and levels. */
export function partsOf(release: Release, { catalog, levels, today }: Surroundings): Readonly<Record<string, Part>> {
  const releases = [...(catalog.apps.get(release.app)?.keys() ?? [])].sort(compareReleases).reverse();
  const plans = Object.fromEntries(Object.entries(catalog.plans).filter(([name]) => Object.hasOwn(release.sheet.sizing, name)));
  const parts = {
    about: about(release, releases, today),
    quality: quality(levels[`${release.app}/${release.release}`]),
    editions: editions(release, plans),
    plans: offer(plans),
    limits: limits(release),
    sizing: sizing(release),
    signOn: signOn(release),
    roles: roles(release),
    brand: brand(release),
    mail: mail(release),
    clients: clients(release),
    personalData: data(release),
    contacts: contacts(release),
    backup: backup(release),
    usage: usage(release),
    sleep: sleep(release),
    upgrade: upgrade(release),
    hardening: hardening(release),
  };
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, Part] => part[1] !== undefined));
}

/** For people. */
export function printPage(context: Context, { app, release, sheet: { about: { name, summary } } }: Release, parts: Readonly<Record<string, Part>>): void {
  context.print(`${name} (${app} ${release})\n${context.say(summary)}`);
  printSections(context, Object.values(parts).map(({ section }) => section));
}

/** For programs. */
export const pageData = ({ app, release, digest, sheet: { kind } }: Release, parts: Readonly<Record<string, Part>>) => ({
  app, release, digest, kind, ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.data])),
});
