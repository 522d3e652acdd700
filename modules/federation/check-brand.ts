import { type Catalog, type PictureKey, PICTURE_KEYS, problemAt, type Release, type Sheet } from '../catalog/index.ts';
import { text } from '../kernel/index.ts';
import type { Draft } from './load.ts';
import { type Picture, type PictureFault, pictureFault, readPicture } from './picture.ts';
import type { OrganizationSheet } from './schema.ts';

/** The pictures that organizations name, by the path they give; each file is read once, and what nobody names is not read. */
export function readPictures(directory: string, { organizations, problems }: Pick<Draft, 'organizations' | 'problems'>): ReadonlyMap<string, Picture> {
  const found = new Map<string, Picture | PictureFault>();
  for (const sheet of organizations.values()) {
    for (const [key, path] of picturesOf(sheet.value)) {
      const picture = found.get(path) ?? readPicture(directory, path);
      found.set(path, picture);
      if (isFault(picture)) problems.push(refused(sheet, key, path, picture));
    }
  }
  return new Map([...found].flatMap(([path, picture]) => (isFault(picture) ? [] : [[path, picture]])));
}

/** Each organization's brand against what its apps take. Said once where several of its instances say the same. */
export function checkBrand(draft: Draft, catalog: Catalog): void {
  const said = new Set<string>();
  for (const { value: instance } of draft.instances.values()) {
    const order = draft.orders.get(instance.order)?.value;
    const sheet = order && draft.organizations.get(order.organization);
    const release = order && catalog.apps.get(order.app)?.get(instance.release);
    if (!sheet || !release) continue;
    for (const problem of [...tooLong(sheet, release), ...notTaken(draft, sheet, release)]) {
      const words = JSON.stringify(problem);
      if (!said.has(words)) draft.problems.push(problem);
      said.add(words);
    }
  }
}

function tooLong(sheet: Sheet<OrganizationSheet>, { sheet: { about, brand } }: Release) {
  return Object.entries(sheet.value.brand).flatMap(([key, value]) => {
    const { maxLength } = brand[key as keyof OrganizationSheet['brand']] ?? {};
    // Letters, not the halves of which JavaScript makes some.
    if (value === undefined || maxLength === undefined || [...value].length <= maxLength) return [];
    return [problemAt(sheet, ['brand', key], 'brand-too-long', text(`texte trop long pour ${about.name}`, `text that is too long for ${about.name}`), { given: value, allowed: text(`au plus ${maxLength} caractères`, `at most ${maxLength} characters`), next: text('le raccourcir', 'make it shorter') })];
  });
}

function notTaken({ pictures }: Draft, sheet: Sheet<OrganizationSheet>, { sheet: { about, brand } }: Release) {
  return picturesOf(sheet.value).flatMap(([key, path]) => {
    const [picture, taken] = [pictures.get(path), brand[key]];
    const fault = picture && taken && pictureFault(picture, about.name, taken);
    return fault ? [refused(sheet, key, path, fault)] : [];
  });
}

const picturesOf = ({ brand }: OrganizationSheet): [PictureKey, string][] => PICTURE_KEYS.flatMap((key) => (brand[key] === undefined ? [] : [[key, brand[key]]]));
const isFault = (picture: Picture | PictureFault): picture is PictureFault => 'code' in picture;
const refused = (sheet: Sheet<OrganizationSheet>, key: PictureKey, given: string, { code, what, ...more }: PictureFault) => problemAt(sheet, ['brand', key], code, what, { given, ...more });
