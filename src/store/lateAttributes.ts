import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listValue } from '@duckdb/node-api';
import type { Dialect, Wanted } from '../dialects/dialect.ts';
import { spellings } from '../read/findRecord.ts';
import { linesWith } from '../read/linesWith.ts';
import { sniff } from '../read/sniff.ts';
import type { Row } from '../report/report.ts';
import { batches } from './batch.ts';
import { landingRows, largestObject, ordinaryObject } from './landing.ts';
import lateKey from './late_key.sql';
import lateSpan from './late_span.sql';
import { createSchema } from './schema.ts';
import { Store } from './store.ts';

/** Makes the table `late_attribute` (landed_row, attributes) of the attributes that the logs have for the spans of `late_span` (landed_row). */
export type LateAttributes = () => Promise<void>;

export type Rereading = {
  readonly dialects: readonly Dialect[];
  readonly map: Wanted['map'];
  readonly assumeTz: string;
  readonly workspace: string;
  /** Settings of the engine. */
  readonly engine: Readonly<Record<string, string>>;
};

/** A source of which some spans are sought; `keys`: their late keys. */
type Searched = {
  readonly path: string;
  readonly dialect: Dialect;
  readonly keys: ReadonlySet<string>;
  readonly texts: readonly string[];
};

const wanted = (map: Wanted['map']): Wanted => ({
  columns: new Set(['span_key', 'trace_id', 'started_at', 'kind', 'attributes']),
  map,
});

/**
 * To land the attributes of all calls of a large log takes longer than all else, where those of a few are asked for: these are
 * read from the log again.
 */
export async function attributesOf(store: Store, rereading: Rereading): Promise<void> {
  await store.run(lateKey);
  const found: Row[] = [];
  for (const searched of await searchedSources(store, rereading))
    found.push(...(await attributesIn(searched, rereading)));
  await store.run(
    `CREATE OR REPLACE TEMP TABLE late_attribute AS
    SELECT span.landed_row, found.attributes
    FROM late_span JOIN complete AS span USING (landed_row)
    JOIN (SELECT unnest(from_json($found, '[{"late_key": "UBIGINT", "attributes": "JSON"}]'), max_depth := 2)) AS found
      ON found.late_key = late_key(span.span_key, span.trace_id, span.started_at)`,
    { found: JSON.stringify(found) },
  );
}

async function searchedSources(store: Store, { dialects }: Rereading): Promise<Searched[]> {
  const sources = await store.rows(
    'SELECT source_id, dialect, path FROM source JOIN source_path USING (source_id) ORDER BY source_id',
  );
  const spans = await store.rows(lateSpan);
  return sources.flatMap(({ source_id, dialect: name, path }) => {
    const own = spans.filter((span) => span['source_id'] === source_id);
    const dialect = dialects.find((each) => each.name === name);
    if (own.length === 0 || dialect === undefined) return [];
    const texts = own.flatMap((span) => spellings(String(span['span_id'] ?? span['trace_id'])));
    const keys = new Set(own.map((span) => String(span['late_key'])));
    return { path: String(path), dialect, keys, texts: [...new Set(texts)] };
  });
}

/** From the lines that name the spans, if that finds them all: a dialect may make ids of its own. Else from the whole file. */
async function attributesIn(searched: Searched, rereading: Rereading): Promise<Row[]> {
  const lines =
    searched.dialect.isSequential === true ? undefined : await linesWith(searched.path, searched.texts);
  if (lines !== undefined && lines.length > 0) {
    const path = join(rereading.workspace, `late-${crypto.randomUUID()}.jsonl`);
    writeFileSync(path, `${lines.map(({ bytes }) => bytes).join('\n')}\n`, { mode: 0o600 });
    const longest = Math.max(...lines.map(({ bytes }) => bytes.length + 1));
    const found = await read(searched, path, Math.max(ordinaryObject, longest), rereading);
    if (new Set(found.map((row) => row['late_key'])).size === searched.keys.size) return found;
  }
  return await read(searched, searched.path, largestObject, rereading);
}

/** In an engine of its own: that of the answer reads no files any more. */
async function read(
  { path: original, dialect, keys }: Searched,
  path: string,
  limit: number,
  { map, assumeTz, engine }: Rereading,
): Promise<Row[]> {
  const store = Store.open(engine);
  try {
    await createSchema(store, assumeTz);
    await store.run(lateKey);
    const { sample } = sniff(original);
    const bytes = statSync(path).size;
    const [batch] = await batches(store, [{ path, file: original, bytes, dialect, sample }], 0, wanted(map));
    if (batch === undefined) return [];
    const reading = { limit, isTrusted: false };
    const { rows, parameters } = landingRows(
      { ...batch, isRescued: true },
      batch.sources,
      wanted(map),
      reading,
    );
    return await store.rows(
      `SELECT late_key(span_key, trace_id, started_at)::VARCHAR AS late_key, first(attributes) AS attributes
      FROM (${rows})
      WHERE kind IS NOT NULL AND list_contains($late_keys::UBIGINT[], late_key(span_key, trace_id, started_at))
      GROUP BY ALL ORDER BY ALL`,
      { ...parameters, late_keys: listValue([...keys]) },
    );
  } finally {
    await store.close();
  }
}
