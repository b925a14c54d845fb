import { listValue } from '@duckdb/node-api';
import type { Planned } from './plan.ts';
import type { Store } from './store.ts';

/** Remembers, for this invocation, under which path the text of each input can be read again. */
export async function keepInputPaths(store: Store, planned: readonly Planned[]): Promise<void> {
  await store.run('CREATE TEMP TABLE input_path (file VARCHAR, path VARCHAR)');
  if (planned.length === 0) return;
  await store.run('INSERT INTO input_path SELECT unnest($files), unnest($paths)', {
    files: listValue(planned.map(({ file }) => file.name)),
    paths: listValue(planned.map(({ file }) => file.path)),
  });
}

/** Where to read an input of that name: an uncompressed copy where there had to be one, else the input itself. */
export async function inputPath(store: Store, file: string): Promise<string> {
  const [input] = await store.rows('SELECT path FROM input_path WHERE file = $file LIMIT 1', { file });
  return String(input?.['path'] ?? file);
}
