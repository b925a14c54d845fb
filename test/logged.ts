import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listValue } from '@duckdb/node-api';
import type { Dialect, Sample, Wanted } from '../src/dialects/dialect.ts';
import type { Row } from '../src/report/report.ts';
import loggedTable from '../src/store/logged.sql';
import macros from '../src/store/macros.sql';
import { Store } from '../src/store/store.ts';
import toolMacros from '../src/store/tool_macros.sql';

const everything: Wanted = { columns: new Set(), map: {} };

/** Reads records with a dialect's SELECT alone and gives back its rows, completed to all columns of `logged`. */
export function logged(
  dialect: Dialect,
  records: readonly object[],
  wanted: Wanted = everything,
): Promise<Row[]> {
  return loggedLines(
    dialect,
    records.map((record) => JSON.stringify(record)),
    wanted,
    records as Sample,
  );
}

/** As `logged`, for lines as they stand in a file: torn or foreign ones too. */
export async function loggedLines(
  dialect: Dialect,
  lines: readonly string[],
  wanted: Wanted = everything,
  sample: Sample = [],
): Promise<Row[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'llmtrace-test-'));
  try {
    const file = path.join(directory, 'log.jsonl');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    return await loggedFiles(dialect, [file], wanted, sample);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** As `logged`, each record in a file of its own: the rows of each, in the order of the records. */
export async function loggedEach(
  dialect: Dialect,
  records: readonly object[],
  wanted: Wanted = everything,
): Promise<Row[][]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'llmtrace-test-'));
  try {
    const files = records.map((_, index) => path.join(directory, `${index}.jsonl`));
    for (const [index, record] of records.entries())
      writeFileSync(files[index] ?? '', `${JSON.stringify(record)}\n`);
    const rows = await loggedFiles(dialect, files, wanted, records as Sample);
    const found = files.map((): Row[] => []);
    for (const row of rows)
      found[Number(row['file_place'] ?? files.indexOf(String(row['filename'])))]?.push(row);
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** As `logged`, for files that are there. */
export async function loggedFiles(
  dialect: Dialect,
  files: readonly string[],
  wanted: Wanted = everything,
  sample: Sample = [],
): Promise<Row[]> {
  const store = Store.open();
  try {
    await store.run("SET TimeZone = 'UTC'");
    await store.run([macros, toolMacros, ...(dialect.macros ?? [])].join(';\n'));
    await store.run(loggedTable);
    const parameters = dialect.parameters?.(sample, wanted, undefined, files) ?? {};
    return await store.rows(`FROM (${dialect.sql}) UNION ALL BY NAME FROM logged`, {
      files: listValue([...files]),
      maximum_object_size: 16 * 1024 * 1024,
      ...parameters,
    });
  } finally {
    await store.close();
  }
}
