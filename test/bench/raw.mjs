// The least that DuckDB needs for the same questions: the fields in question read by name, nothing normalised, priced or deduplicated.
import { DuckDBInstance } from '@duckdb/node-api';

const [question, input, output = ':memory:'] = process.argv.slice(2);

const asked = `{
  trace_id: 'VARCHAR', span_id: 'VARCHAR', parent_span_id: 'VARCHAR', kind: 'VARCHAR', timestamp: 'VARCHAR', latency_ms: 'DOUBLE',
  status: 'VARCHAR', model: 'VARCHAR', input_tokens: 'BIGINT', output_tokens: 'BIGINT', cache_read_tokens: 'BIGINT'
}`;
const all = asked.replace(
  '}',
  ", name: 'VARCHAR', feature: 'VARCHAR', user_id: 'VARCHAR', tool_name: 'VARCHAR', arguments: 'JSON'}",
);
const grouped = asked.replace('}', ", feature: 'VARCHAR'}");
const log = (columns) => `read_json($input, format = 'newline_delimited', columns = ${columns})`;
const dollars = 'sum(input_tokens * 3e-6 + output_tokens * 15e-6 + cache_read_tokens * 3e-7)';
const beside =
  'min(timestamp), max(latency_ms), max(parent_span_id), max(span_id), max(kind), max(model), max(status)';

const questions = {
  top: `SELECT trace_id, ${dollars}, ${beside} FROM ${log(asked)} GROUP BY ALL ORDER BY 2 DESC LIMIT 20`,
  group: `SELECT feature, model, ${dollars}, count(*), ${beside.replace('max(model), ', '')} FROM ${log(grouped)} GROUP BY ALL ORDER BY 3 DESC LIMIT 20`,
  import: `CREATE TABLE spans AS FROM ${log(all)}`,
  kept: `SELECT trace_id, ${dollars} FROM spans GROUP BY ALL ORDER BY 2 DESC LIMIT 20`,
};

const kept = question === 'kept';
const instance = await DuckDBInstance.create(kept ? input : output);
const connection = await instance.connect();
await connection.runAndReadAll(questions[question], kept ? undefined : { input });
connection.closeSync();
instance.closeSync();
