import { Argument, Command, CommanderError, Option } from 'commander';
import { ChatiereError, ExitCode, type Language, languageOf, type Text, text } from '../modules/kernel/index.ts';
import { commanderText, helpTitles, meant } from './commander-words.ts';
import { createContext, type Globals } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { guarded, type Surroundings } from './output.ts';
import { errorLine, report } from './report.ts';
import type { Values, Verb } from './verb.ts';
import { globalOptions, verbs } from './verbs/index.ts';

/** The hidden command of the completion scripts: `chatiere __complete -- <words up to the cursor>`. */
const ASKED_BY_SHELLS = '__complete';

/** Runs one command line and gives the exit code; writes nothing but to the surroundings, and never throws. */
export async function main(argv: readonly string[], streams: Surroundings): Promise<ExitCode> {
  const surroundings = guarded(streams);
  const language = languageAsked(argv, surroundings.environment);
  if (argv[0] === ASKED_BY_SHELLS) {
    const { answer } = await import('./completion/answer.ts');
    await answer(argv.slice(argv[1] === '--' ? 2 : 1), language, surroundings);
    return ExitCode.ok;
  }
  let code: ExitCode = ExitCode.ok;
  const program = build(language, surroundings, async (verb, globals, values) => {
    const context = createContext(surroundings, language, globals);
    code = (await verb.run(context, values)) ?? ExitCode.ok;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, argv, language, surroundings);
    const { json, debug } = program.opts<Globals>();
    return report(error, { language, json: json ?? false, debug: debug ?? false }, surroundings.stderr);
  }
}

/** `--lang` must be known before the help is written. */
function languageAsked(argv: readonly string[], environment: Surroundings['environment']): Language {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = at < 0 ? undefined : argv[at]?.includes('=') ? argv[at]?.split('=')[1] : argv[at + 1];
  return asked === 'fr' || asked === 'en' ? asked : languageOf(environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG']);
}

type Act = (verb: Verb, globals: Globals, values: Values) => Promise<void>;

function build(language: Language, surroundings: Surroundings, act: Act): Command {
  const say = (words: Text) => words[language];
  const program = new Command('chatiere')
    .description(say(text('De la commande approuvée à l’instance qui tourne, pour une fédération d’hébergeurs de logiciels libres.', 'From an approved order to a running instance, for a federation of free-software hosts.')))
    .usage(say(text('[options] [commande]', '[options] [command]')))
    .addHelpText('after', `\n${say(text('Codes de sortie :', 'Exit codes:'))} ${exitCodes.map(({ code, words }) => `${code} ${say(words)}`).join(' · ')}\n`);
  for (const option of globalOptions) program.addOption(optionOf(option, language));
  program.version('0.1.0', '-V, --version', say(text('version', 'version')));
  common(program, language, surroundings);
  for (const verb of verbs) add(program, verb, language, surroundings, act);
  return program;
}

/** The same words, streams and manners for every command. */
function common(command: Command, language: Language, { stdout, stderr }: Surroundings): void {
  command
    .helpOption('-h, --help', text('aide', 'help')[language])
    .helpCommand(false)
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => helpTitles[title]?.[language] ?? title,
      optionDescription: ({ description, argChoices }) => described(description, argChoices),
      argumentDescription: ({ description, argChoices }) => described(description, argChoices),
    })
    .configureOutput({ writeOut: (words) => void stdout.write(words), writeErr: (words) => void stderr.write(words), outputError: () => undefined })
    .showSuggestionAfterError(false)
    .exitOverride();
}

const described = (description: string, choices: readonly string[] | undefined): string => (choices ? `${description} [${choices.join(' | ')}]` : description);

function add(program: Command, verb: Verb, language: Language, surroundings: Surroundings, act: Act): void {
  const words = verb.name.split(' ');
  const parent = words.length === 1 ? program : group(program, words[0] as string, language, surroundings);
  const command = parent.command(words.at(-1) as string).summary(verb.summary[language]).description(describe(verb, language));
  common(command, language, surroundings);
  for (const { name, help, choices } of verb.arguments ?? []) command.addArgument(withChoices(new Argument(name, help[language]), choices));
  for (const option of verb.options ?? []) command.addOption(optionOf(option, language));
  command.addHelpText('after', `\n${text('Exemples :', 'Examples:')[language]}\n${verb.examples.map((line) => `  ${line}`).join('\n')}\n`);
  command.action(async () => {
    refuseEmpty(command);
    const named = Object.fromEntries(command.registeredArguments.map((argument, index) => [argument.name(), command.processedArgs[index] as unknown]));
    await act(verb, program.opts<Globals>(), { ...command.opts(), ...givenBefore(command), ...named });
  });
}

