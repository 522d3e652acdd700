import type { Refusal } from '../folder.ts';
import { refusals as amounts } from './amounts.ts';
import { refusals as compose } from './compose.ts';
import { refusals as entries } from './entries.ts';
import { refusals as images } from './images.ts';
import { refusals as keys } from './keys.ts';
import { refusals as usage } from './usage.ts';
import { refusals as variables } from './variables.ts';

/** Every catalog that is refused, by what is wrong with it. */
export const catalogRefusals: Readonly<Record<string, readonly Refusal[]>> = { keys, compose, variables, entries, images, amounts, usage };
