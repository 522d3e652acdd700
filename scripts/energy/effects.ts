import { type Text, text } from '../../modules/kernel/index.ts';
import { type Difference, type Effect, kilowattHoursOf, provenanceWords } from '../../modules/metering/index.ts';
import { moment, number, unitOf } from './amounts.ts';
import { freed, spared } from './saving.ts';

export const effectTitle = ({ kind, subject }: Effect): Text => (kind === 'sleep' ? text(`${subject} : son horaire de sommeil`, `${subject}: its sleep schedule`) : text(`${subject} : son forfait plus petit`, `${subject}: its smaller plan`));

/** Since when, as the readings show; or why nothing is known. */
export function effectState({ state, since, days, kind }: Effect): Text {
  const [day, before, after] = [moment(new Date((since ?? 0) * 1000).toISOString()), number(days.before, 2), number(days.after, 2)];
  if (state === 'not-begun') {
    return kind === 'sleep'
      ? text('pas encore connu : aucune nuit de sommeil dans les relevés (sleep --timer)', 'not known yet: no night of sleep in the readings (sleep --timer)')
      : text('pas encore connu : les relevés ne montrent pas de plus petite réservation', 'not known yet: the readings show no smaller reservation');
  }
  if (state === 'no-before') return text(`depuis le ${day.fr} ; inconnu : ${before.fr} jours relevés avant, il en faut sept`, `since ${day.en}; unknown: ${before.en} days of readings before, it takes seven`);
  if (state === 'too-soon') return text(`depuis le ${day.fr} ; pas encore connu : ${after.fr} jours relevés depuis, il en faut sept`, `since ${day.en}; not known yet: ${after.en} days of readings since, it takes seven`);
  return text(`depuis le ${day.fr} ; ${before.fr} jours avant, ${after.fr} jours après`, `since ${day.en}; ${before.en} days before, ${after.en} days after`);
}

/** `1,2 kWh [0,6 à 2,4]`; `−0,3 kWh [−0,6 à −0,15]` where more was used. */
export function difference({ value, low, high }: Difference): Text {
  if (low === 0 && high === 0) return text('rien', 'nothing');
  const [unit, size] = unitOf('energy', Math.abs(value) / 3.6e6);
  const [own, least, most] = [number(value / 3.6e6 / size), number(low / 3.6e6 / size, 2), number(high / 3.6e6 / size, 2)].map(signed) as [Text, Text, Text];
  return text(`${own.fr}\u00a0${unit} [${least.fr} à ${most.fr}]`, `${own.en}\u00a0${unit} [${least.en} to ${most.en}]`);
}

const signed = ({ fr, en }: Text): Text => ({ fr: fr.replace('-', '−'), en: en.replace('-', '−') });

export const predictedWords = ({ predicted }: Effect): Text => {
  if (!predicted) return text('inconnu', 'unknown');
  const [energy, memory] = [spared(predicted.dynamic), freed(predicted)];
  return text(`${energy.fr}, ${memory.fr}`, `${energy.en}, ${memory.en}`);
};

export const measuredWords = ({ measured }: Effect): Text => {
  if (!measured) return text('pas encore connu', 'not known yet');
  const [energy, memory] = [difference(measured.dynamic), freed(measured)];
  return text(`${energy.fr}, ${memory.fr}`, `${energy.en}, ${memory.en}`);
};

/** Of what was measured, the part that the change did not aim at: people came more, or less. */
export const elsewhereWords = ({ kind, measured }: Effect): Text => (kind === 'sleep' && measured ? difference(measured.elsewhere) : { fr: '–', en: '–' });

export const provenancesWords = ({ provenances }: Effect): Text => (provenances.length === 0 ? { fr: '–', en: '–' } : { fr: provenances.map((one) => provenanceWords[one].fr).join(', '), en: provenances.map((one) => provenanceWords[one].en).join(', ') });

/** What a program is told, in kWh of thirty days. */
export const effectData = ({ predicted, measured, since, ...effect }: Effect) => ({
  ...effect,
  since: since === undefined ? null : new Date(since * 1000).toISOString(),
  predicted: predicted ? { kilowattHours: kilowattHoursOf(predicted.dynamic.joules), memoryBytes: predicted.memoryBytes } : null,
  measured: measured ? { kilowattHours: inKilowattHours(measured.dynamic), elsewhere: inKilowattHours(measured.elsewhere), memoryBytes: measured.memoryBytes } : null,
});

const inKilowattHours = ({ value, low, high }: Difference): Difference => ({ value: value / 3.6e6, low: low / 3.6e6, high: high / 3.6e6 });
