import type { ExitCode } from '../error.ts';
import type { Report } from '../report/report.ts';
import type { Option, OptionValues } from '../request/options.ts';
import type { Format, Request } from '../request/request.ts';
import type { LateAttributes } from '../store/lateAttributes.ts';
import type { Store } from '../store/store.ts';
import type { Clock, Window } from '../time/window.ts';
import type { Sides } from './diff/side.ts';

/** The values of one command's own positional arguments (in order, without the inputs) and options. */
export type Own = { readonly positionals: readonly string[]; readonly options: OptionValues };

/** What a command found; `run` adds the command's name and the part of `meta` that every report has. */
export type Answer = Omit<Report, 'command' | 'meta'> & {
  readonly meta?: Report['meta'];
  /** What the command ends with once its report is printed; default: done. */
  readonly exitCode?: ExitCode;
};

/**
 * One command: the question in `x.sql`, everything else about it in `x.ts`. This module must stay light (types and SQL text):
 * the command line imports all analyses to print its help.
 */
export type Analysis = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Its own positional arguments, which stand before the inputs. */
  readonly positionals: readonly Positional[];
  readonly options: readonly Option[];
  /** Command lines that run as they stand in a fresh clone, for `--help`. */
  readonly examples: readonly string[];
  /** Formats that it can be printed in beyond those of every command. */
  readonly formats?: readonly Format[];
  /** Does it answer from a log at all? (`prices list` does not.) */
  readonly readsLog: (own: Own) => boolean;
  /** Answers from a log of which more than `--max-rejected` is unreadable too; it is then its own task to say so. */
  readonly acceptsRejected?: true;
  /** Is the database file to be made anew? */
  readonly rebuilds?: (own: Own) => boolean;
  /** Columns of `span` that it reads beyond the standard ones (`store/columns.ts`). */
  readonly needs: (
    own: Own,
    request: Request,
    store: Store,
  ) => readonly string[] | Promise<readonly string[]>;
  /** Of a comparison: its two sides as they were given, each a window or a path. */
  readonly sides?: (own: Own) => readonly [before: string, after: string];
  readonly answer: (store: Store, request: Request, own: Own, scope: Scope) => Promise<Answer>;
};

/** What of the log an answer is about. */
export type Scope = {
  /** What "now" and "a day" mean; `now` is that of `--now`. */
  readonly clock: Clock;
  readonly window: Window;
  /** Of a comparison: what its sides came to. */
  readonly sides?: Sides;
  /** Where attributes have not landed: looks those of a few spans up. */
  readonly lateAttributes?: LateAttributes | undefined;
};

export type Positional = {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  /** Options (by key) that take its place: with one of them given, the first word is an input already. */
  readonly unless?: readonly string[];
};
