import { existsSync, linkSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCode, UserError } from '../../error.ts';
import type { Store } from '../store.ts';

/** A database file: where it is, and what messages call it. */
export type DatabaseFile = { readonly path: string; readonly name: string };

export type Mode = 'READ_ONLY' | 'READ_WRITE';

/** How long another process may hold the file, and how often it is asked for again. Milliseconds. */
export type Patience = { readonly longest: number; readonly step: number };

const patience: Patience = { longest: 60_000, step: 150 };

/** `replaced`: a file that is held while another one is made in its place. */
type Attaching = Partial<Patience> & { readonly as?: 'kept' | 'replaced' };

/**
 * Attaches the file as `kept`. Where another process holds it, says so once and waits.
 * @throws UserError (exit 3) when the wait was in vain, and for what is no database
 */
export async function attach(
  store: Store,
  file: DatabaseFile,
  mode: Mode,
  tell: (text: string) => void,
  { as = 'kept', longest = patience.longest, step = patience.step }: Attaching = {},
): Promise<void> {
  for (let waited = 0; ; waited += step) {
    const before = inodeOf(file);
    const holder = await attempt(store, file, mode, as);
    if (holder === undefined && inodeOf(file) === before) return;
    if (holder === undefined) {
      await store.run(`DETACH ${as}`);
      continue;
    }
    if (waited === 0) tell(`${file.name}: in use by ${holder}; waiting for up to ${longest / 1000} s`);
    if (waited >= longest) throw inUse(file, holder);
    await sleep(step);
  }
}

/** Another file may take the place of one between its opening and its lock: that one is nobody's any more. */
function inodeOf({ path }: DatabaseFile): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/** Nothing when it is attached, else who holds the file. The one place where a path meets SQL: ATTACH takes no parameter. */
async function attempt(
  store: Store,
  file: DatabaseFile,
  mode: Mode,
  as: string,
): Promise<string | undefined> {
  try {
    await store.run(`ATTACH '${file.path.replaceAll("'", "''")}' AS ${as} (${mode})`);
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!/Could not set lock|being used by another process/i.test(text))
      throw asUserError(text, file) ?? error;
    const pid = /PID (\d+)/.exec(text)?.[1];
    return pid === undefined ? 'another process' : `another process (${pid})`;
  }
}

function inUse({ name }: DatabaseFile, holder: string): UserError {
  return new UserError(`${name}: still in use by ${holder}; try again when it is done`, exitCode.input);
}

function asUserError(text: string, { name }: DatabaseFile): UserError | undefined {
  if (/not a valid DuckDB database file/.test(text))
    return new UserError(
      `${name}: is no DuckDB database\n  try: --db with the name of a new file`,
      exitCode.input,
    );
  if (/Trying to read a database file with version|newer version|storage version/i.test(text))
    return new UserError(
      `${name}: was made by another version of DuckDB, which this one cannot read`,
      exitCode.input,
    );
  if (/Permission denied|Read-only file system/i.test(text))
    return new UserError(`${name}: no permission to open it`, exitCode.input);
  if (/Cannot open (file|database)|No such file|Is a directory/i.test(text))
    return new UserError(`${name}: cannot be opened: ${text.split('\n')[0]}`, exitCode.input);
  return undefined;
}

/**
 * Makes a new, empty database in one step: whoever looks, and whenever we are killed, finds all of it or nothing. Where
 * another process was faster, its file stays.
 */
export async function createFile(
  store: Store,
  { path, name }: DatabaseFile,
  draftPath: string,
  fill: () => Promise<void>,
): Promise<void> {
  if (existsSync(path)) return;
  const draft = { path: draftPath, name };
  try {
    await attach(store, draft, 'READ_WRITE', () => undefined);
    await fill();
    await store.run('DETACH kept');
    linkSync(draft.path, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft.path, { force: true });
  }
}
