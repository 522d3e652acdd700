import { text } from '../../modules/kernel/index.ts';
import type { Parameter, Verb } from '../verb.ts';
import { calibrate } from './calibrate.ts';
import { actions } from './actions.ts';
import { catalog } from './catalog.ts';
import { catalogShow } from './catalog-show.ts';
import { clusterDown, clusterStatus, clusterUp } from './cluster.ts';
import { completion } from './completion.ts';
import { dashboard } from './dashboard.ts';
import { doctor } from './doctor.ts';
import { down } from './down.ts';
import { energy } from './energy.ts';
import { energyRead } from './energy-read.ts';
import { energyRules } from './energy-rules.ts';
import { env } from './env.ts';
import { images } from './images.ts';
import { init } from './init.ts';
import { orderApprove } from './order-approve.ts';
import { orderNew } from './order-new.ts';
import { organizationNew } from './organization-new.ts';
import { peopleImport } from './people-import.ts';
import { preview } from './preview.ts';
import { schema } from './schema.ts';
import { sleep } from './sleep.ts';
import { stateAccept, stateList, stateRestore } from './state.ts';
import { status } from './status.ts';
import { up } from './up.ts';
import { usage } from './usage.ts';
import { validate } from './validate.ts';
import { wake } from './wake.ts';

/** Every verb, in the order of the help: from an empty folder to everyday work. */
export const verbs: readonly Verb[] = [init, validate, doctor, organizationNew, orderNew, orderApprove, peopleImport, preview, up, status, sleep, wake, usage, energy, energyRead, energyRules, calibrate, actions, dashboard, down, stateList, stateRestore, stateAccept, env, catalog, catalogShow, schema, images, clusterUp, clusterStatus, clusterDown, completion];

/** Options of every verb. */
export const globalOptions: readonly (Parameter & { readonly flags: string })[] = [
  { flags: '-C, --federation <dir>', help: text('dossier de la fédération (sinon le dossier parent qui a federation.yaml, sinon CHATIERE_FEDERATION)', 'federation directory (else the parent folder with federation.yaml, else CHATIERE_FEDERATION)'), of: 'directory' },
  { flags: '--json', help: text('résultat pour les programmes ; une ligne JSON par événement pendant un travail', 'result for programs; one line of JSON per event during work') },
  { flags: '--lang <langue>', help: text('langue des messages (sinon LC_ALL ou LANG)', 'language of messages (else LC_ALL or LANG)'), choices: ['fr', 'en'] },
  { flags: '--debug', help: text('trace d’une erreur', 'stack trace of an error') },
];
