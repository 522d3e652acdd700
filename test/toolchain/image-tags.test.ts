import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { localImageNames, localImageTag, TOOLS } from '../../tools/images/index.ts';

/** The recipes, and the Go modules whose programs they take. */
const COPIED = ['images', 'mattermost', 'mattermost-sign-on', 'miniflux', 'traefik'];
/** What the program of an image is made from beside its recipe. */
const BESIDE = ['modules/kernel', 'modules/metering', 'package-lock.json'];
let [root, tools] = ['', ''];
const tags = () => Object.fromEntries(localImageNames(tools).map((name) => [name, localImageTag(name, tools)]));
const changed = (change: () => void): string[] => {
  const before = tags();
  change();
  const after = tags();
  return Object.keys(after).filter((name) => before[name] !== after[name]);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'chatiere-tools-'));
  tools = join(root, 'tools');
  for (const folder of COPIED) cpSync(join(TOOLS, folder), join(tools, folder), { recursive: true });
  for (const path of BESIDE) cpSync(join(TOOLS, '..', path), join(root, path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a tag depends on the content of the recipe, not on where or when it was copied', () => {
  expect(localImageTag('postgresql')).toMatch(/^chatiere\/postgresql:[0-9a-f]{12}$/);
  expect(localImageTag('postgresql', tools)).toBe(localImageTag('postgresql'));
  expect(changed(() => utimesSync(join(tools, 'images', 'postgresql', 'Dockerfile'), 1, 1))).toEqual([]);
});

it('a changed, added or newly executable file changes the tag of its own image', () => {
  expect(changed(() => appendFileSync(join(tools, 'images', 'postgresql', 'entrypoint.sh'), '\n'))).toEqual(['postgresql', 'postgresql-vector']);
  expect(changed(() => writeFileSync(join(tools, 'images', 'keycloak', 'new'), ''))).toEqual(['keycloak']);
  expect(changed(() => chmodSync(join(tools, 'images', 'busybox', 'Dockerfile'), 0o755))).toEqual(['busybox']);
});

it('a changed Go module changes the images that hold its program', () => {
  expect(changed(() => appendFileSync(join(tools, 'traefik', 'go.sum'), '\n'))).toEqual(['traefik']);
  expect(changed(() => appendFileSync(join(tools, 'miniflux', 'go.mod'), '\n'))).toEqual(['miniflux']);
});

it('a changed base changes all of them', () => {
  expect(changed(() => appendFileSync(join(tools, 'images', 'debian', 'recipe.json'), '\n'))).toEqual(localImageNames(tools));
});

it('a name without recipe is refused with the list of those there are', () => {
  expect(() => localImageTag('postgres')).toThrow(/no local image is named "postgres"; there are: busybox, .*discourse-double, .*keycloak, .*traefik/);
  expect(() => localImageTag('../images/keycloak')).toThrow(RangeError);
});

it('a double has the tag of its own folder, of what it shares with the others, and of the packages', () => {
  const doubles = join(root, 'test', 'doubles');
  mkdirSync(doubles, { recursive: true });
  cpSync(join(TOOLS, '..', 'test', 'doubles'), doubles, { recursive: true });
  const all = ['discourse-double', 'nextcloud-double'];
  expect(localImageNames(tools)).toEqual(expect.arrayContaining(all));
  expect(localImageTag('nextcloud-double', tools)).toBe(localImageTag('nextcloud-double'));
  expect(changed(() => appendFileSync(join(doubles, 'nextcloud', 'app.ts'), '\n'))).toEqual(['nextcloud-double']);
  expect(changed(() => appendFileSync(join(doubles, 'kit', 'page.ts'), '\n'))).toEqual(all);
  expect(changed(() => appendFileSync(join(doubles, 'contract.ts'), '\n'))).toEqual(all);
  expect(changed(() => appendFileSync(join(root, 'package-lock.json'), '\n'))).toEqual([...all, 'meter'].sort());
});

it('the meter has the tag of what its program is made from, and of nothing else in that room', () => {
  expect(localImageTag('meter', tools)).toBe(localImageTag('meter'));
  expect(changed(() => appendFileSync(join(root, 'modules', 'metering', 'sample-between.ts'), '\n'))).toEqual(['meter']);
  expect(changed(() => appendFileSync(join(root, 'modules', 'kernel', 'labels.ts'), '\n'))).toEqual(['meter']);
  expect(changed(() => writeFileSync(join(root, 'modules', 'metering', 'factors.ts'), '\n'))).toEqual([]);
});
