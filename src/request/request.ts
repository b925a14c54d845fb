import { UserError } from '../error.ts';
import { instantOf, parseSpec, type WindowSpec } from '../time/window.ts';
import { type Instant, systemZone } from '../time/zone.ts';
import { type Config, type Environment, noConfig, type PriceSource } from './config.ts';
import { logsOf, mapOf, pricesOf } from './layers.ts';
import { commonOptions, type OptionValue } from './options.ts';
import { type Asked, type Given, type Setting, settingOf } from './settings.ts';

/** What one invocation asks for; made once at the border, readonly from there on. */
export type Request = {
  /** The folder that the invocation works in: where relative paths of files begin. */
  readonly folder: string;
  /** The files, folders and globs that were named; `-` is standard input. */
  readonly inputs: readonly string[];
  /** What to read when nothing is named and nothing is piped in: `LLMTRACE_LOGS`, else `logs` of the config. */
  readonly logs: readonly string[];
  /** The database file to use and to keep up to date; `name`: as messages call it. */
  readonly db?: { readonly path: string; readonly name: string } | undefined;
  /** Is what is new in configured logs imported before the database answers? */
  readonly imports: boolean;
  readonly window: WindowSpec & {
    /** Milliseconds since 1970; `latest`: the instant after the newest record; undefined: when the program runs. */
    readonly now?: Instant | 'latest' | undefined;
  };
  /** IANA zone of days and weeks. */
  readonly tz: string;
  /** IANA zone of logged times that have none. */
  readonly assumeTz: string;
  readonly weekStart: 'mon' | 'sun';
  /** SQL conditions over `span`, as given; all must hold. */
  readonly where: readonly string[];
  /** Column of `span` → globs, any of which must match; a column that is not filtered is left out. */
  readonly globs: Readonly<Record<string, readonly string[]>>;
  readonly cost: 'auto' | 'computed' | 'reported';
  /** Price files and rules of the user's, those of the command line before those of the environment and the config; the first match counts. */
  readonly prices: readonly PriceSource[];
  /** ISO 8601 in UTC: the instant whose prices hold for every call; undefined: each call's own. */
  readonly pricesAsOf?: string | undefined;
  readonly strictPrices: boolean;
  readonly rollup: 'auto' | 'leaf' | 'root';
  /** Traces that a span of another trace links count as part of that one. */
  readonly followLinks: boolean;
  /** The dialect's name as given: `read/` knows which there are. */
  readonly formatIn?: string | undefined;
  /** Column of `logged` → path in a record (`usage.prompt_tokens`). */
  readonly map: Readonly<Record<string, string>>;
  /** A fraction of 1. */
  readonly maxRejected: number;
  /** As DuckDB reads sizes: `4GB`. */
  readonly memory?: string | undefined;
  readonly threads?: number | undefined;
  readonly format: Format;
  readonly output?: string | undefined;
  /** Rows to list; Infinity with `--all` alone. */
  readonly limit: number;
  /** `--all`: also lifts the floors of the commands that have one. */
  readonly all: boolean;
  readonly columns?: readonly string[] | undefined;
  readonly header: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Rules of `check` in the config, by name, unchecked. */
  readonly check: Readonly<Record<string, number | string | boolean>>;
  /** What the environment or a config file can set: the value in force and where it came from. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** The config file that was read, as messages call it; undefined where there is none. */
  readonly configFile?: string | undefined;
};

export type Format = 'table' | 'json' | 'jsonl' | 'csv' | 'tsv' | 'markdown' | VerdictFormat;

/** Formats of verdicts on rules, for CI. */
export type VerdictFormat = 'github' | 'junit' | 'sarif';

/** For `doctor --config`. */
type Origin = Setting<OptionValue | Readonly<Record<string, string>>>;

/** `common`: options by the keys of the option table, undefined where nobody gave one (commander must not fill in defaults). */
export type RawRequest = { readonly common: Given; readonly inputs: readonly string[] };

type Settings = Readonly<Record<string, Setting<OptionValue>>>;

