import { listValue } from '@duckdb/node-api';
import type { Source } from './landing.ts';
import type { Store } from './store.ts';

/** Says in `source`, and in variables that hold a place for each id, which files and dialects the rows are from. */
export async function nameSources(store: Store, sources: readonly Source[]): Promise<void> {
  const lists = {
    ids: listValue(sources.map(({ id }) => id)),
    files: listValue(sources.map(({ file }) => file)),
    dialects: listValue(sources.map(({ dialect }) => dialect.name)),
    bytes: listValue(sources.map(({ bytes }) => bytes)),
  };
  if (sources.length === 0) return;
  await store.run(
    'INSERT INTO source SELECT unnest($ids), unnest($files), unnest($dialects), unnest($bytes)',
    lists,
  );
  await store.run('SET VARIABLE source_files = $files', { files: lists.files });
  await store.run('SET VARIABLE source_dialects = $dialects', { dialects: lists.dialects });
  await store.run(
    'CREATE TEMP TABLE source_path AS SELECT unnest($ids) AS source_id, unnest($paths) AS path',
    {
      ids: lists.ids,
      paths: listValue(sources.map(({ path }) => path)),
    },
  );
  const worlds = sources.map(({ world }) => world ?? 1);
  if (new Set(worlds).size > 1)
    await store.run('SET VARIABLE source_worlds = $worlds', { worlds: listValue(worlds) });
}
