import type { Change } from '../../read/changes.ts';
import type { Store } from '../store.ts';
import type { Arrival } from './assign.ts';
import { writeLog } from './logs.ts';
import type { Resolved } from './resolve.ts';

/** What a reading has to say about each log, beside its rows. */
export type Told = {
  readonly resolved: readonly Resolved[];
  readonly arrived: readonly Arrival[];
  /** Paths of files of which not every record could be read as it stands. */
  readonly odd: ReadonlySet<string>;
  readonly settings: string;
  /** What each log holds now, by its change. */
  readonly digests: ReadonlyMap<Change, string>;
  /** Where the part that was read begins: lines before it, for each file that was read in part. */
  readonly linesBefore: ReadonlyMap<string, () => number>;
};

/** Writes down what each log holds, what of it could not be read, and by what it is known again. */
export async function writeLogs(store: Store, told: Told): Promise<void> {
  for (const one of told.resolved) {
    await writeRejected(store, one, told);
    for (const { id, source } of told.arrived.filter(({ change }) => change === one.change))
      await writeSource(store, id, one.log, source.id, source.dialect);
    if (one.retired !== undefined) await writeLog(store, { ...one.retired, isPresent: false });
    const { change } = one;
    await writeLog(store, {
      ...{ id: one.log, name: change.file.name, path: change.path, ...change.stamp, isPresent: true },
      ...{
        firstLine: change.firstLine,
        digest: String(told.digests.get(change)),
        bytes: change.end,
        settings: told.settings,
      },
      isPlain: isPlain(one, told.odd),
    });
  }
}

/** A log of which a part was odd stays so, until it is read whole again. */
function isPlain({ change, status }: Resolved, odd: ReadonlySet<string>): boolean {
  const wasPlain = status === 'new' || status === 'replaced' || change.log?.isPlain === true;
  return wasPlain && !change.file.sniffed.needsRescue && !odd.has(change.file.name);
}

async function writeSource(
  store: Store,
  id: number,
  log: number,
  from: number,
  dialect: { readonly name: string; readonly spanIsCall?: true },
): Promise<void> {
  const kept = { id, log, from, dialect: dialect.name, call: dialect.spanIsCall === true };
  const [counted] = await store.rows('SELECT source_id FROM kept.source WHERE source_id = $id', { id });
  if (counted === undefined)
    await store.run('INSERT INTO kept.source SELECT $id, $log, $dialect, $call, 0, 0, 0', {
      ...{ id: kept.id, log, dialect: kept.dialect, call: kept.call },
    });
  await store.run(
    `UPDATE kept.source SET records = source.records + counted.records, span_records = source.span_records + counted.span_records, other = source.other + counted.other
    FROM landed_count AS counted WHERE counted.source_id = $from AND source.source_id = $id`,
    { id, from },
  );
  await store.run(
    `INSERT INTO kept.other_record
    SELECT $id, other.record_type, other.records, other.is_known
    FROM other_record AS other JOIN source ON source.file = other.file AND source.dialect = other.dialect
    WHERE source.source_id = $from`,
    { id, from },
  );
}

/** A torn last line was told of before its end was there. */
async function writeRejected(store: Store, { change, log, status }: Resolved, told: Told): Promise<void> {
  const file = change.file.name;
  if (status === 'replaced' || status === 'new') {
    for (const table of ['rejected', 'rejected_count'])
      await store.run(`DELETE FROM kept.${table} WHERE log_id = $log`, { log });
  } else {
    await store.run('DELETE FROM kept.rejected WHERE log_id = $log AND is_torn', { log });
    await store.run(
      'UPDATE kept.rejected_count SET rejected = rejected - torn, torn = 0 WHERE log_id = $log',
      { log },
    );
  }
  await store.run(
    'INSERT INTO kept.rejected_count SELECT $log, rejected, torn, foreigners FROM rejected_count WHERE file = $file',
    { log, file },
  );
  const [any] = await store.rows('SELECT line FROM rejected WHERE file = $file ORDER BY line LIMIT 1', {
    file,
  });
  if (any === undefined) return;
  await store.run(
    'INSERT INTO kept.rejected SELECT $log, line + $lines, reason, is_torn FROM rejected WHERE file = $file',
    { log, file, lines: told.linesBefore.get(file)?.() ?? 0 },
  );
}
