import type { Refusal } from '../../catalog/folder.ts';

/** The first bytes of a PNG, which are all that is looked at. */
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Logos and favicons that are no pictures, or none that may be used; and what an app does not take of a brand. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a logo by an address',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: file:///etc/passwd']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "file:///etc/passwd"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "file:///etc/passwd"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a logo by an absolute path',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: /etc/logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "/etc/logo.png"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "/etc/logo.png"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a logo above the directory',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: ../logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "../logo.png"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "../logo.png"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a logo by a path that climbs on its way',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands/../../logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "brands/../../logo.png"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "brands/../../logo.png"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a hidden logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: .git/logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : ".git/logo.png"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: ".git/logo.png"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a logo by a path of Windows',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands\\logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "brands\\\\logo.png"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "brands\\\\logo.png"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a folder as a path of a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands/']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: valeur mal formée', '  valeur donnée : "brands/"', '  permis : un chemin dans le dossier de la fédération, comme brands/mrc-demo/logo.png (lettres sans accent, chiffres, points, traits d’union, tirets bas ; aucun nom ne commence par un point)'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: malformed value', '  given: "brands/"', '  allowed: a path in the federation’s directory, such as brands/mrc-demo/logo.png (letters without accents, digits, dots, hyphens, underscores; no name begins with a dot)'],
  },
  {
    name: 'a logo that is not there',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands/logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image introuvable ou illisible', '  valeur donnée : "brands/logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : vérifier le chemin, depuis la racine de ce dossier, et les droits'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: picture that is not there or cannot be read', '  given: "brands/logo.png"', '  allowed: a file of the federation’s directory', '  next: check the path, from the root of that directory, and the permissions'],
  },
  {
    name: 'a logo below a file',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: federation.yaml/logo.png']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image introuvable ou illisible', '  valeur donnée : "federation.yaml/logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : vérifier le chemin, depuis la racine de ce dossier, et les droits'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: picture that is not there or cannot be read', '  given: "federation.yaml/logo.png"', '  allowed: a file of the federation’s directory', '  next: check the path, from the root of that directory, and the permissions'],
  },
  {
    name: 'a folder in the place of a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands'], ['brands/logo.png', PNG]],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: ceci n’est pas un fichier ordinaire', '  valeur donnée : "brands"', '  permis : un fichier du dossier de la fédération', '  à faire : donner le chemin de l’image elle-même'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: this is not a regular file', '  given: "brands"', '  allowed: a file of the federation’s directory', '  next: give the path of the picture itself'],
  },
  {
    name: 'a pipe in the place of a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], { pipe: 'logo.png' }],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: ceci n’est pas un fichier ordinaire', '  valeur donnée : "logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : donner le chemin de l’image elle-même'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: this is not a regular file', '  given: "logo.png"', '  allowed: a file of the federation’s directory', '  next: give the path of the picture itself'],
  },
  {
    name: 'a link in the place of a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: brands/logo.png'], ['brands/autre.png', PNG], { link: 'brands/logo.png', to: 'autre.png' }],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: lien symbolique : brands/logo.png', '  valeur donnée : "brands/logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : mettre l’image elle-même à cet endroit'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: symbolic link: brands/logo.png', '  given: "brands/logo.png"', '  allowed: a file of the federation’s directory', '  next: put the picture itself there'],
  },
  {
    name: 'a link that leads out, in the place of a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], { link: 'logo.png', to: '/etc/passwd' }],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: lien symbolique : logo.png', '  valeur donnée : "logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : mettre l’image elle-même à cet endroit'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: symbolic link: logo.png', '  given: "logo.png"', '  allowed: a file of the federation’s directory', '  next: put the picture itself there'],
  },
  {
    name: 'a link in the place of a folder of logos',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: marques/logo.png'], ['brands/logo.png', PNG], { link: 'marques', to: 'brands' }],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: lien symbolique : marques', '  valeur donnée : "marques/logo.png"', '  permis : un fichier du dossier de la fédération', '  à faire : mettre l’image elle-même à cet endroit'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: symbolic link: marques', '  given: "marques/logo.png"', '  allowed: a file of the federation’s directory', '  next: put the picture itself there'],
  },
  {
    name: 'a logo one byte too large',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], ['logo.png', 'x'.repeat(1024 * 1024 + 1)]],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image trop lourde : 1048577 octets', '  valeur donnée : "logo.png"', '  permis : au plus 1048576 octets (1024 Kio)', '  à faire : la réduire'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: picture that is too large: 1048577 bytes', '  given: "logo.png"', '  allowed: at most 1048576 bytes (1024 KiB)', '  next: make it smaller'],
  },
  {
    name: 'a drawing',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.svg'], ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image SVG : elle peut contenir un programme', '  valeur donnée : "logo.svg"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’exporter en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: SVG picture: it can hold a program', '  given: "logo.svg"', '  allowed: PNG, JPEG, WebP, GIF', '  next: export it as PNG'],
  },
  {
    name: 'a drawing under another extension',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], ['logo.png', '<?xml version="1.0"?><!-- -->\n<SVG >']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image SVG : elle peut contenir un programme', '  valeur donnée : "logo.png"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’exporter en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: SVG picture: it can hold a program', '  given: "logo.png"', '  allowed: PNG, JPEG, WebP, GIF', '  next: export it as PNG'],
  },
  {
    name: 'a compressed drawing',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.svg'], ['logo.svg', Uint8Array.of(0x1f, 0x8b, 8)]],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image SVG : elle peut contenir un programme', '  valeur donnée : "logo.svg"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’exporter en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: SVG picture: it can hold a program', '  given: "logo.svg"', '  allowed: PNG, JPEG, WebP, GIF', '  next: export it as PNG'],
  },
  {
    name: 'a private key as a logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: private/edge.png'], ['private/edge.png', '-----BEGIN PRIVATE KEY-----\nhunter2\n']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: ce fichier n’est pas une image d’un format admis', '  valeur donnée : "private/edge.png"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’enregistrer en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: this file is not a picture of an accepted format', '  given: "private/edge.png"', '  allowed: PNG, JPEG, WebP, GIF', '  next: save it as PNG'],
  },
  {
    name: 'an empty logo',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], ['logo.png', '']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: ce fichier n’est pas une image d’un format admis', '  valeur donnée : "logo.png"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’enregistrer en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: this file is not a picture of an accepted format', '  given: "logo.png"', '  allowed: PNG, JPEG, WebP, GIF', '  next: save it as PNG'],
  },
  {
    name: 'an icon of Windows',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'favicon: favicon.ico'], ['favicon.ico', Uint8Array.of(0, 0, 1, 0)]],
    fr: ['organizations/mrc-demo.yaml:7:12: brand.favicon: ce fichier n’est pas une image d’un format admis', '  valeur donnée : "favicon.ico"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’enregistrer en PNG'],
    en: ['organizations/mrc-demo.yaml:7:12: brand.favicon: this file is not a picture of an accepted format', '  given: "favicon.ico"', '  allowed: PNG, JPEG, WebP, GIF', '  next: save it as PNG'],
  },
  {
    name: 'a picture that only begins like one',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.webp'], ['logo.webp', 'RIFF....WAVE']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: ce fichier n’est pas une image d’un format admis', '  valeur donnée : "logo.webp"', '  permis : PNG, JPEG, WebP, GIF', '  à faire : l’enregistrer en PNG'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: this file is not a picture of an accepted format', '  given: "logo.webp"', '  allowed: PNG, JPEG, WebP, GIF', '  next: save it as PNG'],
  },
  {
    name: 'a GIF that is called a PNG',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.png'], ['logo.png', 'GIF89a']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: l’extension ne dit pas ce que le fichier contient : GIF', '  valeur donnée : "logo.png"', '  permis : .gif', '  à faire : renommer le fichier, et le dire ici'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: the extension does not say what the file holds: GIF', '  given: "logo.png"', '  allowed: .gif', '  next: rename the file, and say so here'],
  },
  {
    name: 'a JPEG without an extension',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo'], ['logo', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)]],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: l’extension ne dit pas ce que le fichier contient : JPEG', '  valeur donnée : "logo"', '  permis : .jpg, .jpeg', '  à faire : renommer le fichier, et le dire ici'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: the extension does not say what the file holds: JPEG', '  given: "logo"', '  allowed: .jpg, .jpeg', '  next: rename the file, and say so here'],
  },
  {
    name: 'a path of a logo that is too long',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: texte trop long', '  valeur donnée : "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"', '  permis : au plus 200 caractères'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: text that is too long', '  given: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…"', '  allowed: at most 200 characters'],
  },
  {
    name: 'a name longer than an app takes',
    edits: [['organizations/mrc-demo.yaml', '  name: MRC des Trois-Rivages\n  colour', '  name: MRC des Trois-Rivages-Enchantés\n  colour'], ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', 'release: 2.2.9-1']],
    fr: ['organizations/mrc-demo.yaml:6:9: brand.name: texte trop long pour Lecteur', '  valeur donnée : "MRC des Trois-Rivages-Enchantés"', '  permis : au plus 30 caractères', '  à faire : le raccourcir'],
    en: ['organizations/mrc-demo.yaml:6:9: brand.name: text that is too long for Lecteur', '  given: "MRC des Trois-Rivages-Enchantés"', '  allowed: at most 30 characters', '  next: make it shorter'],
  },
  {
    name: 'a logo of a format that an app does not take',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.gif'], ['logo.gif', 'GIF89a'], ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', 'release: 2.2.9-1']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image GIF, que Lecteur ne prend pas', '  valeur donnée : "logo.gif"', '  permis : PNG, JPEG', '  à faire : l’enregistrer dans un de ces formats'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: GIF picture, which Lecteur does not take', '  given: "logo.gif"', '  allowed: PNG, JPEG', '  next: save it in one of these formats'],
  },
  {
    name: 'a logo larger than an app takes',
    edits: [['organizations/mrc-demo.yaml', 'colour: "#1f5f8b"', 'logo: logo.jpg'], ['logo.jpg', Uint8Array.from([0xff, 0xd8, 0xff, ...Array<number>(1022).fill(0)])], ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', 'release: 2.2.9-1']],
    fr: ['organizations/mrc-demo.yaml:7:9: brand.logo: image trop lourde pour Lecteur : 1025 octets', '  valeur donnée : "logo.jpg"', '  permis : au plus 1024 octets (1 Kio)', '  à faire : la réduire'],
    en: ['organizations/mrc-demo.yaml:7:9: brand.logo: picture that is too large for Lecteur: 1025 bytes', '  given: "logo.jpg"', '  allowed: at most 1024 bytes (1 KiB)', '  next: make it smaller'],
  },
];
