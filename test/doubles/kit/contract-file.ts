import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Contract } from '../contract.ts';

/** The table that stands beside a double's program. */
export const readContract = (folder: string): Contract => Contract.parse(parse(readFileSync(join(folder, 'contract.yaml'), 'utf8')));
