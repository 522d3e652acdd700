import * as pulumi from '@pulumi/pulumi';
import type { Service } from '../../workload/index.ts';
import type { DeployOptions } from '../target.ts';
import { valueOf } from '../values.ts';

/** `NAME=value`, sorted by name. One secret among them makes the plugin hide the whole list in a diff. */
export const environmentOf = ({ environment }: Service, options: DeployOptions): pulumi.Input<string>[] =>
  Object.entries(environment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, template]) => {
      const value = valueOf(template, options);
      return typeof value === 'string' ? `${name}=${value}` : pulumi.interpolate`${name}=${value}`;
    });
