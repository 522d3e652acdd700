import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dashboard } from '../../scripts/dashboard/app.ts';
import { bars, ranges, slicesOf, stack } from '../../scripts/dashboard/drawings.ts';
import { figure } from '../../scripts/energy/amounts.ts';
import { filesOf } from '../../scripts/dashboard/once.ts';
import { namesOf, serveApp } from '../../scripts/dashboard/server.ts';
import { style } from '../../scripts/dashboard/style.ts';
import { pagesOf } from '../../scripts/dashboard/view.ts';
import { hoursFrom, readingsFrom } from '../metering/recorded.ts';
import { BEGUN, demoActions, demoReport, demoUsage, NOW, silent } from './board.ts';

const PERIOD = { from: BEGUN, to: NOW };
const report = demoReport(PERIOD);
const actions = demoActions();
type Board = Parameters<typeof dashboard>[0];
const app = (energy: Board['energy'] = async (period) => demoReport(period), more: Partial<Board> = {}) => dashboard({ energy, actions: () => actions, usage: () => demoUsage('organization'), audience: 'organization', language: 'fr', names: namesOf('127.0.0.1'), now: () => NOW, ...more });
const whole = async () => ({ report, actions: await actions, usage: demoUsage('public'), audience: 'public' as const });
const get = (path: string, headers: Record<string, string> = { host: '127.0.0.1:8090' }) => app().request(`http://127.0.0.1:8090${path}`, { headers });
const say = (words: { readonly fr: string }): string => words.fr;

