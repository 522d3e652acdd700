import { z } from 'zod';
import { AppSheet, ImageLock, Plans } from '../catalog/index.ts';
import { HostSheet } from './host.ts';
import { FederationSheet, InstanceSheet, OperatorSheet, OrderSheet, OrganizationSheet } from './schema.ts';

/** JSON Schemas (draft 2020-12) of every file that people write, by kind of file, for editors. What has a default may be left out. */
export function jsonSchemas(): Record<string, object> {
  const sheets = {
    federation: FederationSheet,
    operator: OperatorSheet,
    host: HostSheet,
    organization: OrganizationSheet,
    order: OrderSheet,
    instance: InstanceSheet,
    app: AppSheet,
    plans: Plans,
    'images.lock': ImageLock,
  };
  return Object.fromEntries(Object.entries(sheets).map(([name, sheet]) => [name, z.toJSONSchema(sheet, { io: 'input', unrepresentable: 'any' })]));
}
