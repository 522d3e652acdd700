import type { Verb } from '../verb.ts';
import { catalog } from './catalog.ts';
import { doctor } from './doctor.ts';
import { down } from './down.ts';
import { env } from './env.ts';
import { images } from './images.ts';
import { init } from './init.ts';
import { orderApprove } from './order-approve.ts';
import { orderNew } from './order-new.ts';
import { organizationNew } from './organization-new.ts';
import { peopleImport } from './people-import.ts';
import { preview } from './preview.ts';
import { schema } from './schema.ts';
import { status } from './status.ts';
import { up } from './up.ts';
import { validate } from './validate.ts';

/** Every verb, in the order of the help: from an empty folder to everyday work. */
export const verbs: readonly Verb[] = [init, validate, doctor, organizationNew, orderNew, orderApprove, peopleImport, preview, up, status, down, env, catalog, schema, images];
