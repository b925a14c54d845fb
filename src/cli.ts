import { Command, Option as CommanderOption } from 'commander';
import { analyses } from './analyses/all.ts';
import type { Analysis } from './analyses/analysis.ts';
import { commonOptions, type Option, type OptionValue } from './request/options.ts';
import version from './version.ts';

/** One parsed command line, not yet checked: the options as text, under their keys. */
export type Invocation = {
  readonly analysis: Analysis;
  /** Its own arguments, which stand before the inputs. */
  readonly positionals: readonly string[];
  /** Its own options, as far as given. */
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly common: Readonly<Record<string, OptionValue>>;
  readonly inputs: readonly string[];
};

/**
 * The commander program, made from the lists of analyses and options. `onParsed` is told what to do; nothing is done here.
 * Only commands that stand among `words` get their options: to make those of all takes longer than to print the help.
 */
export function program(
  words: readonly string[],
  write: { out: (text: string) => void; err: (text: string) => void },
  onParsed: (invocation: Invocation) => void,
): Command {
  const root = new Command('llmtrace')
    .description('Where did the tokens, the time and the dollars of my LLM application go, and what changed?')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .exitOverride() // before any .command(), which inherits it
    .configureOutput({
      ...{ writeOut: write.out, writeErr: write.err },
      outputError: (text, print) => print(text.replace(/^error: /, 'llmtrace: ')),
    })
    .showSuggestionAfterError()
    .addHelpText('after', '\nExamples:\n  llmtrace top --by cost logs/\n  llmtrace COMMAND --help');
  for (const analysis of analyses) {
    const command = addCommand(root, analysis);
    if (words.includes(analysis.name)) complete(command, analysis, onParsed);
  }
  return root;
}

function addCommand(root: Command, { name, summary, positionals }: Analysis): Command {
  const command = root.command(name).summary(summary).description(summary);
  for (const { name, required, description } of positionals)
    command.argument(required ? `<${name}>` : `[${name}]`, description);
  return command.argument('[inputs...]', 'files, folders, quoted globs, or - for standard input');
}

function complete(command: Command, analysis: Analysis, onParsed: (invocation: Invocation) => void): void {
  addOptions(command, 'Options of this command', analysis.options);
  const ownKeys = new Set(analysis.options.map(({ key }) => key));
  for (const [heading, options] of Object.entries(commonOptions))
    addOptions(
      command,
      heading,
      options.filter(({ key }) => !ownKeys.has(key)),
    );
  command.addHelpText('after', `\nExamples:\n${analysis.examples.map((line) => `  ${line}`).join('\n')}`);
  command.action(() => onParsed(invocation(analysis, command)));
}

function addOptions(command: Command, heading: string, options: readonly Option[]): void {
  command.optionsGroup(`${heading}:`);
  for (const option of options) command.addOption(commanderOption(option));
}

function commanderOption(option: Option): CommanderOption {
  const made = new CommanderOption(option.flags, [option.description, ...hints(option)].join(' '));
  if (option.type === 'list')
    made.argParser((word: string, before: readonly string[] | undefined) => [...(before ?? []), word]);
  return made;
}

/** What may stand there, and what does when nothing is given; choices are checked with all else in the request. */
function hints({ choices, default: fallback, type }: Option): string[] {
  const choice = choices === undefined ? [] : [`(${choices.join(', ')})`];
  return fallback === undefined || type === 'flag' ? choice : [...choice, `(default: ${fallback})`];
}

function invocation(analysis: Analysis, command: Command): Invocation {
  const given = valuesByKey(analysis, command);
  const ownKeys = new Set(analysis.options.map(({ key }) => key));
  const isOwn = ([key]: [string, OptionValue]) => ownKeys.has(key);
  const taken = analysis.positionals.filter(
    ({ unless }) => !unless?.some((key) => given[key] !== undefined),
  ).length;
  return {
    analysis,
    positionals: command.args.slice(0, taken),
    options: Object.fromEntries(Object.entries(given).filter(isOwn)),
    common: Object.fromEntries(Object.entries(given).filter((entry) => !isOwn(entry))),
    inputs: command.args.slice(taken),
  };
}

/** Commander names values after the long flag; we name them after the key of the option table. Only what was given is in it. */
function valuesByKey(analysis: Analysis, command: Command): Record<string, OptionValue> {
  const values: Record<string, OptionValue> = {};
  for (const option of [...Object.values(commonOptions).flat(), ...analysis.options]) {
    const name = new CommanderOption(option.flags).attributeName();
    if (command.getOptionValueSource(name) === 'cli')
      values[option.key] = valueGiven(option, command.getOptionValue(name));
  }
  return values;
}

/** An option whose value may be left out is `true` without it. */
function valueGiven({ preset }: Option, given: unknown): OptionValue {
  return given === true && preset !== undefined ? preset : (given as OptionValue);
}
