import type { BrandKey } from '../modules/catalog/index.ts';
import { type Text, text } from '../modules/kernel/index.ts';

/** What an organization says of itself, in words. */
export const brandWords: Readonly<Record<BrandKey, Text>> = {
  name: text('nom', 'name'),
  slogan: text('devise', 'slogan'),
  colour: text('couleur', 'colour'),
  logo: text('logo', 'logo'),
  favicon: text('icône d’onglet', 'tab icon'),
  legal: text('mentions légales', 'legal notice'),
  privacy: text('vie privée', 'privacy page'),
  locale: text('langue', 'language'),
  support: text('adresse d’aide', 'help address'),
};

/** `nom, devise`. */
export const brandList = (keys: readonly BrandKey[]): Text => ({ fr: keys.map((key) => brandWords[key].fr).join(', '), en: keys.map((key) => brandWords[key].en).join(', ') });
