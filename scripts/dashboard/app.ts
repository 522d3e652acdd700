import { Hono } from 'hono';
import type { Actions, InstanceUsage } from '../../modules/engine/index.ts';
import { ChatiereError, type Language, renderProblem, text } from '../../modules/kernel/index.ts';
import { type Audience, between, type EnergyReport, namedPeriod, type Period } from '../../modules/metering/index.ts';
import { pageOf } from './pages.ts';
import { style } from './style.ts';
import { ACTIONS_PAGE, FEDERATION_PAGE, type Html, STYLE_FILE, type View } from './view.ts';

export interface Board {
  /** Figures of a period. */
  readonly energy: (period: Period) => Promise<EnergyReport>;
  /** What the thirty days before a moment, epoch seconds, propose. */
  readonly actions: (until: number) => Promise<Actions>;
  /** The last counts, as the audience may see them; nothing is asked of an instance. */
  readonly usage: () => readonly InstanceUsage[];
  readonly audience: Audience;
  readonly language: Language;
  /** Names under which it answers; undefined: any. Loopback alone is not enough: a strange page may make its own name lead there. */
  readonly names: readonly string[] | undefined;
  /** Epoch seconds. */
  readonly now: () => number;
}

/** Without a script, a font or a picture from anywhere: whatever a page would be made to hold, nothing runs. */
const HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
} as const;

/** The pages, drawn anew at each request; reading only. */
export function dashboard({ energy, actions, usage, audience, language, names, now }: Board): Hono {
  const app = new Hono();
  const say: View['say'] = (words) => words[language];
  app.use(async (context, next) => {
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    const host = (context.req.header('host') ?? '').replace(/:\d+$/, '');
    if (names && !names.includes(host)) return context.text(say(text('Cette page ne répond qu’à son propre nom.', 'This page answers to its own name only.')), 421);
    return next();
  });
  app.get(`/${STYLE_FILE}`, (context) => context.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  app.get('/:file?', async (context) => {
    const asked = { period: context.req.query('period') || 'mois', from: context.req.query('from') ?? '', to: context.req.query('to') ?? '' };
    const period = asked.from === '' ? namedPeriod(asked.period, now()) : between(asked.from, asked.to || undefined, now());
    const query = new URLSearchParams(asked.from === '' ? { period: asked.period } : { from: asked.from, ...(asked.to && { to: asked.to }) });
    const file = context.req.param('file') ?? FEDERATION_PAGE;
    const found = pageOf({ report: await energy(period), actions: file === ACTIONS_PAGE ? await actions(period.to) : undefined, usage: usage(), audience, language, query: `?${query}`, asked, say }, file);
    return found ? context.html(found as Html) : context.notFound();
  });
  app.notFound((context) => context.text(say(text('Il n’y a pas de page de ce nom.', 'There is no page of that name.')), 404));
  app.onError((error, context) => {
    if (!(error instanceof ChatiereError)) throw error;
    return context.text(error.problems.map((problem) => renderProblem(problem, language)).join('\n'), 400);
  });
  return app;
}
