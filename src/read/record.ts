/** What the file holds and SQL could not, or should not, read as it stands. */
export type Alteration =
  | 'UTF-16'
  | 'byte order mark'
  | 'invalid UTF-8'
  | 'lone surrogate'
  | 'NaN or Infinity'
  | 'trailing comma'
  | 'control character'
  | 'text around the object'
  | 'several on a line'
  | 'document'
  | 'doubled backslashes'
  | 'envelope';

export const unaltered: readonly Alteration[] = [];

/**
 * One logged JSON object. `text` is well-formed JSON on one line; numbers stand in it as they were logged. A key that was
 * logged twice stays so: SQL reads the first (`value` holds the last), in ordinary files and here alike.
 */
export type LoggedRecord = {
  /** Where the object starts in the uncompressed file, from 1. */
  readonly line: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** `text` is not what stands in the file. */
  readonly isAltered: boolean;
  readonly alterations: readonly Alteration[];
};

/** Something that is no record; the reason never holds text of the log. */
export type Rejected = {
  readonly line: number;
  readonly reason: string;
  /** The end of the file cut it off: a writer is at work, or was stopped. */
  readonly isTorn: boolean;
  /** A line of text in which no JSON starts. */
  readonly isText?: boolean;
};

export type Item = LoggedRecord | Rejected;

export function isRejected(item: Item): item is Rejected {
  return 'reason' in item;
}

export function isLogged(item: Item): item is LoggedRecord {
  return 'text' in item;
}

/** DuckDB's parser takes NaN, Infinity and trailing commas: an alteration of these alone needs no second reading. */
const readableBySql: ReadonlySet<Alteration> = new Set(['NaN or Infinity', 'trailing comma']);

/** Does the SELECT of a dialect see this record in the file as it stands? */
export function isReadableBySql(record: LoggedRecord): boolean {
  return record.alterations.every((alteration) => readableBySql.has(alteration));
}

export function merged(some: readonly Alteration[], more: readonly Alteration[]): readonly Alteration[] {
  if (more.length === 0 || some === more) return some;
  return some.length === 0 ? more : [...new Set([...some, ...more])];
}
