import type { Dialect } from '../dialects/dialect.ts';
import { dialectOf } from '../dialects/recognise.ts';
import type { Progress } from '../progress.ts';
import { route } from '../read/route.ts';
import { sniff } from '../read/sniff.ts';
import { countLines, tornTail } from '../read/tornTail.ts';
import type { Row } from '../report/report.ts';
import { batches, type Readable } from './batch.ts';
import { landWithEveryKey } from './furtherKeys.ts';
import { keepInputPaths } from './inputPaths.ts';
import { landAll, landMore } from './land.ts';
import landedCount from './landed_count.sql';
import type { Batch, Landing, Source } from './landing.ts';
import { nameSources } from './nameSources.ts';
import type { Planned } from './plan.ts';
import readCounts from './read_counts.sql';
import { reject } from './reject.ts';
import sourceTables from './source.sql';
import type { Store } from './store.ts';

/** What cannot change while one load runs. */
type Loading = {
  readonly store: Store;
  readonly dialects: readonly Dialect[];
  readonly wanted: Landing;
  readonly workspace: string;
  /** Shows how far it is; undefined: nobody looks. */
  readonly progress?: Progress | undefined;
};

/** What was read: the sources by their ids, and the paths of the files of which not every record could be read as it stands. */
export type Loaded = {
  readonly sources: readonly Source[];
  readonly odd: ReadonlySet<string>;
  /** Objects that tell of no call stood beside the records. */
  readonly hasForeign: boolean;
};

/**
 * Reads files into `landed`: each dialect in one pass on all cores, then the records that no SELECT could read one by one.
 * Says in `source`, `rejected`, `accounting` and `other_record` where every record went.
 */
export async function load(asked: Loading, planned: readonly Planned[]): Promise<Loaded> {
  const total = planned.reduce((sum, { file }) => sum + file.sniffed.size, 0);
  const loading = { ...asked, wanted: { ...asked.wanted, watch: asked.progress?.(total) } };
  const { store, wanted } = loading;
  await store.run(sourceTables);
  await keepInputPaths(store, planned);
  const { bulk, empty } = await landReadable(loading, planned.flatMap(readable));
  await store.run(landedCount);
  const unread = await store.rows(readCounts);
  const exceptions = await exceptionsOf(store, planned, bulk, unread);
  const rescues: Rescue[] = [];
  for (const exception of exceptions) rescues.push(await rescue(loading, exception));
  const kept = without(bulk, new Set(rescues.flatMap(({ replaced }) => replaced)));
  const parts = rescues.flatMap((rescue) => rescue.parts);
  const left = await batches(store, parts, sourcesOf(bulk).length, wanted);
  const rescued = left.map((batch) => ({ ...batch, isRescued: true }));
  if (rescued.length > 0) {
    await landMore(store, kept, rescued, wanted, empty);
    await refuseUnread(store, sourcesOf(rescued));
  }
  if (unread.length + rescued.length > 0) {
    await store.run(dropUnread);
    await store.run(landedCount);
  }
  const sources = [...sourcesOf(bulk), ...sourcesOf(rescued)].sort((one, other) => one.id - other.id);
  await nameSources(store, sources);
  return {
    sources,
    odd: new Set(exceptions.map(({ file }) => file.path)),
    hasForeign: rescues.some(({ hasForeign }) => hasForeign),
  };
}

/** Lands what SQL can read; a file that it gives up on (a document behind the first lines, an endless line) is left out and tried again without. */
async function landReadable(
  loading: Loading,
  files: readonly Readable[],
): Promise<{ bulk: readonly Batch[]; empty: ReadonlySet<string> }> {
  const { store, wanted, workspace } = loading;
  const made = await batches(store, files, 0, wanted);
  try {
    const { bulk, landed } = await landWithEveryKey(store, made, (some) =>
      landAll(store, some, wanted, workspace),
    );
    return { bulk, empty: landed };
  } catch (error) {
    const given = files.filter((file) => !String(error).includes(`file "${file.path}"`));
    if (given.length === files.length) throw error;
    return landReadable(loading, given);
  }
}

