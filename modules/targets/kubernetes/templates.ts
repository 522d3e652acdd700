import { isFactReference, literal, type Template } from '../../kernel/index.ts';
import { isPicture, type Service } from '../../workload/index.ts';
import { factsOf } from '../prints.ts';

/** Every template of a service. */
export const templatesOf = ({ command = [], entrypoint = [], environment, secrets, configs }: Service): Template[] => [
  ...command,
  ...entrypoint,
  ...Object.values(environment),
  ...[...secrets, ...configs].map(({ content }) => (isPicture(content) ? literal('') : content)),
];

/** Whether a service is told a fact. */
export const mentions = (service: Service, name: string): boolean => factsOf(templatesOf(service)).some((part) => isFactReference(part) && part.fact === name);
