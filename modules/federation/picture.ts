import { lstatSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PICTURE_FORMATS, type PictureFormat } from '../catalog/index.ts';
import { type Problem, sha256, text } from '../kernel/index.ts';

/** A logo or a favicon of a federation directory, as it was when it was read. */
export interface Picture {
  /** Absolute. */
  readonly path: string;
  readonly format: PictureFormat;
  readonly bytes: number;
  /** Of the content, in hexadecimal. */
  readonly sha256: string;
}

/** What is wrong with a picture; whoever refers to it knows where. */
export type PictureFault = Pick<Problem, 'code' | 'what' | 'allowed' | 'next'>;

/** Largest picture that is read, in bytes. */
const MAX_PICTURE = 1024 * 1024;
/** Longest SVG declaration and comments before its first element, in bytes. */
const SVG_HEAD = 64 * 1024;

const formats: Readonly<Record<PictureFormat, { readonly name: string; readonly starts: RegExp; readonly extensions: readonly string[] }>> = {
  png: { name: 'PNG', starts: /^\x89PNG\r\n\x1a\n/, extensions: ['.png'] },
  jpeg: { name: 'JPEG', starts: /^\xff\xd8\xff/, extensions: ['.jpg', '.jpeg'] },
  webp: { name: 'WebP', starts: /^RIFF[^]{4}WEBP/, extensions: ['.webp'] },
  gif: { name: 'GIF', starts: /^GIF8[79]a/, extensions: ['.gif'] },
};

const OWN_FILE = text('un fichier du dossier de la fédération', 'a file of the federation’s directory');

/** The names of formats, as people write them: `PNG, JPEG`. */
const formatNames = (chosen: readonly PictureFormat[]): string => chosen.map((format) => formats[format].name).join(', ');

/**
 * Reads the picture at `path`, relative to the directory: a regular file of at most 1 MiB, reached through no symbolic link, that its
 * first bytes and its extension give as the same raster format.
 */
export function readPicture(directory: string, path: string): Picture | PictureFault {
  try {
    const size = sizeOf(directory, path);
    return typeof size === 'number' ? pictureOf(join(directory, path), readFileSync(join(directory, path))) : size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { code: 'picture-missing', what: text('image introuvable ou illisible', 'picture that is not there or cannot be read'), allowed: OWN_FILE, next: text('vérifier le chemin, depuis la racine de ce dossier, et les droits', 'check the path, from the root of that directory, and the permissions') };
  }
}

/** In bytes. Nothing is opened before it is known to be a regular file of a size to be read. */
function sizeOf(directory: string, path: string): number | PictureFault {
  const steps = path.split('/');
  let found = lstatSync(directory);
  for (let end = 1; end <= steps.length; end++) {
    const way = steps.slice(0, end).join('/');
    found = lstatSync(join(directory, way));
    if (found.isSymbolicLink()) return { code: 'picture-link', what: text(`lien symbolique : ${way}`, `symbolic link: ${way}`), allowed: OWN_FILE, next: text('mettre l’image elle-même à cet endroit', 'put the picture itself there') };
  }
  if (!found.isFile()) return { code: 'picture-not-a-file', what: text('ceci n’est pas un fichier ordinaire', 'this is not a regular file'), allowed: OWN_FILE, next: text('donner le chemin de l’image elle-même', 'give the path of the picture itself') };
  return found.size <= MAX_PICTURE ? found.size : tooLarge(found.size, MAX_PICTURE);
}

const tooLarge = (bytes: number, most: number): PictureFault => ({
  code: 'picture-too-large',
  what: text(`image trop lourde : ${bytes} octets`, `picture that is too large: ${bytes} bytes`),
  allowed: text(`au plus ${most} octets (${most / 1024} Kio)`, `at most ${most} bytes (${most / 1024} KiB)`),
  next: text('la réduire', 'make it smaller'),
});

function pictureOf(path: string, content: Buffer): Picture | PictureFault {
  const extension = extname(path).toLowerCase();
  const head = content.toString('latin1', 0, SVG_HEAD);
  const found = (Object.keys(formats) as PictureFormat[]).find((format) => formats[format].starts.test(head));
  if (found === undefined) return extension === '.svg' || /<svg[\s>]/i.test(head) ? SVG : NOT_A_RASTER;
  const { name, extensions } = formats[found];
  if (extensions.includes(extension)) return { path, format: found, bytes: content.length, sha256: sha256(content) };
  return {
    code: 'picture-extension',
    what: text(`l’extension ne dit pas ce que le fichier contient : ${name}`, `the extension does not say what the file holds: ${name}`),
    allowed: text(extensions.join(', '), extensions.join(', ')),
    next: text('renommer le fichier, et le dire ici', 'rename the file, and say so here'),
  };
}

const NAMES = formatNames(PICTURE_FORMATS);
const RASTERS = text(NAMES, NAMES);
const SVG: PictureFault = { code: 'picture-svg', what: text('image SVG : elle peut contenir un programme', 'SVG picture: it can hold a program'), allowed: RASTERS, next: text('l’exporter en PNG', 'export it as PNG') };
const NOT_A_RASTER: PictureFault = { code: 'picture-format', what: text('ce fichier n’est pas une image d’un format admis', 'this file is not a picture of an accepted format'), allowed: RASTERS, next: text('l’enregistrer en PNG', 'save it as PNG') };

/** What an app that takes only some formats, or only so many KiB, has against a picture. */
export function pictureFault(picture: Picture, app: string, { formats: taken, maxKiB }: { readonly formats?: readonly PictureFormat[] | undefined; readonly maxKiB?: number | undefined }): PictureFault | undefined {
  if (taken !== undefined && !taken.includes(picture.format)) {
    return { code: 'picture-not-taken', what: text(`image ${formatNames([picture.format])}, que ${app} ne prend pas`, `${formatNames([picture.format])} picture, which ${app} does not take`), allowed: text(formatNames(taken), formatNames(taken)), next: text('l’enregistrer dans un de ces formats', 'save it in one of these formats') };
  }
  if (maxKiB === undefined || picture.bytes <= maxKiB * 1024) return undefined;
  return { ...tooLarge(picture.bytes, maxKiB * 1024), code: 'picture-not-taken', what: text(`image trop lourde pour ${app} : ${picture.bytes} octets`, `picture that is too large for ${app}: ${picture.bytes} bytes`) };
}
