import type { Service } from '../../workload/index.ts';
import type { ServiceContainer } from './observe.ts';

/** Services of a workload, each after what it depends on, as the files say. */
export type Order = readonly Pick<Service, 'name' | 'dependsOn'>[];

/** Containers in the order in which they start; those that the files no longer know first, as data services are made before what needs them. */
export function inOrder(services: readonly ServiceContainer[], order: Order): ServiceContainer[] {
  const place = ({ service }: ServiceContainer): number => order.findIndex(({ name }) => name === service);
  return services.toSorted((a, b) => place(a) - place(b) || a.createdAt - b.createdAt);
}

/** Of a service, those whose health it waits for before it starts. */
export const awaitedBy = (service: string, order: Order): string[] =>
  (order.find(({ name }) => name === service)?.dependsOn ?? []).filter(({ condition }) => condition === 'healthy').map((dependency) => dependency.service);
