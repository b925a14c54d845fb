import type { DuckDBValue } from '@duckdb/node-api';
import type * as z from 'zod';

/** The first records of a file (and some from its middle and end), parsed. */
export type Sample = readonly Readonly<Record<string, unknown>>[];

/**
 * One way that applications log. The pair of files `x.sql` + `x.ts` is all there is to a dialect: the SELECT reads
 * whole files into rows of the table `logged` (see `store/logged.sql`), this says how to recognise a record.
 */
export type Dialect = {
  /** As in `--format-in` and in reports. */
  readonly name: string;
  /**
   * Accepts a record of this dialect (a parsed JSON object) and no other's; on refusal its first issue says why. The
   * SELECT must give a non-NULL `record_type` to exactly the records this accepts.
   */
  readonly record: z.ZodType;
  /**
   * One SELECT over `read_json($files, …, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)`: records in, rows of `logged` out. It may
   * leave out columns of `logged` that it never fills. `$files` is a list of paths, `$maximum_object_size` bytes;
   * both must be used, and no other parameter unless `parameters` binds it.
   */
  readonly sql: string;
  /**
   * A SELECT that reads logs like this sample faster than `sql`; undefined: none does. What it gives no `record_type` is
   * read by `sql` after all, record by record.
   */
  readonly faster?: (sample: Sample) => string | undefined;
  /** Statements that make the macros which the SELECT uses, beyond those of every dialect; they may run more than once. */
  readonly macros?: readonly string[];
  /** `call_id` is `trace_id` and `span_id` together, and there is one wherever there is a `span_id`: where it is not asked for it can be left out. */
  readonly spanIsCall?: true;
  /** Attributes may have any name: where they are wanted, the keys of all records are looked up first, and join the sample. A key may be first seen late. */
  readonly discover?: true;
  /** Values of `record_type` that are known to hold no usage; any other that is no span is told as unknown. Not given: all are known. */
  readonly others?: readonly string[];
  /** A file is a session, and what a record means depends on those before it: a file that has records SQL cannot read is read again as a whole. */
  readonly isSequential?: true;
  /**
   * Values of further named parameters of the SELECT, from the sample of the files that it will read together; `names`: what
   * the user calls them, in the order of `$files`.
   */
  readonly parameters?: (
    sample: Sample,
    wanted: Wanted,
    trust?: 'trust',
    names?: readonly string[],
  ) => Record<string, DuckDBValue>;
};

/** What of the log the command asks for, beyond the standard columns. */
export type Wanted = {
  /** Columns of `logged` that are needed. */
  readonly columns: ReadonlySet<string>;
  /** `--map`: column of `logged` → path in the record (`usage.prompt_tokens`). */
  readonly map: Readonly<Record<string, string>>;
};
