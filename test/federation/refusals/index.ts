import type { Refusal } from '../../catalog/folder.ts';
import { refusals as clusters } from './clusters.ts';
import { refusals as fields } from './fields.ts';
import { refusals as files } from './files.ts';
import { refusals as hardware } from './hardware.ts';
import { refusals as hostnames } from './hostnames.ts';
import { refusals as identifiers } from './identifiers.ts';
import { refusals as keys } from './keys.ts';
import { refusals as names } from './names.ts';
import { refusals as pictures } from './pictures.ts';
import { refusals as references } from './references.ts';
import { refusals as sleep } from './sleep.ts';
import { refusals as texts } from './texts.ts';
import { refusals as values } from './values.ts';

/** Every federation directory that is refused, by what is wrong with it. */
export const federationRefusals: Readonly<Record<string, readonly Refusal[]>> = { files, keys, values, texts, fields, identifiers, hostnames, names, references, pictures, hardware, sleep, clusters };