describe('drawings', () => {
  it('a whole is cut in parts that lie side by side and make all of it', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 12 }), (values) => {
      const places = slicesOf(values.map((value) => ({ kind: 'a', value })), 640);
      places.forEach(({ from }, index) => expect(from).toBeCloseTo(places.slice(0, index).reduce((sum, { width }) => sum + width, 0), 6));
      const whole = places.reduce((sum, { width }) => sum + width, 0);
      expect(whole).toBeCloseTo(values.some((value) => value > 0) ? 640 : 0, 6);
    }));
  });

  it('bars are as high as their values, the highest fills its frame, and marked ones have a line too', async () => {
    const drawn = String(await bars([{ label: 'a', value: 5 }, { label: 'b', value: 10, marked: true }, { label: 'c', value: 0 }], { id: 'x', title: 'T', top: '10 kWh' }));
    expect([...drawn.matchAll(/ height="([\d.]+)"/g)].map(([, height]) => Number(height))).toEqual([66, 132, 0]);
    expect(drawn.match(/class="mark"/g)).toHaveLength(1);
    expect(drawn).toContain('<title id="x-t">T</title>');
    expect(String(await bars([], { id: 'x', title: 'T', top: '' }))).not.toContain('NaN');
  });

  it('stacks and ranges hold no number that is none, whatever they are given', async () => {
    for (const drawn of [await stack([{ kind: 'idle', value: 0 }], { id: 'x', title: 'T' }), await ranges([{ label: 'a', value: 0, low: 0, high: 0 }], { id: 'x', title: 'T' }), await ranges([], { id: 'x', title: 'T' })]) expect(String(drawn)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the pages', () => {
  it.each(pagesOf(report).map(({ file }) => file))('%s: whole, light, and nothing from elsewhere', async (file) => {
    const answer = await get(`/${file}?period=mois`);
    const body = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body.startsWith('<!doctype html>\n<html lang="fr-CA">')).toBe(true);
    expect(body).not.toMatch(/<script|style=|javascript:|https?:|\/\/[a-z]|undefined|NaN|\[object/);
    expect(body).not.toMatch(/[\w.]+@[\w.]+/);
    expect(Buffer.byteLength(body) + Buffer.byteLength(style)).toBeLessThan(60_000);
    expect(body.match(/<h1>/g)).toHaveLength(1);
    // Each drawing is followed by its table, before the next heading.
    for (const [, after = ''] of body.matchAll(/<\/svg>((?:(?!<\/section>)[^])*)/g)) expect(after).toMatch(/^\s*<div class="scroll"/);
  });

  it('lead with energy and power, and tell carbon last', async () => {
    const body = await (await get('/')).text();
    const order = ['<dt>Énergie', '<dt>Puissance moyenne', '<dt>Puissance, pointe d’hiver', '<dt>Densité', '<dt>Âge du matériel', 'id="serveurs"', 'id="jours"', 'id="heures"', 'id="carbone"'].map((words) => body.indexOf(words));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('of a host show that its parts make all of it', async () => {
    const body = await (await get('/serveur-serveur-1.html')).text();
    for (const words of ['commun : identity', 'système', 'compteur', 'hors de la fédération', 'au repos, réservé par personne', 'mesuré à la prise', 'modélisé d’après la puissance nominale']) expect(body).toContain(words);
    const foot = /<tfoot>.*?<\/tfoot>/s.exec(body)?.[0] ?? '';
    expect(foot).toContain('100 %'.replace(' ', '\u00a0'));
  });

  it('keep the period on every link, and take one by a form without a script', async () => {
    const body = await (await get('/?period=jour')).text();
    expect([...body.matchAll(/href="([a-z][^"]*\.html)([^"]*)"/g)].map(([, , query]) => query).every((query) => query === '?period=jour')).toBe(true);
    expect(body).toContain('<option value="jour" selected>');
    expect(await (await get('/?from=2026-12-02&to=2026-12-04')).text()).toContain('2026-12-03');
    expect(body).toMatch(/<form method="get"/);
  });

  it('without a reading give no figure, and say what to do', async () => {
    for (const energy of [async () => demoReport(PERIOD, 'silent'), async () => silent(PERIOD)]) {
      for (const { file } of pagesOf(report)) {
        const body = await (await app(energy, { actions: async () => ({ proposals: [], effects: [], problems: [], hours: 0 }) }).request(`http://localhost/${file}`, { headers: { host: 'localhost' } })).text();
        expect(body).not.toMatch(/\d[\s\u00a0](kWh|Wh|W|kW|g|kg)\b/);
        expect(body).not.toMatch(/undefined|NaN/);
      }
    }
    const body = await (await app(async () => silent(PERIOD)).request('http://localhost/qualite.html', { headers: { host: 'localhost' } })).text();
    expect(body).toContain('pas de relevé dans cette période → choisir une autre période');
  });

  it('from 2027 on give no carbon of electricity until the factor of that year is there, and say so; energy, power and making stay', async () => {
    const hours = readingsFrom(hoursFrom('serveur-1', Date.parse('2026-12-30T05:00:00Z') / 1000, 96));
    const page = async (from: string, to: string, file = 'index.html') => (await app(async (period) => demoReport(period, hours)).request(`http://localhost/${file}?from=${from}&to=${to}`, { headers: { host: 'localhost' } })).text();
    const body = await page('2027-01-01', '2027-01-03');
    expect(body).toMatch(/<dt>Énergie<\/dt><dd><b>[\d,]+\u00a0kWh/);
    expect(body).toMatch(/émissions directes<\/th><td>pas de chiffre<[^]*cycle de vie<\/th><td>pas de chiffre<[^]*fabrication des machines<\/th><td>[\d,]+\u00a0k?g/);
    expect(body).toContain('Sans chiffre de la salle ni de carbone, en tout ou pour certaines heures : serveur-1');
    expect(await page('2027-01-01', '2027-01-03', 'qualite.html')).toContain('facteur périmé : grid.qc.direct ; pas de chiffre sans lui → ajouter à catalog/factors la valeur de cette année');
    // Of a period across the new year, only what lies before has carbon, which is said.
    const across = await page('2026-12-30', '2027-01-03');
    expect(across).toMatch(/émissions directes<\/th><td>[\d,]+\u00a0g/);
    expect(across).toContain('Sans chiffre de la salle ni de carbone, en tout ou pour certaines heures : serveur-1');
  });

  it('hold what files say as words, never as markup', async () => {
    const evil = '<script>alert(1)</script>"&';
    const files = await filesOf({ ...(await whole()), report: { ...report, federation: { ...report.federation, name: evil }, organizations: report.organizations.map((one) => ({ ...one, name: evil })) }, language: 'fr', say });
    for (const [, content] of files) expect(content).not.toContain('<script');
    expect(files.find(([file]) => file === 'index.html')?.[1]).toContain('&lt;script&gt;');
  });

  it('as files link to each other and to nothing else', async () => {
    const files = new Map(await filesOf({ ...(await whole()), language: 'en', say: ({ en }) => en }));
    expect([...files.keys()]).toEqual(['index.html', 'hebergeur-coop-des-rives.html', 'hebergeur-coop-du-fleuve.html', 'serveur-serveur-1.html', 'organisation-mrc-demo.html', 'organisation-village-demo.html', 'instance-mrc-demo.miniflux.html', 'instance-village-demo.miniflux.html', 'agir.html', 'qualite.html', 'style.css']);
    for (const content of files.values()) for (const [, target = ''] of content.matchAll(/href="([^"#]+)"/g)) expect(target === 'data:,' || files.has(target), target).toBe(true);
    expect(files.get('index.html')).toContain('<html lang="en-CA">');
    expect(files.get('index.html')).not.toContain('<form');
  });
});

describe('the page of what to do', () => {
  it('shows each proposal with both kinds of energy apart, and the lines that would do it', async () => {
    const body = await (await get('/agir.html')).text();
    expect(body).toMatch(/<th scope="row"><a href="#p1">mrc-demo\.miniflux : dormir la nuit<\/a><\/th><td>[\d,]+\u00a0k?Wh \[.+?\]<\/td><td>rien<\/td><td>[\d\s]+Mio<\/td>/);
    expect(body).toContain('<code>instances/mrc-demo.miniflux.yaml</code>');
    expect(body).toContain('<pre>+ sleep: { days: [mon, tue, wed, thu, fri, sat, sun], from: &quot;18:00&quot;, to: &quot;07:00&quot; }</pre>');
  });

  it('shows what came of a schedule beside what was predicted, with its interval and where it comes from', async () => {
    const body = await (await get('/agir.html')).text();
    expect(body).toMatch(/village-demo\.miniflux : son horaire de sommeil<small>depuis le 11 décembre 2026 à 22 h 00 ; 11 jours avant, 19 jours après<\/small><\/th><td>[\d,]+\u00a0k?Wh \[[\d,–]+\], [\d\s]+Mio<\/td><td>[\d,]+\u00a0k?Wh \[[\d,]+ à [\d,]+\], [\d\s]+Mio<\/td><td>−[\d,]+\u00a0k?Wh \[−[\d,]+ à −[\d,]+\]<\/td>/);
    expect(body).toContain('modélisé d’après la puissance nominale</td>');
  });

  it('looks at the thirty days that end with the period, and at no meter for other pages', async () => {
    const asked: number[] = [];
    const looking = app(undefined, { actions: (until) => { asked.push(until); return actions; } });
    for (const file of ['', 'qualite.html', 'agir.html?from=2026-12-02&to=2026-12-04']) await looking.request(`http://localhost/${file}`, { headers: { host: 'localhost' } });
    expect(asked).toEqual([Date.parse('2026-12-04T05:00:00Z') / 1000]);
  });

  it('without readings says so', async () => {
    const body = await (await app(undefined, { actions: async () => ({ proposals: [], effects: [], problems: [{ code: 'x', what: { fr: 'pas de relevé', en: 'none' }, next: { fr: 'le démarrer', en: 'start it' } }], hours: 0 }) }).request('http://localhost/agir.html', { headers: { host: 'localhost' } })).text();
    expect(body).toMatch(/pas de relevé → le démarrer[^]*Rien à proposer : aucun relevé\./);
  });
});

describe('use on the pages', () => {
  const page = async (file: string, more: Partial<Board> = {}) => (await (await app(undefined, more).request(`http://localhost/${file}`, { headers: { host: 'localhost' } })).text());
  const MINE = 'instance-mrc-demo.miniflux.html';

  it('has counts with their definitions, bands, and what each active member takes', async () => {
    const body = await page(MINE);
    expect(body).toMatch(/venues en 30 jours<small>Comptes que ceci définit<\/small><\/th><td>40<\/td>/);
    expect(body).toMatch(/en 7 jours, pas en 24 heures<\/th><td>13<\/td>/);
    const energy = demoReport(PERIOD).instances[0]?.energy?.value ?? 0;
    expect(body).toContain(`<th scope="row">énergie</th><td>${say(figure('energy', { value: energy / 40, low: (demoReport(PERIOD).instances[0]?.energy?.low ?? 0) / 40, high: (demoReport(PERIOD).instances[0]?.energy?.high ?? 0) / 40 }))}</td>`);
    expect(body).toContain('cycle de vie</th><td>');
    expect(await page('organisation-mrc-demo.html')).toMatch(/mrc-demo\.miniflux<\/a><\/th><td>60<\/td><td>12<\/td><td>25<\/td><td>40<\/td><td>[\d,]+\u00a0Wh<\/td><td>[\d,]+\u00a0g<\/td>/);
  });

  it('hides by the audience, and gives no ratio of what is hidden', async () => {
    expect(await page(MINE, { usage: () => demoUsage('organization', 3) })).toMatch(/venues en 24 heures<small>[^<]*<\/small><\/th><td>&lt; 5<\/td>/);
    const shown = await page(MINE, { usage: () => demoUsage('public', 7), audience: 'public' });
    expect(shown).toMatch(/venues en 24 heures<small>[^<]*<\/small><\/th><td>&lt; 10<\/td>/);
    expect(shown).toContain('Ce qui peut être publié');
    const hidden = demoUsage('organization').map((one) => ({ ...one, counts: one.counts.map((count) => (count.query.window === 'month' ? { ...count, value: { shown: 'withheld' as const } } : count)) }));
    const body = await page(MINE, { usage: () => hidden });
    expect(body).toContain('pas de chiffre, le nombre de personnes venues en 30 jours n’est pas montré');
    expect(body).not.toContain('>par membre actif<');
  });

  it('gives no ratio of another time than the count’s', async () => {
    expect(await page(`${MINE}?from=2026-12-02&to=2026-12-04`)).toContain('le compte n’est pas de cette période');
  });

  it('without consent, or before the first count, says so', async () => {
    expect(await page('instance-village-demo.miniflux.html')).toContain('pas compté : la commande cmd-2026-002 n’y consent pas.');
    expect(await page('organisation-village-demo.html')).toContain('la commande cmd-2026-002 n’y consent pas');
    expect(await page(MINE, { usage: () => demoUsage('organization', 12, null) })).toContain('pas encore compté : chatiere usage mrc-demo.miniflux.');
  });
});

describe('the server', () => {
  it('answers to its own names only, and to reading only', async () => {
    for (const host of ['localhost', 'localhost:8090', '127.0.0.1:8090', '[::1]:8090']) expect((await get('/', { host })).status).toBe(200);
    for (const host of ['strange.example', 'localhost.strange.example', '']) expect((await get('/', { host })).status).toBe(421);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await app().request('http://localhost/', { method, headers: { host: 'localhost' } })).status).toBe(404);
    expect(namesOf('0.0.0.0')).toBeUndefined();
  });

  it.each([['/rien.html', 404], ['/../etc/passwd', 404], ['/serveur-serveur-9.html', 404], ['/?period=hier', 400], ['/?from=2026-13-01', 400], ['/?from=2026-12-02&to=2026-12-01', 400]])('%s: %d, in words', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/i);
    expect(answer.headers.get('content-security-policy')).toBeTruthy();
    expect(await answer.text()).not.toMatch(/ at .*\.ts/);
  });

  it('says in words that a port is taken', async () => {
    const first = await serveApp(app(), '127.0.0.1', 0);
    await expect(serveApp(app(), '127.0.0.1', Number(new URL(first.url).port))).rejects.toThrow(/cannot listen on this address \(EADDRINUSE\)/);
    const answer = await fetch(first.url);
    expect(answer.status).toBe(200);
    await answer.text();
    await first.close();
    await expect(fetch(first.url)).rejects.toThrow();
  });
});

