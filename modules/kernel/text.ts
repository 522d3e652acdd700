/** The two languages that people read; French comes first everywhere. */
export type Language = 'fr' | 'en';

/** One sentence in both languages. Key parity holds by construction: a text without one of them does not type-check. */
export interface Text {
  readonly fr: string;
  readonly en: string;
}

export const text = (fr: string, en: string): Text => ({ fr, en });

/** Picks the language of a person from a locale such as `fr_CA.UTF-8`; French unless it clearly asks for English. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('en') ? 'en' : 'fr';
}
