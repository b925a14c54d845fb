import { existsSync } from 'node:fs';
import { exitCode, UserError } from '../../error.ts';
import version from '../../version.ts';
import added from '../added.sql';
import landedColumns from '../landed_columns.sql';
import priceTable from '../price.sql';
import settled from '../settled.sql';
import type { Store } from '../store.ts';
import type { DatabaseFile } from './attach.ts';
import schema from './schema.sql';
import views from './views.sql';

/** Raised whenever the tables of a file, or what its rows mean, become others. */
const schemaVersion = 4;

/** The tables of an attached file that has none. */
export async function fill(store: Store): Promise<void> {
  await store.run([landedColumns, settled, added, priceTable].join(';\n'));
  await store.run(schema);
  await store.run("INSERT INTO kept.meta SELECT $schema, hash('llmtrace', 'trace'), $version, NULL", {
    schema: schemaVersion,
    version,
  });
  await store.run('USE kept');
  await store.run(views);
  await store.run('USE memory');
}

export type State = 'current' | 'outdated';

/**
 * Can the attached file be used as it is, or has it to be made anew from its logs?
 * @throws UserError when it is a database of something else, or of a newer version
 */
export async function stateOf(store: Store, { name }: DatabaseFile): Promise<State> {
  const [found] = await store.rows(
    `SELECT count(*)::INTEGER AS tables FROM duckdb_tables() WHERE database_name = 'kept' AND table_name IN ('meta', 'landed', 'log')`,
  );
  if (found?.['tables'] !== 3)
    throw new UserError(
      `${name}: is a database, but not one of llmtrace\n  try: --db with the name of a new file`,
      exitCode.input,
    );
  const [meta = {}] = await store.rows(
    "SELECT schema_version, hash_probe = hash('llmtrace', 'trace') AS has_keys, program_version FROM kept.meta",
  );
  if (Number(meta['schema_version']) > schemaVersion)
    throw new UserError(
      `${name}: was made by a newer llmtrace (${meta['program_version']}); update this one, or name another file`,
      exitCode.input,
    );
  return meta['schema_version'] === schemaVersion && meta['has_keys'] === true ? 'current' : 'outdated';
}

export function checkExists({ path, name }: DatabaseFile): void {
  if (!existsSync(path))
    throw new UserError(
      `${name}: no such database; make it with\n  llmtrace import logs/ --db ${name}`,
      exitCode.input,
    );
}
