import { landableTypes } from './columns.ts';
import { emptyColumns, spanIsCall } from './glimpse.ts';
import { completeLanded, createLanded } from './landed.ts';
import {
  type Batch,
  exceeding,
  type Landing,
  landingRows,
  largestObject,
  ordinaryObject,
  type Reading,
  type Source,
} from './landing.ts';
import type { Store } from './store.ts';

/**
 * Reads the batches in one pass each, on all cores, into `landed`. A large log lands without the columns that a first look
 * finds empty, with counts of 32 bits and as if all its records were like the sampled ones, which takes half the memory and
 * time; should a record be different after all, it lands again, whole. Gives back the columns that were left out.
 */
export async function landAll(
  store: Store,
  batches: readonly Batch[],
  wanted: Landing,
  workspace: string,
): Promise<ReadonlySet<string>> {
  const empty = await emptyColumns(store, batches, wanted, workspace);
  return await orWhole(store, batches, wanted, empty, () => landWithout(store, batches, wanted, empty));
}

/** Adds batches to those that have landed without the columns `empty`. */
export async function landMore(
  store: Store,
  landed: readonly Batch[],
  more: readonly Batch[],
  wanted: Landing,
  empty: ReadonlySet<string>,
): Promise<void> {
  const needed = new Set(empty);
  if (!spanIsCall(more) && needed.delete('call_key')) await keepCallKeys(store);
  await orWhole(store, [...landed, ...more], wanted, needed, async () => {
    for (const batch of more) await land(store, batch, wanted, needed, false);
  });
}

/** What comes next has calls that are more than one span, or none: from here on each row has a key of its own. */
async function keepCallKeys(store: Store): Promise<void> {
  await store.run('ALTER TABLE landed ADD COLUMN IF NOT EXISTS call_key UBIGINT');
  await store.run('UPDATE landed SET call_key = span_key');
  await store.run('SET VARIABLE span_is_call = false');
  await completeLanded(store);
}

/** Runs a landing; where a record is not as it was expected to be, lands all the batches again with every column. */
async function orWhole(
  store: Store,
  batches: readonly Batch[],
  wanted: Landing,
  empty: ReadonlySet<string>,
  landing: () => Promise<void>,
) {
  try {
    await landing();
    return empty;
  } catch (error) {
    if (empty.size === 0 || !isSurprise(error)) throw error;
    await landWithout(store, batches, wanted, new Set());
    return new Set<string>();
  }
}

const surprise = 'a record is not like the first ones';

/** A count beyond 2^31 is one too. */
const isSurprise = (error: unknown): boolean =>
  String(error).includes(surprise) || /out of range for the destination type INT32/.test(String(error));

async function landWithout(
  store: Store,
  batches: readonly Batch[],
  wanted: Landing,
  empty: ReadonlySet<string>,
): Promise<void> {
  await store.run('SET VARIABLE span_is_call = $is', { is: empty.has('call_key') });
  await createLanded(store, landing(wanted, empty), { into: wanted.into, isNarrow: empty.size > 0 });
  for (const batch of batches) await land(store, batch, wanted, empty, empty.size > 0);
}

/** The columns that land, in the order of the table. */
const landing = (wanted: Landing, empty: ReadonlySet<string>): string[] =>
  [...landableTypes.keys()].filter((column) => wanted.columns.has(column) && !empty.has(column));

/** Lands one batch; a file with an object beyond the ordinary size is read apart, with the memory that it takes. */
async function land(
  store: Store,
  batch: Batch,
  wanted: Landing,
  empty: ReadonlySet<string>,
  isTrusted: boolean,
): Promise<void> {
  let ordinary = batch.sources;
  while (ordinary.length > 0) {
    const tooLarge = await attempt(store, batch, ordinary, wanted, empty, {
      limit: ordinaryObject,
      isTrusted,
    });
    if (tooLarge === undefined) return;
    await attempt(store, batch, [tooLarge], wanted, empty, { limit: largestObject, isTrusted });
    ordinary = ordinary.filter((source) => source !== tooLarge);
  }
}

/** Gives back the source with an object beyond the limit, if that is why nothing was read. */
async function attempt(
  store: Store,
  batch: Batch,
  sources: readonly Source[],
  wanted: Landing,
  empty: ReadonlySet<string>,
  reading: Reading,
) {
  const columns = landing(wanted, empty);
  const left = [...empty].filter((column) => column !== 'call_key');
  const { rows, parameters } = landingRows(batch, sources, wanted, reading);
  const insert = empty.size > 0 ? withoutEmpty(rows, columns, left) : whole(rows, columns);
  try {
    const run = () => store.run(insert, parameters);
    await (wanted.watch === undefined ? run() : wanted.watch(store, bytesOf(sources), run));
    return undefined;
  } catch (error) {
    const tooLarge = reading.limit < largestObject ? exceeding(error, sources) : undefined;
    if (tooLarge === undefined) throw error;
    return tooLarge;
  }
}

const bytesOf = (sources: readonly Source[]) => sources.reduce((sum, { bytes }) => sum + bytes, 0);

function whole(rows: string, columns: readonly string[]): string {
  return `INSERT INTO landed BY NAME SELECT ${columns.join(', ')} FROM (${rows})`;
}

/** Fails with `surprise` when a row has something in a column that looked empty, or that no sampled record gave a reason to look for. */
function withoutEmpty(rows: string, columns: readonly string[], empty: readonly string[]): string {
  const isOdd = ['is_unexpected', ...empty.map((column) => `${column} IS NOT NULL`)].join(' OR ');
  const names = columns.join(', ');
  return `INSERT INTO landed BY NAME SELECT ${names} FROM (
    SELECT ${names}, ${isOdd} AS is_odd FROM (${rows})
  ) WHERE CASE WHEN is_odd THEN error('${surprise}' || CASE WHEN is_odd THEN '' ELSE '.' END) ELSE true END`;
}
