import type { Dialect, Sample, Wanted } from '../dialects/dialect.ts';
import { keysIn, keysOf } from '../read/shapes.ts';
import { spreadLines } from '../read/spread.ts';
import type { Batch, Source } from './landing.ts';
import type { Store } from './store.ts';

const largeLog = 64 * 1024 * 1024;
/** Of a large log, looked at for keys before it lands. */
const firstLook = 4 * 1024 * 1024;

/** A file that one dialect's SELECT is to read; `file` is what the user calls it. */
export type Readable = Omit<Source, 'id'> & { readonly sample: Sample };

/** Files of one dialect together, as sources numbered on from `before`. */
export async function batches(
  store: Store,
  files: readonly Readable[],
  before: number,
  wanted: Wanted,
): Promise<Batch[]> {
  const sources = files.map((file, index) => ({ ...file, id: before + index + 1 }));
  const dialects = new Set(sources.map((source) => source.dialect));
  for (const macros of new Set([...dialects].flatMap((dialect) => dialect.macros ?? [])))
    await store.run(macros);
  const made: Batch[] = [];
  for (const dialect of dialects) {
    const together = sources.filter((source) => source.dialect === dialect);
    const sample = together.flatMap((source) => source.sample);
    const { keys, isPartial } = discovered(dialect, together, wanted);
    made.push({ dialect, sources: together, sample: [...sample, ...keys], isRescued: false, isPartial });
  }
  return made;
}

/**
 * Records that together have every key of the files: attributes may have names that no sample shows. Of a large log those of
 * some records, and `isPartial` where all are wanted.
 */
function discovered(
  dialect: Dialect,
  sources: readonly Source[],
  wanted: Wanted,
): { readonly keys: Sample; readonly isPartial: boolean } {
  if (dialect.discover !== true || !wanted.columns.has('attributes')) return { keys: [], isPartial: false };
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  if (bytes <= largeLog) return { keys: keysOf(sources.map(({ path }) => path)), isPartial: false };
  if (wanted.columns.has('sampled_attributes')) return { keys: [], isPartial: false };
  return { keys: keysIn(spreadLines(sources, firstLook)), isPartial: true };
}
