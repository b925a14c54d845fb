/** The one table of options: help, completion, the README, the config file and its JSON Schema are made from it. */

import { filterOptions, windowOptions } from './pickingOptions.ts';

export type Option = {
  /** As in `Request`, in the config file and, in upper snake case after `LLMTRACE_`, in the environment. */
  readonly key: string;
  /** As commander writes them: `-w, --window <window>`. */
  readonly flags: string;
  readonly description: string;
  /** What its text is read as; `list` is repeatable, `share` is a fraction of 1 (`0.01` or `1%`). */
  readonly type: 'flag' | 'text' | 'count' | 'number' | 'list' | 'share';
  readonly choices?: readonly string[];
  /**
   * For the help and for `request.ts`, which applies it last. Commander must not: it could no longer be told from a value
   * that someone gave, which beats the environment and the config file.
   */
  readonly default?: string | number | boolean;
  /** What it stands for without its value: `--recipe [name]`. */
  readonly preset?: string;
  /** Also a key of `llmtrace.json` and an `LLMTRACE_…` variable. */
  readonly configurable?: boolean;
};

export type OptionValue = string | number | boolean | readonly string[] | undefined;
export type OptionValues = Readonly<Record<string, OptionValue>>;

const cost: readonly Option[] = [
  {
    key: 'cost',
    flags: '--cost <mode>',
    type: 'text',
    choices: ['auto', 'computed', 'reported'],
    default: 'auto',
    configurable: true,
    description: 'the logged cost where it can be trusted, or one of the two',
  },
  {
    key: 'prices',
    flags: '--prices <file>',
    type: 'list',
    configurable: true,
    description: "price overrides: our format or litellm's JSON; repeatable, the first that matches counts",
  },
  {
    key: 'pricesAsOf',
    flags: '--prices-as-of <date>',
    type: 'text',
    description: "prices of this day, which begins in UTC (default: each call's own)",
  },
  {
    key: 'strictPrices',
    flags: '--strict-prices',
    type: 'flag',
    description: 'exit 5 when any call is unpriced',
  },
  {
    key: 'rollup',
    flags: '--rollup <mode>',
    type: 'text',
    choices: ['auto', 'leaf', 'root'],
    default: 'auto',
    description: 'whose usage counts where a parent repeats its children',
  },
  {
    key: 'followLinks',
    flags: '--follow-links',
    type: 'flag',
    description: 'count a trace that another links (a sub-agent) as part of that trace',
  },
];

const reading: readonly Option[] = [
  {
    key: 'db',
    flags: '--db <file>',
    type: 'text',
    configurable: true,
    description: 'DuckDB file to import into, and to answer from; it remembers logs that are gone',
  },
  {
    key: 'imports',
    flags: '--no-import',
    type: 'flag',
    default: true,
    description: 'answer from the database as it is, without what is new in configured logs',
  },
  {
    key: 'formatIn',
    flags: '--format-in <dialect>',
    type: 'text',
    description: 'read every record as this dialect',
  },
  {
    key: 'map',
    flags: '--map <column=path>',
    type: 'list',
    configurable: true,
    description: 'name a home-made field: input_tokens=usage.prompt_tokens; repeatable',
  },
  {
    key: 'maxRejected',
    flags: '--max-rejected <share>',
    type: 'share',
    default: 0.01,
    configurable: true,
    description: 'share of records that may be unreadable: 1%, 0.01',
  },
  {
    key: 'memory',
    flags: '--memory <size>',
    type: 'text',
    description: 'memory limit of the database, as 4GB',
  },
  { key: 'threads', flags: '--threads <n>', type: 'count', description: 'threads of the database' },
];

/** Of `check` alone. */
export const verdictFormats = ['github', 'junit', 'sarif'] as const;
export const formats = ['table', 'json', 'jsonl', 'csv', 'tsv', 'markdown', ...verdictFormats] as const;

const output: readonly Option[] = [
  {
    key: 'format',
    flags: '-f, --format <format>',
    type: 'text',
    choices: formats,
    default: 'table',
    description: 'how to print',
  },
  { key: 'output', flags: '-o, --output <file>', type: 'text', description: 'write to this file' },
  {
    key: 'limit',
    flags: '-n, --limit <rows>',
    type: 'count',
    default: 20,
    description: 'at most so many rows',
  },
  { key: 'all', flags: '--all', type: 'flag', description: 'all rows' },
  {
    key: 'columns',
    flags: '--columns <a,b>',
    type: 'text',
    description: 'only these columns, in this order',
  },
  {
    key: 'header',
    flags: '--no-header',
    type: 'flag',
    default: true,
    description: 'leave out the header line',
  },
  {
    key: 'color',
    flags: '--color <when>',
    type: 'text',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    description: 'colours',
  },
  { key: 'quiet', flags: '-q, --quiet', type: 'flag', description: 'no notes on stderr' },
  { key: 'verbose', flags: '-v, --verbose', type: 'flag', description: 'say more on stderr' },
  { key: 'debug', flags: '--debug', type: 'flag', description: 'show the stack of a bug' },
];

/** The options that every command takes, by the heading they stand under in `--help`. */
export const commonOptions: Readonly<Record<string, readonly Option[]>> = {
  Window: windowOptions,
  Filters: filterOptions,
  Cost: cost,
  Reading: reading,
  Output: output,
};

/** As errors name an option: `--week-start`; without the `no-` that turns a flag off only where it is its key. */
export function longFlag(option: Option): string {
  return /--[a-z-]+/.exec(option.flags)?.[0] ?? option.flags;
}

/** The variable that sets a configurable option: `LLMTRACE_WEEK_START`. */
export function environmentName(key: string): string {
  return `LLMTRACE_${key.replaceAll(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`;
}