const dropUnread =
  'DELETE FROM landed WHERE rowid IN (SELECT landed_row FROM complete WHERE is_span IS NULL)';

const sourcesOf = (made: readonly Batch[]) => made.flatMap(({ sources }) => sources);

function without(made: readonly Batch[], replaced: ReadonlySet<Source>): Batch[] {
  return made.map((batch) => ({
    ...batch,
    sources: batch.sources.filter((source) => !replaced.has(source)),
  }));
}

/** A file that is read as it stands: plain JSON lines of a known dialect. */
function readable({ file, dialect, world }: Planned): Readable[] {
  const { sample, needsRescue, size } = file.sniffed;
  return dialect === undefined || needsRescue
    ? []
    : [{ path: file.path, file: file.name, bytes: size, dialect, sample, world }];
}

/** A file that has to be read again, record by record; `claimed`: how many of its records SQL has read. */
type Exception = Planned & { readonly source?: Source; readonly claimed: number };

/** Files that SQL cannot read as they stand, and files of which it left records unread. */
async function exceptionsOf(
  store: Store,
  planned: readonly Planned[],
  bulk: readonly Batch[],
  unread: readonly Row[],
): Promise<Exception[]> {
  const sources = new Map(sourcesOf(bulk).map((source) => [source.id, source]));
  const tried = new Set(sourcesOf(bulk).map(({ path }) => path));
  const exceptions: Exception[] = planned
    .filter(({ file }) => !tried.has(file.path))
    .map((file) => ({ ...file, claimed: 0 }));
  const files = new Map(planned.map((file) => [file.file.path, file]));
  for (const row of unread) {
    const source = sources.get(Number(row['source_id']));
    const file = files.get(source?.path ?? '');
    if (source === undefined || file === undefined) continue;
    // The commonest exception needs no second reading: a writer is still at work on the last line.
    if (row['unclaimed'] === 1 && tornTail(source.path))
      await reject(store, source.file, tornLine(source.path));
    else exceptions.push({ ...file, source, claimed: Number(row['claimed']) });
  }
  return exceptions;
}

const tornLine = (path: string) => ({
  rejected: [{ line: countLines(path), reason: 'torn last line', isTorn: true }],
  rejectedCount: 1,
  tornCount: 1,
  foreignCount: 0,
});

/** What a second reading made of a file: plain files to read with SQL, and the source whose rows they replace. */
type Rescue = {
  readonly parts: readonly Readable[];
  readonly replaced: readonly Source[];
  readonly hasForeign: boolean;
};

/** Sorts a file's records into one temporary file per dialect, where SQL did not read them, and keeps the reasons of the rest. */
async function rescue(
  { store, dialects, workspace }: Loading,
  { file, dialect, source, claimed, world }: Exception,
): Promise<Rescue> {
  const primary = dialect ?? dialects.at(-1);
  if (primary === undefined) return { parts: [], replaced: [], hasForeign: false };
  const routed = await route(file.path, { primary, dialects, claimed, temporaryDirectory: workspace });
  const isReplaced = routed.isWhole && source !== undefined;
  if (isReplaced) await store.run('DELETE FROM landed WHERE source_id = $id', { id: source.id });
  await reject(store, file.name, routed);
  const parts = routed.rerouted.map(({ path, dialect }) => ({
    path,
    file: file.name,
    bytes: file.sniffed.size,
    dialect,
    world,
    sample: sniff(path, { isRecord: (value) => dialectOf(value, dialects) !== undefined }).sample,
  }));
  return { parts, replaced: isReplaced ? [source] : [], hasForeign: routed.foreignCount > 0 };
}

/** What SQL cannot read although its dialect recognised it is counted, never lost. */
async function refuseUnread(store: Store, rescued: readonly Source[]): Promise<void> {
  await store.run(landedCount);
  for (const row of await store.rows(readCounts)) {
    const source = rescued.find(({ id }) => id === row['source_id']);
    if (source !== undefined)
      await reject(store, source.file, {
        rejected: [],
        rejectedCount: Number(row['unclaimed']),
        tornCount: 0,
        foreignCount: 0,
      });
  }
}
