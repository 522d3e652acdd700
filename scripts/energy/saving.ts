import { type Text, text } from '../../modules/kernel/index.ts';
import { type Energy, kilowattHoursOf, type Saving } from '../../modules/metering/index.ts';
import { figure, number } from './amounts.ts';

/** Energy that is spared, or that none is. */
export const spared = ({ joules }: Energy): Text => (joules.value === 0 ? text('rien', 'nothing') : figure('energy', kilowattHoursOf(joules)));

export function freed({ memoryBytes }: Pick<Saving, 'memoryBytes'>): Text {
  const mebibytes = number(memoryBytes / 2 ** 20);
  return text(`${mebibytes.fr}\u00a0Mio`, `${mebibytes.en}\u00a0MiB`);
}
