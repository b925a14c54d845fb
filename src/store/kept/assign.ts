import type { Change } from '../../read/changes.ts';
import type { Source } from '../landing.ts';
import type { Store } from '../store.ts';

/** One log as one dialect reads it, in the file. */
export type KeptSource = {
  readonly id: number;
  readonly log: number;
  readonly dialect: string;
  readonly spanIsCall: boolean;
};

export async function keptSources(store: Store): Promise<KeptSource[]> {
  const rows = await store.rows(
    'SELECT source_id, log_id, dialect, span_is_call FROM kept.source ORDER BY source_id',
  );
  return rows.map((row) => ({
    ...{ id: Number(row['source_id']), log: Number(row['log_id']) },
    ...{ dialect: String(row['dialect']), spanIsCall: row['span_is_call'] === true },
  }));
}

/** A source of this reading, and its id in the file. */
export type Arrival = { readonly source: Source; readonly id: number; readonly change: Change };

/** The sources of a new file are those of its first reading. */
export function firstArrivals(sources: readonly Source[], changes: readonly Change[]): Arrival[] {
  const byName = new Map(changes.map((change) => [change.file.name, change]));
  return sources.flatMap((source) => {
    const change = byName.get(source.file);
    return change === undefined ? [] : [{ source, change, id: source.id }];
  });
}

/** What is read of a log behind what was read before goes on under its sources; all else gets new ones, in the order of the reading. */
export function arrivals(
  sources: readonly Source[],
  changes: readonly Change[],
  kept: readonly KeptSource[],
): Arrival[] {
  const byName = new Map(changes.map((change) => [change.file.name, change]));
  let last = Math.max(0, ...kept.map(({ id }) => id));
  return sources.flatMap((source) => {
    const change = byName.get(source.file);
    if (change === undefined) return [];
    const known =
      change.start === 0
        ? undefined
        : kept.find(({ log, dialect }) => log === change.log?.id && dialect === source.dialect.name);
    if (known === undefined) last += 1;
    return [{ source, change, id: known?.id ?? last }];
  });
}
