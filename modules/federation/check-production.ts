import { type Catalog, editionOf, imagesOf, problemAt } from '../catalog/index.ts';
import { text } from '../kernel/index.ts';
import type { Draft } from './load.ts';

/** What may run where: production only by digest, local builds only where the lock names a recipe. */
export function checkProduction(draft: Draft, catalog: Catalog): void {
  const { sheet, problems } = draft;
  if (!sheet) return;
  const { environment, images } = sheet.value;
  const used = new Set(imagesInUse(draft, catalog));
  if (environment === 'production' && images === 'local') {
    problems.push(problemAt(sheet, ['images'], 'local-in-production', text('images construites sur cette machine, refusées en production', 'images built on this machine, refused in production'), { given: 'local', allowed: text('registry', 'registry'), next: text('ou environment: demo', 'or environment: demo') }));
  }
  if (environment === 'production' && sheet.value.mail?.security === 'none') {
    problems.push(problemAt(sheet, ['mail', 'security'], 'open-mail', text('courriel et mot de passe du relais en clair, refusés en production', 'mail and the relay’s password in the clear, refused in production'), { given: 'none', allowed: text('starttls ou tls', 'starttls or tls') }));
  }
  for (const name of [...used].sort()) {
    const image = catalog.images[name];
    if (!image) continue;
    if (environment === 'production' && images === 'registry' && image.digest === null) {
      problems.push({ code: 'no-digest', what: text('image sans condensat, refusée en production', 'image without a digest, refused in production'), where: catalog.placeOfImage(name, 'digest'), given: `${image.repository}:${image.tag}`, next: text('chatiere images lock, là où le registre répond', 'chatiere images lock, where the registry answers') });
    }
    if (images === 'local' && image.build === undefined) {
      problems.push({ code: 'no-local-build', what: text('image sans construction locale', 'image without a local build'), where: catalog.placeOfImage(name, 'build'), given: name, next: text('mettre images: registry dans federation.yaml', 'set images: registry in federation.yaml') });
    }
  }
}

/** Names in images.lock.yaml: of the platform of each host, and of each instance in its edition. */
function imagesInUse({ hosts, orders, instances }: Draft, catalog: Catalog): string[] {
  const platform = [...hosts.values()].flatMap(({ value }) => Object.entries(value.platform ?? {})).map(([app, release]) => [catalog.apps.get(app)?.get(release), undefined] as const);
  const apps = [...instances.values()].map(({ value }) => [catalog.apps.get(orders.get(value.order)?.value.app ?? '')?.get(value.release), value.edition] as const);
  return [...platform, ...apps].flatMap(([release, edition]) => (release === undefined ? [] : imagesOf(release, editionOf(release.sheet.editions, edition))));
}
