import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { UserError } from '../error.ts';
import { jsonError } from '../jsonError.ts';
import type { OptionValues } from './options.ts';

/** Prices that someone wrote: a file, or rules that stand in the config; `origin` is what an error about them begins with. */
export type PriceSource =
  | {
      readonly origin: string;
      readonly file: string;
      /** Where a relative `file` is looked for; default: the folder one works in. */
      readonly folder?: string;
    }
  | { readonly origin: string; readonly rules: readonly unknown[] };

/** The variables of the environment, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the config file says. */
export type Config = {
  /** Where it stands; undefined where there is none. */
  readonly file: string | undefined;
  /** As messages call it: seen from the folder one works in, or from the home folder. */
  readonly name: string;
  /** Paths and globs, made absolute from the file's own folder. */
  readonly logs?: readonly string[];
  readonly prices?: readonly PriceSource[];
  /** Column of `logged` → path in a record. */
  readonly map?: Readonly<Record<string, string>>;
  /** Rules of `check`, by name; that command checks them. */
  readonly check?: Readonly<Record<string, number | string | boolean>>;
  /** The other configurable options, by key. */
  readonly options: OptionValues;
};

export const noConfig: Config = { file: undefined, name: 'llmtrace.json', options: {} };

/**
 * Reads the nearest `llmtrace.json` upwards from a folder, else `llmtrace/config.json` in `$XDG_CONFIG_HOME` or
 * `~/.config`; only one file counts. Throws a UserError that names the file and the key, or the line and column where it is
 * no JSON.
 */
export async function readConfig({
  cwd,
  env,
}: {
  readonly cwd: string;
  readonly env: Environment;
}): Promise<Config> {
  const home = env['HOME'] ?? homedir();
  const places = [...upwards(cwd).map((folder) => path.join(folder, 'llmtrace.json')), userFile(home, env)];
  for (const file of places) {
    const name = displayName(file, cwd, home);
    const content = contentOf(file, name);
    if (content !== undefined) return await parseConfig(content, file, name, home);
  }
  return noConfig;
}

function upwards(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** XDG allows absolute paths only; others are to be ignored. */
function userFile(home: string, env: Environment): string {
  const given = env['XDG_CONFIG_HOME'];
  const folder = given !== undefined && path.isAbsolute(given) ? given : path.join(home, '.config');
  return path.join(folder, 'llmtrace', 'config.json');
}

function displayName(file: string, cwd: string, home: string): string {
  if (path.basename(file) === 'llmtrace.json') return path.relative(cwd, file);
  return file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file;
}

function contentOf(file: string, name: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'EISDIR') throw new UserError(`${name}: is a folder; expected a file with settings`);
    if (code === 'EACCES' || code === 'EPERM')
      throw new UserError(`${name}: may not be read; check its permissions`);
    throw error;
  }
}

async function parseConfig(content: string, file: string, name: string, home: string): Promise<Config> {
  const { configSchema, describeIssue } = await import('./configSchema.ts');
  const found = configSchema.safeParse(parseJson(content, name));
  if (found.error !== undefined) throw new UserError(`${name}: ${describeIssue(found.error)}`);
  const resolve = (written: string): string => absolute(written, path.dirname(file), home);
  const { $schema: _, logs, prices, map, check, ...others } = found.data;
  const options = 'db' in others ? { ...others, db: resolve(String(others['db'])) } : others;
  return {
    ...{ file, name, options: options as OptionValues },
    ...(logs === undefined ? {} : { logs: [logs].flat().map(resolve) }),
    ...(prices === undefined ? {} : { prices: priceSources([prices].flat(), name, resolve) }),
    ...(map === undefined ? {} : { map: map as Record<string, string> }),
    ...(check === undefined ? {} : { check }),
  };
}

function parseJson(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const found = error instanceof SyntaxError ? jsonError(content) : undefined;
    if (found === undefined) throw error;
    throw new UserError(`${name}:${found.line}:${found.column}: not JSON: ${found.reason}`);
  }
}

/** No shell reads a config file, so `~/` is expanded here. */
function absolute(written: string, folder: string, home: string): string {
  return written.startsWith('~/') ? path.join(home, written.slice(2)) : path.resolve(folder, written);
}

function priceSources(
  written: readonly unknown[],
  origin: string,
  resolve: (file: string) => string,
): PriceSource[] {
  const isPaths = written.every((item) => typeof item === 'string');
  return isPaths ? written.map((item) => ({ origin, file: resolve(item) })) : [{ origin, rules: written }];
}
