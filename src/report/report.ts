/** What one command found: plain data, no text made for a screen. `render/` turns it into bytes. */

/** What a number counts; renderers choose digits by it, JSON and CSV print the plain number. */
export type Unit =
  | 'usd'
  | 'tokens'
  | 'count'
  | 'number'
  | 'ms'
  | 'fraction'
  | 'instant'
  | 'text'
  | 'bytes'
  | 'usd_per_mtok'
  | 'flag'
  | 'list'
  | 'json'
  /** A number that brings its unit with it: a `Quantity`. */
  | 'quantity'
  /** Words and numbers: a `Sentence`. Machine formats hold it as the text that a person reads. */
  | 'sentence'
  /** A stretch of a bar, `[from, to]` as shares of its whole length: the larger first where something shrinks. */
  | 'bar';

export type Column = {
  /** The name everywhere: SQL, JSON, CSV, README. */
  readonly key: string;
  readonly unit: Unit;
  /** A shorter heading for a table on a screen; default: the key. */
  readonly title?: string;
  /** In a table on a screen: shown always, when there is room (default; the later columns go first), or only with `--columns`. */
  readonly show?: 'always' | 'room' | 'asked';
  /** Indents the cell by this many levels, read from the row under this key (trees). */
  readonly indentBy?: string;
  /** On a screen each cell shows the text under this key of its row instead: a sign for a flag, nothing for the usual. */
  readonly shownBy?: string;
  /** A text that goes on in the next line of its column where the screen is too narrow, instead of being cut. */
  readonly wraps?: boolean;
  /** A difference: a screen writes `+` before what is more. */
  readonly signed?: boolean;
  /** A sum that lacks the parts counted under this key (`unpriced_calls`): where that is above 0, a screen says `≥`. */
  readonly atLeastIf?: string;
};

/**
 * One value. Unknown is null, never 0 or ''. Money and other DECIMALs are decimal strings of full precision in a column
 * with a numeric unit (`"0.008535000000"`), so that no digit is lost before rendering; counts are numbers; instants are
 * ISO 8601 in UTC with Z; `list` cells are arrays, `json` cells any JSON value. Inside those, and in `meta`, nobody names units:
 * a decimal string under a key that ends in `usd` is money, and prints as a number.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Row = { readonly [key: string]: Value };

/** A number in a sentence, with its unit; renderers choose the digits. */
export type Quantity = {
  readonly value: Value;
  readonly unit: Unit;
  /** A difference: `+` before what is more. */
  readonly signed?: boolean;
};

/** Words, and numbers whose digits a renderer chooses. */
export type Sentence = readonly (string | Quantity)[];

/** One table of a report. The first section of a report is its `rows` in JSON, the others stand beside it under their key. */
export type Section = {
  readonly key: string;
  /** A heading for a screen; the first section of a report often has none. */
  readonly title?: string;
  /** For whom it is: people read tables and Markdown, programs JSON and CSV. Default: both. */
  readonly only?: 'people' | 'programs';
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Rows that exist beyond those listed (after `--limit`). */
  readonly more?: number;
  /** How many of the rows, the first ones, a table is made of; JSON has them all. Default: all. */
  readonly telling?: number;
  /** With no telling row: the line that stands in place of title and table. */
  readonly gist?: string;
  /** On a terminal a table has at most so many rows; the others are counted as `more`. Default: all. */
  readonly screenRows?: number;
  /** The bottom line of a table on a screen, under the same columns. */
  readonly footer?: Row;
  /** The key of a column of long texts: on a screen each stands whole, over as many lines as it takes, below the rest of its row. */
  readonly prose?: string;
};

export type Report = {
  /** The command: `top` gives `llmtrace.top/1`. */
  readonly command: string;
  readonly meta: { readonly [key: string]: Value };
  readonly sections: readonly [Section, ...Section[]];
  /** Columns of `totals` for their units. */
  readonly totals?: { readonly columns: readonly Column[]; readonly row: Row };
  /** Sentences for a person: they go to stderr beside a table, and into `notes` of JSON. */
  readonly notes: readonly (string | Sentence)[];
  /** A one-line heading above the table on a screen (the window, what was counted). */
  readonly headline?: string | Sentence | undefined;
  /** JSON asked for by itself: what a table format prints instead of tables, as it stands. */
  readonly document?: string;
};
