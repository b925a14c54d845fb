import path from 'node:path';
import { UserError } from '../error.ts';
import { type Config, type Environment, noConfig } from './config.ts';
import { optionSchema } from './optionSchema.ts';
import { environmentName, longFlag, type Option, type OptionValue, type OptionValues } from './options.ts';

/** A value and where it came from: `--tz`, `LLMTRACE_TZ`, the config file's name or `default`. */
export type Setting<Value> = { readonly value: Value; readonly origin: string };

/** Options of one command line, unchecked, by the keys of the option table; undefined where nobody gave one. */
export type Given = Readonly<Record<string, unknown>>;

/** Everywhere a setting can come from. */
export type Asked = { readonly given: Given; readonly env: Environment; readonly config: Config };

/**
 * The value of one option, checked: from the command line, else, for a configurable one of one value, from the environment,
 * else from the config file, else its default. Throws a UserError that begins with the origin.
 */
export function settingOf(option: Option, { given, env, config }: Asked): Setting<OptionValue> {
  if (isGiven(given[option.key])) return checked(option, given[option.key], longFlag(option));
  if (option.configurable === true && option.type !== 'list') {
    const variable = environmentName(option.key);
    if (env[variable]) return checked(option, env[variable], variable);
    const configured = config.options[option.key];
    if (configured !== undefined) return { value: configured, origin: config.name };
  }
  return { value: option.default ?? absent(option), origin: 'default' };
}

/**
 * The values of a command's own options, checked, by key; one that is not given has its default, else a flag is false, a
 * list empty and anything else undefined. Throws a UserError that names the option.
 */
export function parseOptions(options: readonly Option[], given: Given): OptionValues {
  const asked = { given, env: {}, config: noConfig };
  return Object.fromEntries(options.map((option) => [option.key, settingOf(option, asked).value]));
}

/** The items of a variable that holds several: separated as in PATH. */
export function split(text: string): string[] {
  return text.split(path.delimiter).filter((item) => item !== '');
}

function checked(option: Option, given: unknown, origin: string): Setting<OptionValue> {
  const found = optionSchema(option).safeParse(given);
  if (found.success) return { value: found.data, origin };
  const [issue] = found.error.issues;
  throw new UserError(`${origin}: ${issue?.message ?? 'cannot be understood'}`);
}

/** A repeatable option that nobody gave may be an empty list. */
function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function absent(option: Option): OptionValue {
  if (option.type === 'flag') return false;
  return option.type === 'list' ? [] : undefined;
}
