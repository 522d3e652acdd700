import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { boundText, type Figure, kept, measured, median, signOf } from './figure.ts';
import { apps } from './apps.ts';
import { cluster, oneNode } from './cluster.ts';
import { firstUp } from './first-up.ts';
import { help } from './help.ts';
import { describeMachine, load } from './machine.ts';
import { CHECKOUT, type Measure } from './measure.ts';
import { meter } from './meter.ts';
import { noOp } from './no-op.ts';
import { preview } from './preview.ts';
import { sleep } from './sleep.ts';
import { withTable } from './table.ts';
import { year } from './year.ts';

/** In this order: the longest last. */
const MEASURES: Readonly<Record<string, Measure>> = { help, 'first-up': firstUp, 'no-op': noOp, apps, preview, meter, sleep, year, 'one-node': oneNode, cluster };
/** What takes long, or informs only: when it is named. */
const APART = ['meter', 'sleep', 'year', 'one-node', 'cluster'];

const USAGE = `npm run bench [-- MEASURE... OPTIONS]
  MEASURE              ${Object.keys(MEASURES).join(' | ')}; all but ${APART.join(', ')} when none is named
  --organizations <n>  size of the generated fleet (preview: 87, one-node: 5, cluster: 120)
  --pairs <n>          pairs of a first up (5)
  --minutes <n>        how long the meter is watched (30), an instance awake and asleep (5)
  --parallel <n>       stacks at a time (one-node, cluster: as chatiere up, one for each processor and two at least)
  --json               the figures as JSON on stdout
  --write-readme       brings the table of README.md up to date`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    organizations: { type: 'string' },
    pairs: { type: 'string', default: '5' },
    minutes: { type: 'string' },
    parallel: { type: 'string' },
    json: { type: 'boolean', default: false },
    'write-readme': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const say = (line: string) => void process.stderr.write(`${line}\n`);
// The command under way hears of it too, and ends; what was made for the measurement is then removed as after any failure.
process.on('SIGINT', () => say('stopping and cleaning up…'));

if (values.help) console.log(USAGE);
else await bench();

async function bench(): Promise<void> {
  const unknown = positionals.find((name) => !Object.hasOwn(MEASURES, name));
  if (unknown !== undefined) {
    say(`unknown measure "${unknown}"\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const options = { organizations: optional('organizations'), pairs: whole('pairs'), minutes: optional('minutes'), parallel: optional('parallel') };
  const machine = await describeMachine();
  say(machine);
  const figures: Figure[] = [];
  const before = load();
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (positionals.length > 0 ? !positionals.includes(name) : APART.includes(name)) continue;
    say(`${name}: load ${load()}`);
    figures.push(...(await measure((line) => say(`${name}: ${line}`), options)));
    say(`${name}: done, load ${load()}`);
  }
  if (values.json) console.log(JSON.stringify({ schema: 1, machine, date: today(), figures: figures.map((figure) => ({ ...figure, median: median(figure.samples), kept: kept(figure) })) }));
  else for (const figure of figures) console.log(`${signOf(figure)} ${figure.what} : ${measured(figure)}, borne ${boundText(figure)}`);
  if (values['write-readme']) {
    const file = join(CHECKOUT, 'README.md');
    await writeFile(file, withTable(await readFile(file, 'utf8'), figures, today(), `${machine} ; charge ${before} avant, ${load()} après`));
  }
}

/** Undefined where it was not given: each measure has its own. */
function optional(option: 'organizations' | 'minutes' | 'parallel'): number | undefined {
  return values[option] === undefined ? undefined : whole(option);
}

function whole(option: 'organizations' | 'pairs' | 'minutes' | 'parallel'): number {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`--${option}: a whole number above 0, not "${values[option]}"`);
}

// A declaration, since the statements above run before a constant here would have its value.
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
