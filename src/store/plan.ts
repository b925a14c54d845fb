import type { Dialect, Sample } from '../dialects/dialect.ts';
import { listsObjects } from '../dialects/keys.ts';
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
  const [winner] = [...votes].sort(([, one], [, other]) => other - one)[0] ?? [];
  return winner !== undefined && winner === dialects.at(-1)
    ? (stowaway(sample, dialects, winner) ?? winner)
    : winner;
}

const mostShapes = 12;

/**
 * The last dialect takes whatever looks like a call, so it would read records of another along, and lose what only that one knows of
 * them. The other one reads the file then, and leaves the rest to be sorted out one by one. A record of each shape tells.
 */
function stowaway(sample: Sample, dialects: readonly Dialect[], winner: Dialect): Dialect | undefined {
  const shapes = new Map(sample.map((record) => [shapeOf(record), record]));
  return [...shapes.values()]
    .slice(0, mostShapes)
    .filter((record) => winner.record.safeParse(record).success)
    .map((record) => dialectOf(record, dialects))
    .find((dialect) => dialect !== undefined && dialect !== winner);
}

/** Its keys, what is a list of objects, and its type. */
function shapeOf(record: Sample[number]): string {
  const keys = Object.entries(record).map(
    ([key, value]) => `${key}${listsObjects(record, key) ? '[]' : typeof value}`,
  );
  return [...keys, String(record['type'])].join();
}
