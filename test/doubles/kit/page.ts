import { html, raw } from 'hono/html';

type Markup = ReturnType<typeof html>;
export type Language = 'fr' | 'en';

/** What a page shows of the organization; keys that were not set are absent. */
export interface Brand {
  readonly name: string;
  readonly slogan?: string | undefined;
  /** `#rrggbb`. */
  readonly colour?: string | undefined;
  /** Address of the picture. */
  readonly logo?: string | undefined;
  readonly favicon?: string | undefined;
  /** Name of what is linked -> address. */
  readonly links: Readonly<Record<string, string>>;
}

/** The sentence that stands on every page of a double. */
export const bannerOf = (app: string): Record<Language, string> => ({
  fr: `Double de contrat : ceci n’est pas ${app}`,
  en: `Contract double: this is not ${app}`,
});

/** A whole page; the only way in which a double shows HTML. `token`: what Nextcloud's pages carry for requests that change something. */
export async function page(app: string, language: Language, brand: Brand, title: string, body: Markup, token = ''): Promise<string> {
  const banner = bannerOf(app);
  const colour = /^#[0-9a-f]{6}$/i.test(brand.colour ?? '') ? brand.colour : '#555555';
  return String(await html`<!doctype html>
<html lang="${language === 'fr' ? 'fr-CA' : 'en'}">
<head${token ? html` data-requesttoken="${token}"` : ''}>
<meta charset="utf-8">
<title>${title} – ${brand.name}</title>
${brand.favicon ? html`<link rel="icon" href="${brand.favicon}">` : ''}
<style>body { font-family: sans-serif; margin: 0 } #double { background: #ffd; padding: .5em 1em } #brand { background: ${raw(colour)}; color: #fff; padding: 1em }</style>
</head>
<body>
<p id="double" role="note"><strong lang="fr">${banner.fr}</strong> – <span lang="en">${banner.en}</span></p>
<header id="brand" data-colour="${colour}">
${brand.logo ? html`<img id="logo" src="${brand.logo}" alt="">` : ''}
<span id="name">${brand.name}</span> ${brand.slogan ? html`<span id="slogan">${brand.slogan}</span>` : ''}
</header>
<main>
<h1>${title}</h1>
${body}
</main>
<footer>${Object.entries(brand.links).map(([name, address]) => html`<a href="${address}">${name}</a> `)}</footer>
</body>
</html>
`);
}
