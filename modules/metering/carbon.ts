import type { HostSheet } from '../federation/index.ts';
import { text } from '../kernel/index.ts';
import { takeFactors, type FactorTable } from './factors.ts';
import { exactly, type Interval, productIn, productOf } from './interval.ts';
import { andThen, figure, noFigure, type Outcome } from './outcome.ts';
import { type Energy, energyFrom, withInterval } from './provenance.ts';
import { fromKilowattHours, type Grams, type In, inGigabytes, inKilowattHours, type Joules, type KilowattHours, kilowattHours } from './units.ts';

/** Emissions of the same energy, twice: what burns in the year to make it, and what its whole system causes. One without the other misleads. */
export interface GridEmissions {
  readonly direct: Interval<Grams>;
  readonly lifecycle: Interval<Grams>;
}

/** An energy as the room takes it, and what that emits. */
export interface FacilityFigure extends GridEmissions {
  readonly energy: Energy;
  /** The PUE is what the operator takes it to be, not what was measured. */
  readonly assumed: boolean;
}

type Site = HostSheet['site'];

/** Times the PUE of the site. A site without one gives no figure: no mean of the world stands in for it. */
export function facilityEnergy(energy: Energy, site: Site, factors: FactorTable, day: string): Outcome<Energy> {
  const { pue } = site;
  if (!pue) {
    return noFigure({ code: 'no-pue', what: text('site sans PUE : pas de chiffre pour ce que la salle ajoute', 'site without a PUE: there is no figure of what the room adds'), where: { field: 'site.pue' }, given: site.name, next: text('ajouter « pue: » avec sa catégorie, son année et sa preuve ; à défaut, « category: assumed »', 'add “pue:” with its category, year and evidence; failing that, “category: assumed”') });
  }
  const kind = pue.category.startsWith('pue') ? 'measured' : pue.category;
  return andThen(takeFactors(factors, day, { error: [`error.pue-${kind}`, '1'] }), ({ error }) => {
    const spread = productOf(exactly(pue.value), error);
    // A room takes no less than the machines in it.
    const ratio = { ...spread, low: Math.max(1, spread.low) };
    return figure(withInterval(energy, productIn<Joules>(energy.joules, ratio)));
  });
}

/** On the two bases side by side, by the grid of the site's own region on that day. */
export function gridEmissions(energy: Energy, region: string, factors: FactorTable, day: string): Outcome<GridEmissions> {
  const needed = takeFactors(factors, day, { direct: [`grid.${region}.direct`, 'g/kWh'], lifecycle: [`grid.${region}.lifecycle`, 'g/kWh'] });
  return andThen(needed, ({ direct, lifecycle }) => {
    const used: Interval<KilowattHours> = { value: inKilowattHours(energy.joules.value), low: inKilowattHours(energy.joules.low), high: inKilowattHours(energy.joules.high) };
    return figure({ direct: productIn<Grams>(used, direct), lifecycle: productIn<Grams>(used, lifecycle) });
  });
}

/** Both: what an instance is told. */
export function facilityFigure(energy: Energy, site: Site, factors: FactorTable, day: string): Outcome<FacilityFigure> {
  return andThen(facilityEnergy(energy, site, factors, day), (whole) => andThen(gridEmissions(whole, site.region, factors, day), (emitted) => figure({ ...emitted, energy: whole, assumed: site.pue?.category === 'assumed' })));
}

/** Energy of networks outside of the host, for bytes that leave it: between sources that differ sixtyfold, so told apart and never added. */
export function networkEnergy(sentBytes: number, factors: FactorTable, day: string): Outcome<Energy> {
  return andThen(takeFactors(factors, day, { transfer: ['network.transfer', 'kWh/GB'] }), ({ transfer }) => {
    const gigabytes = inGigabytes(sentBytes);
    const of = (rate: In<'kWh/GB'>): Joules => fromKilowattHours(kilowattHours(rate * gigabytes));
    return figure(energyFrom('modelled_archetype', { value: of(transfer.value), low: of(transfer.low), high: of(transfer.high) }));
  });
}
