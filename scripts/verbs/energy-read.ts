import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { missingOption } from './common.ts';

const JOULES = 3_600_000;

export const energyRead: Verb = {
  name: 'energy read',
  summary: text('inscrit le relevé d’une prise ou d’une facture : le gain d’exactitude le moins cher', 'enters the reading of a plug or a bill: the cheapest gain in truth'),
  details: text(
    'Ce que le serveur a consommé à la prise entre deux moments. Il vaut aussi pour le passé : les figures se calculent à partir du registre du compteur. Un même temps ne se couvre pas deux fois.',
    'What the host drew at the wall between two moments. It holds for the past too: figures are computed from the meter’s ledger. The same time is not covered twice.',
  ),
  examples: ['chatiere energy read --kwh 87.4 --from 2026-11-01 --to 2026-12-01', 'chatiere energy read --host serveur-1 --kwh 0.62 --from 2026-11-25T08:00:00-05:00'],
  options: [
    { flags: '--kwh <n>', help: text('énergie, en kWh', 'energy, in kWh') },
    { flags: '--from <time>', help: text('début : un jour (à minuit, heure de cette machine) ou une heure ISO 8601', 'start: a day (at midnight, this machine’s time) or an ISO 8601 time') },
    { flags: '--to <time>', help: text('fin, exclue, de la même façon ; maintenant par défaut', 'end, not included, in the same way; now by default') },
    { flags: '--host <host>', help: text('serveur, s’il y en a plusieurs', 'host, where there are several'), of: 'host' },
    { flags: '--replace', help: text('remplace les relevés qui couvrent une partie de ce temps', 'replaces the readings that cover a part of this time') },
  ],
  async run(context, values) {
    const joules = kilowattHours(values['kwh'] as string | undefined) * JOULES;
    const [from, to] = [moment('from', values['from'] as string | undefined), values['to'] === undefined ? Date.now() / 1000 : moment('to', values['to'] as string)];
    const { enterReading, openSession } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const hosts = [...session.federation.hosts.keys()];
    const host = (values['host'] as string | undefined) ?? (hosts.length === 1 ? hosts[0] : undefined);
    if (host === undefined) throw missingOption('host', hosts);
    await enterReading(session, host, { from, to, joules }, { replace: values['replace'] === true, language: context.language });
    const [watts, kwh] = [Math.round(joules / (to - from)), joules / JOULES];
    context.print(text(`${host} : ${kwh} kWh inscrits, soit ${watts} W en moyenne.`, `${host}: ${kwh} kWh entered, ${watts} W on average.`));
    context.data({ host, kwh, joules, from, to, watts });
    return undefined;
  },
};

function kilowattHours(given: string | undefined): number {
  if (given === undefined) throw missingOption('kwh', ['87.4']);
  // A comma too: that is how a bill is written here.
  if (/^\d+([.,]\d+)?$/.test(given)) return Number(given.replace(',', '.'));
  throw new ChatiereError({ code: 'kwh', what: text('--kwh : quantité invalide', '--kwh: invalid amount'), given, allowed: text('0 ou plus, comme 87.4', '0 or more, such as 87.4') }, ExitCode.usage);
}

/** Epoch seconds. */
function moment(option: string, given: string | undefined): number {
  if (given === undefined) throw missingOption(option, ['2026-11-01']);
  const whole = /^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00:00` : given;
  const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(whole) ? Date.parse(whole) : Number.NaN;
  // Date.parse takes the 31st of a short month for a day of the next.
  const sound = Number.isFinite(milliseconds) && Number(given.slice(8, 10)) <= new Date(Date.UTC(Number(given.slice(0, 4)), Number(given.slice(5, 7)), 0)).getUTCDate();
  if (sound) return milliseconds / 1000;
  throw new ChatiereError({ code: 'moment', what: text(`--${option} : moment invalide`, `--${option}: invalid moment`), given, allowed: text('2026-11-01 ou 2026-11-01T08:00:00-05:00', '2026-11-01 or 2026-11-01T08:00:00-05:00') }, ExitCode.usage);
}
