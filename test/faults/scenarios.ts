import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { OrderSheet } from '../../modules/federation/index.ts';
import type { Oracle } from './oracle.ts';
import type { Rig } from './rig.ts';
import { marker, mark } from './witness.ts';

export const SCENARIOS = ['first-up', 'first-guichet', 'organization', 'replace', 'update', 'down', 'down-guichet', 'anytime'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** What a scenario works with. */
export interface Stage {
  readonly rig: Rig;
  readonly oracle: Oracle;
}

export interface Scenario {
  readonly stack: string;
  /** The command that is hurt, and that must then converge. */
  readonly args: readonly string[];
  /** Plain pulumi must see nothing to do at the end. */
  readonly preview: boolean;
  /** Brings the federation to where the command begins. `dirty`: what was before is unknown, another scenario or a case that failed. */
  start(stage: Stage, dirty: boolean): Promise<void>;
  /** After the oracle: what is still wrong, such as data that is gone. */
  finish?(stage: Stage): Promise<string[]>;
}

const MINIFLUX = 'mrc-demo.miniflux';
const GUICHET = 'village-demo.guichet';
const CANTON = 'canton-demo';
/** Each stack that some scenario brings up: what one left would be in the way of another. */
const STACKS = [MINIFLUX, GUICHET, CANTON];

async function clearAll({ oracle }: Stage): Promise<void> {
  for (const stack of STACKS) await oracle.clear(stack);
}

export function scenarioOf(name: ScenarioName): Scenario {
  switch (name) {
    case 'first-up':
      return firstUp(MINIFLUX, 'empty');
    case 'anytime':
      return firstUp(MINIFLUX, 'nothing');
    case 'first-guichet':
      return firstUp(GUICHET, 'empty');
    case 'organization':
      return firstUp(CANTON, 'empty');
    case 'replace':
      return running('up', MINIFLUX, ({ rig }) => nextGeneration(rig));
    case 'update':
      return running('up', MINIFLUX, ({ rig }) => otherPlan(rig));
    case 'down':
      return running('down', MINIFLUX);
    case 'down-guichet':
      return running('down', GUICHET);
  }
}

/** Copies that every scenario starts from: `nothing` before the stacks exist, `empty` once they are created and seeded. */
export async function saveStarts({ rig }: Stage): Promise<void> {
  await rig.save('nothing');
  await rig.federation.chatiere('preview', MINIFLUX, GUICHET, CANTON);
  await rig.save('empty');
}

const firstUp = (stack: string, from: 'nothing' | 'empty'): Scenario => ({
  stack,
  args: ['up', stack],
  preview: true,
  async start(stage, dirty) {
    await (dirty ? clearAll(stage) : stage.oracle.clear(stack));
    await stage.rig.restore(from);
  },
});

/** The instance runs, with a mark in its data where it has a database. */
function running(verb: 'up' | 'down', stack: string, change: (stage: Stage) => Promise<void> = () => Promise.resolve()): Scenario {
  const bringUp = ({ rig }: Stage) => rig.federation.chatiere('up', stack);
  const marked = stack === MINIFLUX;
  return {
    stack,
    args: [verb, stack],
    preview: verb === 'up',
    async start(stage, dirty) {
      if (dirty) {
        await clearAll(stage);
        await stage.rig.restore('empty');
        await bringUp(stage);
        if (marked) await mark(stage.rig.federation.id, marker);
      }
      await change(stage);
    },
    async finish(stage) {
      if (verb === 'down') await bringUp(stage);
      return !marked || (await mark(stage.rig.federation.id)) === marker ? [] : ['the mark in the data is gone'];
    },
  };
}

/** Rotates the client's secret: the client is updated, the carrier and the app replaced. */
async function nextGeneration({ federation }: Rig): Promise<void> {
  const file = `instances/${MINIFLUX}.yaml`;
  const path = ['secretGenerations', 'oidc-client-secret'];
  const { secretGenerations } = parse(await readFile(join(federation.directory, file), 'utf8')) as { secretGenerations?: Record<string, number> };
  await federation.edit(file, path, (secretGenerations?.['oidc-client-secret'] ?? 1) + 1);
}

/** From one plan to the other and back, by an order that amends: memory and processor shares change in place. */
async function otherPlan({ federation }: Rig): Promise<void> {
  const instance = join(federation.directory, 'instances', `${MINIFLUX}.yaml`);
  const { order } = parse(await readFile(instance, 'utf8')) as { order: string };
  const { approval: _, note: __, ...asked } = OrderSheet.parse(parse(await readFile(join(federation.directory, 'orders', `${order}.yaml`), 'utf8')));
  const next = `cmd-${Date.now()}`;
  const plan = asked.plan === 'base' ? 'collectif' : 'base';
  await writeFile(join(federation.directory, 'orders', `${next}.yaml`), stringify({ ...asked, plan, pricePerMonth: plan === 'base' ? 25 : 80, amends: order }));
  await federation.chatiere('order', 'approve', next);
}
