import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { ChatiereError, ExitCode, type Language, languageOf, text } from '../modules/kernel/index.ts';
import { type Context, createContext } from './context.ts';
import { demoDirectory } from './demo.ts';
import { guarded } from './output.ts';
import { report } from './report.ts';

/** Options of `npm start` and `npm stop`. */
export interface OwnOptions {
  readonly directory: string;
  /** The directory is the demonstration's usual one. */
  readonly usual: boolean;
  readonly people: string | undefined;
  readonly purge: boolean;
  readonly confirm: string | undefined;
}

/** Runs `npm start` or `npm stop` as the `chatiere` command runs a verb: same language, progress, errors and exit codes. */
export async function ownCommand(argv: readonly string[], help: string, act: (context: Context, options: OwnOptions) => Promise<void>): Promise<void> {
  const language = languageOf(process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG']);
  const surroundings = guarded({ environment: process.env, cwd: process.cwd(), stdout: process.stdout, stderr: process.stderr });
  try {
    const values = parse(argv);
    const chosen: Language = values.lang === undefined ? language : languageOf(values.lang);
    if (values.help) return void process.stdout.write(`${help}\n`);
    const usual = demoDirectory(process.env, homedir());
    const directory = values['federation-dir'] ?? usual;
    await act(createContext(surroundings, chosen, { federation: directory }), { directory, usual: directory === usual, people: values.people, purge: values.purge ?? false, confirm: values.confirm });
  } catch (error) {
    process.exitCode = report(error, { language, json: false, debug: false }, surroundings.stderr);
  }
}

const OPTIONS = {
  'federation-dir': { type: 'string' },
  people: { type: 'string' },
  purge: { type: 'boolean' },
  confirm: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
  } catch (error) {
    const { message } = error as Error;
    throw new ChatiereError({ code: 'usage', what: text(`ligne de commande : ${message}`, `command line: ${message}`), next: text('voir --help', 'see --help') }, ExitCode.usage);
  }
}