/** Options whose checked value goes into the request as it is. */
const asGiven = [
  ...([
    'assumeTz',
    'weekStart',
    'where',
    'cost',
    'strictPrices',
    'rollup',
    'followLinks',
    'formatIn',
  ] as const),
  ...(['maxRejected', 'memory', 'threads', 'format', 'output', 'all', 'header', 'color'] as const),
  ...(['quiet', 'verbose', 'imports'] as const),
];

/** The options that filter by globs: the column of `span` that each looks at. */
const globColumns = {
  ...{ model: 'model', user: 'user_id', session: 'session_id', feature: 'feature' },
  ...{ env: 'environment', tool: 'tool_name', name: 'name' },
} as const;

const options = Object.values(commonOptions).flat();

/**
 * Checks everything that one invocation asks for, on the command line, in the environment and in the config file. Throws a
 * UserError that names the option, what was given and what was expected.
 */
export function parseRequest(raw: RawRequest, env: Environment = {}, config: Config = noConfig): Request {
  const asked = { given: raw.common, env, config };
  const settings = settingsOf(asked);
  const value = <Value>(key: string): Value => settings[key]?.value as Value;
  if (!value('imports') && raw.inputs.length > 0)
    throw new UserError(`--no-import: answers from the database as it is; leave out ${raw.inputs[0]}`);
  const [logs, prices, map] = [logsOf(asked), pricesOf(asked), mapOf(asked)];
  return {
    ...(Object.fromEntries(asGiven.map((key) => [key, value(key)])) as Pick<Request, AsGiven>),
    ...{ folder: '.', inputs: raw.inputs, logs: logs.value, prices: prices.value, map: map.value },
    ...{ tz: value('tz'), window: windowOf(settings), globs: globsOf(settings), limit: limitOf(settings) },
    pricesAsOf: inUtc(value('pricesAsOf')),
    columns: names(value('columns')),
    db: databaseOf(settings['db']?.value),
    check: config.check ?? {},
    configFile: config.file === undefined ? undefined : config.name,
    origins: { ...configurable(settings), logs, map, prices: { ...prices, value: prices.value.map(shown) } },
  };
}

type AsGiven = (typeof asGiven)[number];

/** The zone of days is the system's where nobody chose one. */
function settingsOf(asked: Asked): Settings {
  const settings: Settings = Object.fromEntries(
    options.map((option) => [option.key, settingOf(option, asked)]),
  );
  const isChosen = settings['tz']?.value !== undefined;
  return isChosen ? settings : { ...settings, tz: { value: systemZone(), origin: 'default' } };
}

/** A window that was only configured gives way to `--since` and `--until`. */
function windowOf(settings: Settings): Request['window'] {
  const text = (key: string) => settings[key]?.value as string | undefined;
  const [since, until, now] = [text('since'), text('until'), text('now')];
  const isAsked = settings['window']?.origin === '--window';
  const isOpen = since === undefined && until === undefined;
  const spec = { expression: isAsked || isOpen ? text('window') : undefined, since, until };
  parseSpec(spec);
  if (now === undefined || now === 'latest') return { ...spec, now };
  return { ...spec, now: instantOf(now, text('tz') ?? 'UTC') };
}

function globsOf(settings: Settings): Request['globs'] {
  const globs = Object.entries(globColumns).map(([key, column]) => [column, settings[key]?.value] as const);
  return Object.fromEntries(
    globs.filter(([, given]) => Array.isArray(given) && given.length > 0),
  ) as Request['globs'];
}

function limitOf(settings: Settings): number {
  const isAll = settings['all']?.value === true && settings['limit']?.origin === 'default';
  return isAll ? Number.POSITIVE_INFINITY : (settings['limit']?.value as number);
}

function databaseOf(file: OptionValue): Request['db'] {
  return file === undefined ? undefined : { path: String(file), name: String(file) };
}

function inUtc(time: string | undefined): string | undefined {
  return time === undefined ? undefined : new Date(instantOf(time, 'UTC')).toISOString();
}

function names(list: string | undefined): string[] | undefined {
  return list?.split(',').map((name) => name.trim());
}

function shown(source: PriceSource): string {
  return 'file' in source ? source.file : `${source.rules.length} rules`;
}

function configurable(settings: Settings): Settings {
  const keys = options.filter((option) => option.configurable === true).map(({ key }) => key);
  return Object.fromEntries(Object.entries(settings).filter(([key]) => keys.includes(key)));
}
