import { type Catalog, latestRelease } from '../modules/catalog/index.ts';
import type { Federation, OrderLine } from '../modules/federation/index.ts';
import { ChatiereError, ExitCode, type Text, text } from '../modules/kernel/index.ts';
import { planColumns } from './amounts.ts';
import type { Choice } from './ask.ts';
import { nothingWritten } from './confirm.ts';
import type { Context } from './context.ts';
import { keyed } from './keyed.ts';
import type { Values } from './verb.ts';
import { missingOption } from './verbs/common.ts';

/** Who asks: --organization, or a question. */
export async function organizationAsked(context: Context, values: Values, { organizations }: Federation): Promise<string> {
  const given = values['organization'] as string | undefined;
  const choices = [...organizations].map(([value, { name }]) => ({ value, words: text(name, name) }));
  return given ?? (await chosen(context, 'organization', text('Quelle organisation ?', 'Which organization?'), choices));
}

/** What is asked, one line an app: of the options, and of questions where they say nothing. */
export async function linesAsked(context: Context, values: Values, catalog: Catalog): Promise<OrderLine[]> {
  const list = (option: string) => values[option] as string[] | undefined;
  const asked = (list('app') ?? (await appsChosen(context, catalog))).map((words) => /^([^=]*)(?:=(.*))?$/s.exec(words) as unknown as [string, string, string | undefined]);
  const apps = asked.map(([, app]) => app);
  const names = keyed('--name', list('name'), apps, (app) => apps.filter((other) => other === app).length);
  const lines: OrderLine[] = [];
  for (const [index, [, app, ownPlan]] of asked.entries()) {
    const name = names.get(app)?.[apps.slice(0, index).filter((other) => other === app).length];
    const plan = ownPlan || (values['plan'] as string | undefined) || (await planChosen(context, catalog, app));
    lines.push({ app, plan, ...(name === undefined ? {} : { name }) });
  }
  const nameOf = ({ app, name }: OrderLine) => name ?? app;
  const prices = keyed('--price', list('price'), lines.map(nameOf));
  const amended = keyed('--amends', list('amends'), lines.map(nameOf));
  return lines.map((line) => {
    const [price, amends] = [prices.get(nameOf(line))?.[0], amended.get(nameOf(line))?.[0]];
    return { ...line, ...(price === undefined ? {} : { pricePerMonth: dollars(price) }), ...(amends === undefined ? {} : { amends }) };
  });
}

/** One after the other: the library's list of several speaks English. */
async function appsChosen(context: Context, catalog: Catalog): Promise<readonly string[]> {
  const apps = [...catalog.apps.keys()].map((app) => latestRelease(catalog, app)).filter(({ sheet }) => sheet.kind === 'app');
  const taken: string[] = [];
  for (;;) {
    const rest = apps.filter(({ app }) => !taken.includes(app)).map(({ app, sheet }) => ({ value: app, words: sheet.about.summary }));
    if (taken.length > 0 && rest.length === 0) return taken;
    const enough = { value: '', words: text('non, c’est tout', 'no, that is all') };
    const app = taken.length === 0 ? await chosen(context, 'app', text('Quel logiciel ?', 'Which app?'), rest) : await chosen(context, 'app', text('Un autre ?', 'Another one?'), [enough, ...rest]);
    if (app === '') return taken;
    taken.push(app);
  }
}

function planChosen(context: Context, { apps, plans }: Catalog, app: string): Promise<string> {
  const offered = [...(apps.get(app)?.values() ?? [])].flatMap(({ sheet }) => Object.keys(sheet.sizing));
  const choices = Object.entries(plans).filter(([name]) => offered.length === 0 || offered.includes(name)).map(([value, plan]) => {
    const columns = planColumns(plan);
    return { value, words: { fr: columns.map(({ fr }) => fr).join(', '), en: columns.map(({ en }) => en).join(', ') } };
  });
  return chosen(context, 'plan', text(`Quel forfait pour ${app} ?`, `Which plan for ${app}?`), choices);
}

async function chosen(context: Context, option: string, message: Text, choices: readonly Choice[]): Promise<string> {
  if (choices.length === 0 || !context.interactive) throw missingOption(option, choices.map(({ value }) => value));
  const { pick } = await import('./ask.ts');
  const answer = await pick(context, message, choices);
  if (answer === undefined) throw nothingWritten();
  return answer;
}

function dollars(given: string): number {
  if (/^\d{1,6}([.,]\d{1,2})?$/.test(given)) return Number(given.replace(',', '.'));
  throw new ChatiereError({ code: 'price', what: text('--price : montant invalide', '--price: invalid amount'), given, allowed: text('dollars, deux décimales au plus : 25 ou 25,50', 'dollars, two decimals at most: 25 or 25.50') }, ExitCode.usage);
}
