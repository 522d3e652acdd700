import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { ChatiereError, ExitCode, type Language, text } from '../kernel/index.ts';
import type { Period } from './ledger-read.ts';

/** What the meter's command line says. */
export interface MeterOptions {
  readonly command: string;
  readonly language: Language;
  readonly ledger: string;
  readonly host: string;
  readonly federation: string;
  /** Who to name to a second meter of this ledger. */
  readonly holder: string;
  /** Address of the read-only window on the engine; undefined: nobody is asked, and all containers are foreign. */
  readonly engine: string | undefined;
  /** `address:port` for Prometheus and health; undefined: none. */
  readonly listen: string | undefined;
  readonly cgroup: string;
  readonly proc: string;
  readonly devices: string;
  /** `timer`: each minute. `stdin`: at each line, which is the wall clock, for tests and for replaying what was recorded; an answer follows on stdout. */
  readonly trigger: 'timer' | 'stdin';
  /** User to become once the energy counters are open. */
  readonly user: number | undefined;
  readonly pages: number | undefined;
  readonly period: Period;
  readonly by: 'window' | 'hour';
  readonly joules: number | undefined;
  readonly replace: boolean;
}

export const COMMANDS = ['run', 'read', 'gaps', 'wall', 'walls'] as const;

const options = {
  language: { type: 'string', default: 'fr' },
  ledger: { type: 'string', default: '/var/lib/meter/ledger.db' },
  host: { type: 'string', default: '' },
  federation: { type: 'string', default: '' },
  holder: { type: 'string' },
  engine: { type: 'string' },
  listen: { type: 'string' },
  cgroup: { type: 'string', default: '/sys/fs/cgroup' },
  proc: { type: 'string', default: '/proc' },
  devices: { type: 'string', default: '/sys/devices/virtual' },
  trigger: { type: 'string', default: 'timer' },
  user: { type: 'string' },
  pages: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string', default: 'window' },
  joules: { type: 'string' },
  replace: { type: 'boolean', default: false },
} as const;

/** @throws ChatiereError (exit code 2) for a word that is not known, or a value that cannot be. */
export function readOptions(argv: readonly string[]): MeterOptions {
  const { values, positionals } = parse(argv);
  const [command = '', ...others] = positionals;
  if (!COMMANDS.some((name) => name === command) || others.length > 0) throw usage('command', positionals.join(' '), COMMANDS.join(', '));
  const { trigger, by } = values;
  if (trigger !== 'timer' && trigger !== 'stdin') throw usage('trigger', trigger, 'timer, stdin');
  if (by !== 'window' && by !== 'hour') throw usage('by', by, 'window, hour');
  if (command === 'run') for (const name of ['host', 'federation'] as const) if (values[name] === '') throw usage(name, '', `--${name} NAME`);
  if (values.engine !== undefined && !URL.canParse(values.engine)) throw usage('engine', values.engine, 'http://127.0.0.1:2375');
  if (values.listen !== undefined && !/^(127\.\d+\.\d+\.\d+|\[::1\]):\d{1,5}$/.test(values.listen)) throw usage('listen', values.listen, '127.0.0.1:9477, [::1]:9477');
  return {
    command,
    language: values.language === 'en' ? 'en' : 'fr',
    ledger: values.ledger,
    host: values.host,
    federation: values.federation,
    holder: `${values.holder ?? 'meter'} (${hostname()}, pid ${process.pid})`,
    engine: values.engine,
    listen: values.listen,
    cgroup: values.cgroup,
    proc: values.proc,
    devices: values.devices,
    trigger,
    user: whole('user', values.user),
    pages: whole('pages', values.pages),
    period: { from: moment('from', values.from) ?? Number.NEGATIVE_INFINITY, to: moment('to', values.to) ?? Number.POSITIVE_INFINITY },
    by,
    joules: number('joules', values.joules),
    replace: values.replace,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw usage('', error instanceof Error ? error.message : String(error), Object.keys(options).map((name) => `--${name}`).join(', '));
  }
}

/** Epoch seconds, or ISO 8601 with its zone. */
export function moment(field: string, words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(words) ? Number(words) : /T.*(Z|[+-]\d\d:\d\d)$/.test(words) ? Date.parse(words) / 1000 : Number.NaN;
  if (!Number.isFinite(seconds)) throw usage(field, words, '1795651200, 2026-11-25T00:00:00Z, 2026-11-25T00:00:00-05:00');
  return seconds;
}

function whole(field: string, words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(words)) throw usage(field, words, '1, 2, 3…');
  return Number(words);
}

function number(field: string, words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(words)) throw usage(field, words, '3600000, 3.6e6');
  return Number(words);
}

export const usage = (field: string, given: string, allowed: string): ChatiereError =>
  new ChatiereError({ code: 'meter-usage', what: text('ligne de commande du compteur mal formée', 'malformed command line of the meter'), ...(field && { where: { field } }), given, allowed: text(allowed, allowed) }, ExitCode.usage);
