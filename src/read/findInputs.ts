import { accessSync, constants, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { exitCode, UserError } from '../error.ts';
import { type FoundFile, logsIn, statOf } from './folder.ts';
import { isGlob, matches } from './glob.ts';

export type Input = {
  /** As reports and errors name it: as it was given, or `<stdin>`. */
  readonly name: string;
  /** Absolute; '' for standard input. */
  readonly path: string;
  /** `pipe`: a named pipe or `<(command)`, which can be read only once. */
  readonly kind: 'file' | 'stdin' | 'pipe';
};

export type Surroundings = {
  readonly cwd: string;
  /** What standard input is connected to; `none`: to nothing, or to a device. */
  readonly stdin: 'terminal' | 'pipe' | 'file' | 'none';
  /** `LLMTRACE_LOGS`, else `logs` of the config. */
  readonly configuredLogs?: readonly string[] | undefined;
  /** Which of the two, as messages call it. */
  readonly logsOrigin?: string | undefined;
  /** What `~` stands for in them and in quoted globs. */
  readonly home?: string | undefined;
};

const stdin: Input = { name: '<stdin>', path: '', kind: 'stdin' };

/**
 * The files that one invocation reads, in the order given and sorted within folders, each once. Without any named:
 * standard input, what is configured.
 * Throws UserError (exit 3) for what does not exist, cannot be read or matches nothing, and (exit 2) when nothing is named.
 */
export function findInputs(named: readonly string[], around: Surroundings): Input[] {
  const found = sources(named, around).flatMap(({ text, origin }) => inputsOf(text, origin, around));
  const seen = new Set<string>();
  return found.filter(({ real }) => !seen.has(real) && seen.add(real)).map(({ input }) => input);
}

type Source = { readonly text: string; readonly origin: string };
type Candidate = { readonly input: Input; readonly real: string };

function sources(named: readonly string[], around: Surroundings): Source[] {
  if (named.length > 0) return named.map((text) => ({ text, origin: '' }));
  if (around.stdin === 'pipe' || around.stdin === 'file') return [{ text: '-', origin: '' }];
  if (around.configuredLogs && around.configuredLogs.length > 0) {
    const { logsOrigin = 'the config' } = around;
    const origin = logsOrigin === 'LLMTRACE_LOGS' ? logsOrigin : `"logs" in ${logsOrigin}`;
    return around.configuredLogs.map((text) => ({ text, origin: ` (from ${origin})` }));
  }
  throw new UserError(
    'no log was named: give files, folders, quoted globs or - for standard input, as in\n  llmtrace top logs/',
  );
}

function inputsOf(text: string, origin: string, around: Surroundings): Candidate[] {
  if (text === '-') return [{ input: stdin, real: '-' }];
  const path = absolute(text, around);
  try {
    const found = existing(path, text) ?? globbed(path, text, around);
    if (found.length > 0) return found;
  } catch (error) {
    throw asUserError(error, text, origin, around);
  }
  throw new UserError(
    `${text}${origin}: ${isGlob(text) ? 'no file matches' : 'no such file or folder'}`,
    exitCode.input,
  );
}

function absolute(text: string, { cwd, home }: Surroundings): string {
  if (home !== undefined && /^~(?=$|[/\\])/.test(text)) return join(home, text.slice(1));
  return isAbsolute(text) ? text : resolve(cwd, text);
}

/** The files at a path: itself, or the logs in it; nothing when there is nothing at that path. */
function existing(path: string, text: string): Candidate[] | undefined {
  const target = statOf(path);
  if (target === undefined) return undefined;
  if (target.isDirectory()) return folder(path, text);
  accessSync(path, constants.R_OK);
  const kind = target.isFile() ? 'file' : 'pipe';
  return [{ input: { name: text, path, kind }, real: kind === 'file' ? realpathSync.native(path) : path }];
}

function folder(path: string, text: string): Candidate[] {
  const files = logsIn(path);
  if (files.length === 0) {
    throw new UserError(
      `${text}: no *.jsonl, *.ndjson, *.json, *.log, *.eval or *.traj in this folder, plain, .gz or .zst`,
      exitCode.input,
    );
  }
  return files.map((file) => candidate(file, path, text));
}

function candidate(file: FoundFile, folderPath: string, folderText: string): Candidate {
  const name = join(folderText, file.path.slice(folderPath.length));
  return { input: { name, path: file.path, kind: 'file' }, real: file.real };
}

function globbed(path: string, text: string, around: Surroundings): Candidate[] {
  if (!isGlob(text)) return [];
  const isRelative = resolve(around.cwd, text) === path && !isAbsolute(text);
  return matches(isRelative ? text : path, around.cwd).flatMap((match) => {
    const name = isRelative ? relative(around.cwd, match) : match;
    return statOf(match)?.isDirectory()
      ? logsIn(match).map((file) => candidate(file, match, name))
      : (existing(match, name) ?? []);
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'its links go round in a circle',
  ENOTDIR: 'no such file or folder',
  ENAMETOOLONG: 'no such file or folder',
};

/** What the file system says about a path of the user's; any other error passes. */
function asUserError(error: unknown, text: string, origin: string, around: Surroundings): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  const inner = path === undefined || path === absolute(text, around) ? '' : ` (at ${path})`;
  return new UserError(`${text}${origin}: ${reason}${inner}`, exitCode.input);
}
