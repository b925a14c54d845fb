import type { Dialect, Sample } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/recognise.ts';
import type { ReadableFile } from '../read/readInputs.ts';

/** How a file is to be read: by one dialect's SELECT, or record by record. */
export type Planned = {
  readonly file: ReadableFile;
  /** The dialect of most of its sample; undefined when nothing in it is recognised. */
  readonly dialect: Dialect | undefined;
  /** Calls of different worlds are never copies of each other; undefined: there is just one. */
  readonly world?: number | undefined;
};

export function plan(file: ReadableFile, dialects: readonly Dialect[], world?: number): Planned {
  return { file, dialect: commonest(file.sniffed.sample, dialects), world };
}

/** So many records of a file decide; where they are split, the others are sorted out one by one anyway. */
const voters = 5;

/** The first dialect that accepts a record reads it; the file goes to the dialect with the most records of its sample. */
function commonest(sample: Sample, dialects: readonly Dialect[]): Dialect | undefined {
  const votes = new Map<Dialect, number>();
  const step = Math.max(1, Math.ceil(sample.length / voters));
  for (const record of sample.filter((_, place) => place % step === 0)) {
    const dialect = dialectOf(record, dialects);
    if (dialect !== undefined) votes.set(dialect, (votes.get(dialect) ?? 0) + 1);
  }
  return [...votes].sort(([, one], [, other]) => other - one)[0]?.[0];
}
