import { ChatiereError, nearest, text } from '../kernel/index.ts';
import type { Image } from './app.ts';
import type { Catalog, Release } from './catalog.ts';
import type { Edition } from './editions.ts';

/** Orders release names by their numbers: `2.2.9-1` before `2.2.15-1`, a later revision after an earlier one. */
export function compareReleases(a: string, b: string): number {
  const left = a.split(/[.+_-]/);
  const right = b.split(/[.+_-]/);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x, y] = [left[index] ?? '', right[index] ?? ''];
    if (x === y) continue;
    const numbers = /^\d+$/.test(x) && /^\d+$/.test(y);
    return numbers ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return 0;
}

/** The newest release of an app. Throws a `ChatiereError` when the catalog has no such app. */
export function latestRelease(catalog: Catalog, app: string): Release {
  const releases = catalog.apps.get(app);
  const names = [...(releases?.keys() ?? [])].sort(compareReleases);
  const release = releases?.get(names.at(-1) ?? '');
  if (release) return release;
  const apps = [...catalog.apps.keys()];
  const meant = nearest(app, apps);
  throw new ChatiereError({
    code: 'unknown-app',
    what: text('logiciel absent du catalogue', 'app that is not in the catalog'),
    given: app,
    allowed: text(apps.join(', '), apps.join(', ')),
    ...(meant ? { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) } : {}),
  });
}

/** Name of an image in compose.yaml -> the name in images.lock.yaml that an edition takes for it; without an edition, its own. */
export function imageNames(release: Release, edition?: Edition): Readonly<Record<string, string>> {
  const names = [...release.compose.services.values()].map(({ image }) => imageName(image));
  return Object.fromEntries(names.map((name) => [name, edition?.images[name] ?? name]));
}

/** Names in images.lock.yaml that a release uses in an edition, each once. */
export const imagesOf = (release: Release, edition?: Edition): string[] => [...new Set(Object.values(imageNames(release, edition)))];

/** `${IMAGE_POSTGRESQL}` -> `postgresql`. The loader has made sure that it is of that form. */
export const imageName = (variable: string): string => /^\$\{IMAGE_([A-Z0-9_]+)\}$/.exec(variable)?.[1]?.toLowerCase().replaceAll('_', '-') ?? '';

/** Tag of the image that a recipe in tools/images builds on this machine. */
export type LocalImageTag = (recipe: string) => string;

/**
 * What the engine is told to run. `registry`: `repository:tag@digest`, without the digest while the lock has none;
 * `local`: the tag of the recipe's build. Throws a `ChatiereError` for `local` where the lock names no recipe.
 */
export function imageReference(image: Image, name: string, mode: 'registry' | 'local', localImageTag: LocalImageTag): string {
  if (mode === 'registry') return `${image.repository}:${image.tag}${image.digest === null ? '' : `@${image.digest}`}`;
  if (image.build !== undefined) return localImageTag(image.build);
  throw new ChatiereError({
    code: 'no-local-build',
    what: text('image sans construction locale', 'image without a local build'),
    given: name,
    next: text('mettre images: registry dans federation.yaml', 'set images: registry in federation.yaml'),
  });
}
