import path from 'node:path';
import type { Side, Sides } from './analyses/diff/side.ts';
import { exitCode, UserError } from './error.ts';
import { statOf } from './read/folder.ts';
import { isGlob, matches } from './read/glob.ts';
import type { Request } from './request/request.ts';
import { quoted } from './suggest.ts';
import { isWindow, parseWindow } from './time/expression.ts';
import { type Clock, previous, resolveWindow, type Window } from './time/window.ts';

/** The word that was given for one side of a comparison. */
type Asked = { readonly word: string; readonly isPath: boolean };

export type AskedSides = {
  readonly before: Asked;
  readonly after: Asked;
  /** Which inputs are read, each list as a world of its own: first those of the windows, if any, then those of the paths. */
  readonly worlds: readonly (readonly string[])[];
};

/** Is each side a window or a path? Throws a UserError for a word that is both or neither. */
export function askedSides(
  [first, second]: readonly [string, string],
  { inputs, window, origins }: Pick<Request, 'inputs' | 'window' | 'origins'>,
  cwd: string,
): AskedSides {
  const [before, after] = [asked(first, cwd), asked(second, cwd)];
  const paths = [before, after].filter(({ isPath }) => isPath).map(({ word }) => [word]);
  if (paths.length === 2 && inputs.length > 0)
    throw new UserError(
      `both sides are files, and ${quoted(inputs[0])} belongs to neither\n  try: a folder or a quoted glob on each side`,
    );
  const isNarrowed = origins['window']?.origin === '--window' || window.since || window.until;
  if (paths.length === 0 && isNarrowed)
    throw new UserError('--window: diff compares the two windows that stand in front of its inputs');
  const isLone = (one: Asked, other: Asked) => one.word === 'prev' && (other.isPath || other.word === 'prev');
  if (isLone(before, after) || isLone(after, before))
    throw new UserError('"prev" is the window of equal length right before the other one; the other is none');
  return { before, after, worlds: paths.length === 2 ? paths : [inputs, ...paths] };
}

function asked(word: string, cwd: string): Asked {
  const isPath = word === '-' || isThere(word, cwd);
  if (isPath && isWindow(word))
    throw new UserError(
      `${quoted(word)} is a window and a file; say which\n  the file: ./${word}\n  the window: run it where there is no such file`,
    );
  if (!isPath && /[/\\]|\.\w*(json|log|gz|zst)/i.test(word) && !isWindow(word))
    throw new UserError(`${word}: no such file or folder`, exitCode.input);
  if (!isPath && word !== 'prev') parseWindow(word);
  return { word, isPath };
}

function isThere(word: string, cwd: string): boolean {
  return statOf(path.resolve(cwd, word)) !== undefined || (isGlob(word) && matches(word, cwd).length > 0);
}

/** What the sides come to on a clock; the window of the request narrows those that are files. */
export function resolveSides(
  { before, after, worlds }: AskedSides,
  spec: Request['window'],
  clock: Clock,
): Sides {
  const windowOf = ({ word, isPath }: Asked): Window | undefined => {
    if (isPath) return { ...resolveWindow(spec, clock), label: word };
    return word === 'prev' ? undefined : resolveWindow({ expression: word }, clock);
  };
  const [first, second] = [windowOf(before), windowOf(after)];
  const worldOf = (isPath: boolean, last: boolean) =>
    worlds.length < 2 ? undefined : isPath && (last || !after.isPath) ? 2 : 1;
  return {
    before: side(before, first ?? previousOf(second, clock), worldOf(before.isPath, false)),
    after: side(after, second ?? previousOf(first, clock), worldOf(after.isPath, true)),
  };
}

function side({ word, isPath }: Asked, window: Window, world: number | undefined): Side {
  return { label: word, isFiles: isPath, window, world };
}

/** `askedSides` has refused `prev` beside `prev`. */
function previousOf(window: Window | undefined, { tz }: Clock): Window {
  if (window === undefined) throw new Error('prev of nothing');
  return previous(window, tz);
}
