import { dialects } from '../dialects/all.ts';
import { exitCode, UserError } from '../error.ts';
import { type Content, contentOf } from '../read/content.ts';
import { findRecords, type Sought } from '../read/findRecord.ts';
import { type LoggedRequest, requestFields, requestOf } from '../read/loggedRequest.ts';
import { inputPath } from './inputPaths.ts';
import type { Store } from './store.ts';

/** A span and the log that it was read from. */
export type Located = Sought & { readonly sourceId: number };

/** What the log holds about a span: nothing of it is in the database. */
export type LogRecord = {
  readonly span: Sought;
  /** As the user named it. */
  readonly file: string;
  readonly line: number;
  readonly content: readonly Content[];
  readonly request: LoggedRequest | undefined;
};

/** Looks some spans up in the logs that they came from, in the order of the logs. Throws a UserError for a log that is gone. */
export async function logRecords(store: Store, spans: readonly Located[]): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for (const [file, ofFile] of await byFile(store, spans)) {
    for (const { sought, line, record } of await recordsIn(store, file, ofFile)) {
      found.push({ span: sought, file, line, content: contentOf(record), request: requestOf(record) });
    }
  }
  return found;
}

/** A file whose records are of several dialects is several sources. */
async function byFile(store: Store, spans: readonly Located[]): Promise<Map<string, Located[]>> {
  const sources = await store.rows('SELECT source_id, file FROM source ORDER BY source_id');
  const names = new Map(sources.map(({ source_id, file }) => [Number(source_id), String(file)]));
  const files = new Map<string, Located[]>();
  for (const span of spans) {
    const file = names.get(span.sourceId) ?? '';
    files.set(file, [...(files.get(file) ?? []), span]);
  }
  return files;
}

/** The request that a span sent. Throws a UserError (exit 4) that names the fields it looked for when the log has none. */
export async function requestRecord(
  store: Store,
  span: Located,
): Promise<LoggedRequest & { readonly file: string; readonly line: number }> {
  const records = await logRecords(store, [span]);
  for (const { file, line, request } of records) if (request !== undefined) return { file, line, ...request };
  const places = records
    .map(({ file, line }) => `${file}:${line}`)
    .slice(0, 3)
    .join(', ');
  throw new UserError(
    `--request: the log does not hold the request of ${span.spanId ?? span.traceId}; looked in ${places || 'its log'}\n  for ${requestFields}`,
    exitCode.noData,
  );
}

async function recordsIn(store: Store, file: string, spans: readonly Located[]) {
  const isRecord = (value: unknown) => dialects.some(({ record }) => record.safeParse(value).success);
  try {
    return await findRecords(await inputPath(store, file), spans, isRecord);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new UserError(`${file}: the log is gone; its text was never kept, only counts`, exitCode.input);
  }
}
