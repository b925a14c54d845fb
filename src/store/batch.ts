import type { Dialect, Sample, Wanted } from '../dialects/dialect.ts';
import { keysOf } from '../read/shapes.ts';
import type { Batch, Source } from './landing.ts';
import type { Store } from './store.ts';

const largeLog = 64 * 1024 * 1024;

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
    made.push({
      dialect,
      sources: together,
      sample: [...sample, ...discovered(dialect, together, wanted)],
      isRescued: false,
    });
  }
  return made;
}

/** Records that together have every key of the files: attributes may have names that no sample shows. */
function discovered(dialect: Dialect, sources: readonly Source[], wanted: Wanted): Sample {
  if (dialect.discover !== true || !wanted.columns.has('attributes')) return [];
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  if (wanted.columns.has('sampled_attributes') && bytes > largeLog) return [];
  return keysOf(sources.map((source) => source.path));
}