/** `energy` takes the options of `energy read` that have the names of its own, wherever they stand: given back, and refused where they are not both's. */
function givenBefore(command: Command): Values {
  const parent = command.parent?.parent ? command.parent : undefined;
  const taken = (parent?.options ?? []).filter((option) => parent?.getOptionValueSource(option.attributeName()) === 'cli');
  for (const { attributeName, long } of taken.map((option) => ({ attributeName: option.attributeName(), long: option.long ?? option.flags }))) {
    if (!command.options.some((option) => option.attributeName() === attributeName)) throw new CommanderError(ExitCode.usage, 'commander.unknownOption', `error: unknown option '${long}'`);
  }
  return Object.fromEntries(taken.map((option) => [option.attributeName(), parent?.getOptionValue(option.attributeName()) as unknown]));
}

/** A value without characters is a variable that the shell did not know, never what somebody meant. */
function refuseEmpty(command: Command): void {
  const options = [command, ...ancestors(command)].flatMap((one) => one.options.map((option) => [option.long ?? option.flags, one.getOptionValue(option.attributeName())] as const));
  const words = command.registeredArguments.map((argument, index) => [argument.name(), command.processedArgs[index]] as const);
  const empty = [...options, ...words].filter(([, value]) => value === '' || (Array.isArray(value) && value.includes('')));
  if (empty.length === 0) return;
  throw new ChatiereError(empty.map(([field]) => ({ code: 'empty-value', what: text('valeur vide', 'empty value'), where: { field }, next: text('donner une valeur, ou retirer le mot', 'give a value, or remove the word') })), ExitCode.usage);
}

const ancestors = (command: Command): Command[] => (command.parent ? [command.parent, ...ancestors(command.parent)] : []);

function describe({ summary, details }: Verb, language: Language): string {
  const first = capitalized(summary[language]);
  return details === undefined ? first : `${first}\n${details[language]}`;
}

function optionOf({ flags, help, choices, repeated }: NonNullable<Verb['options']>[number], language: Language): Option {
  const option = withChoices(new Option(flags, help[language]), choices);
  // Commander's own lists swallow the words that follow.
  return repeated ? option.argParser<string[]>((value, before) => [...(before ?? []), value]) : option;
}

const capitalized = (sentence: string): string => `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`;

function withChoices<T extends Argument | Option>(part: T, choices: readonly string[] | undefined): T {
  if (choices) part.choices([...choices]);
  return part;
}

const groups: Readonly<Record<string, Text>> = {
  organization: text('organisations : new', 'organizations: new'),
  order: text('commandes : new, approve', 'orders: new, approve'),
  people: text('personnes : import', 'people: import'),
  energy: text('énergie : read', 'energy: read'),
  state: text('état des piles : list, restore, accept', 'state of the stacks: list, restore, accept'),
};

function group(program: Command, name: string, language: Language, surroundings: Surroundings): Command {
  const present = program.commands.find((command) => command.name() === name);
  if (present) return present;
  const made = program.command(name).summary(groups[name]?.[language] ?? name).description(capitalized(groups[name]?.[language] ?? name));
  common(made, language, surroundings);
  return made;
}

/** Help and version are successes; anything else is a command line that we do not understand. */
function usage(error: CommanderError, argv: readonly string[], language: Language, { stderr }: Surroundings): ExitCode {
  if (error.exitCode === 0) return ExitCode.ok;
  if (error.code === 'commander.help') return ExitCode.usage;
  const what = commanderText(error);
  const suggestion = meant(error, verbs.flatMap(({ name }) => name.split(' ')), flagsOf(argv));
  const see = text('Voir « chatiere --help ».', 'See "chatiere --help".');
  const next = suggestion ? text(`${suggestion.fr} ${see.fr}`, `${suggestion.en} ${see.en}`) : see;
  const lines = [what, ...(suggestion ? [suggestion] : []), see].map((line) => line[language]);
  stderr.write(argv.includes('--json') ? errorLine(ExitCode.usage, [{ code: 'usage', what, next }]) : `${lines.join('\n')}\n`);
  return ExitCode.usage;
}

/** Long options of the verb that a command line names, and those of every verb. */
function flagsOf(argv: readonly string[]): string[] {
  const named = verbs.filter(({ name }) => name.split(' ').every((word) => argv.includes(word)));
  const own = named.flatMap(({ options = [] }) => options.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? ''));
  return [...own, '--federation', '--json', '--lang', '--debug', '--help', '--version'];
}
