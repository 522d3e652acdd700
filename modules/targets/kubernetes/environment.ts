import type { types } from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { hasSecret, type Template } from '../../kernel/index.ts';
import type { Service } from '../../workload/index.ts';
import { environmentPrint } from '../prints.ts';
import { openValueOf, valueOf } from '../values.ts';
import { metadata, objectName, type Scope } from './scope.ts';

/** Annotation by which pods are replaced when a secret of their environment is another; it says no value. */
const PRINT = 'chatiere.environment';

/** Sorted by name. What holds a secret is read from a Secret, so that it stands in no pod. */
export const environmentOf = (scope: Scope, service: Service): types.input.core.v1.EnvVar[] =>
  sorted(service).map(([name, template]) =>
    hasSecret(template)
      ? { name, valueFrom: { secretKeyRef: { name: secretName(service), key: name } } }
      : { name, value: literally(valueOf(template, scope.options)) });

/** A Secret for each service whose environment holds some: only where the app reads no file. */
export const environmentSecrets = (scope: Scope): types.input.core.v1.Secret[] =>
  scope.workload.services.flatMap((service) => {
    const held = sorted(service).filter(([, template]) => hasSecret(template));
    if (held.length === 0) return [];
    return [{
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: metadata(scope, service.name, secretName(service)),
      immutable: false,
      data: Object.fromEntries(held.map(([name, template]) => [name, pulumi.output(valueOf(template, scope.options)).apply((value) => Buffer.from(value).toString('base64'))])),
    }];
  });

export function environmentPrints({ options }: Scope, service: Service): Record<string, pulumi.Input<string>> {
  const held = sorted(service).filter(([, template]) => hasSecret(template));
  return held.length === 0 ? {} : { [PRINT]: environmentPrint(held, options) };
}

/** Words of a command line. */
export const wordsOf = ({ options }: Scope, service: Service, key: 'command' | 'entrypoint'): pulumi.Input<string>[] | undefined =>
  service[key]?.map((word) => literally(openValueOf(word, options, `services.${service.name}.${key}`)));

/** Kubernetes would read `$(NAME)` in a command, an argument or a variable, and take one of two dollars away. */
const literally = (value: pulumi.Input<string>): pulumi.Input<string> =>
  typeof value === 'string' ? doubled(value) : pulumi.output(value).apply(doubled);
const doubled = (value: string): string => value.replaceAll('$', '$$$$');

export const secretName = ({ name }: Service): string => objectName(name, 'environment');

const sorted = ({ environment }: Service): [string, Template][] => Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
