-- What does a database file hold? Everything that was ever read, once; `kept` is the file. Text of prompts and answers is not in it.
CREATE TABLE kept.meta (
  schema_version INTEGER,
  hash_probe UBIGINT, -- hash('llmtrace', 'trace') of the engine that made the keys
  program_version VARCHAR,
  price_day TIMESTAMPTZ -- whose prices calls without a date pay
);

-- The logs, as they were when they were last read.
CREATE TABLE kept.log (
  log_id INTEGER,
  name VARCHAR, -- as the user named it
  path VARCHAR, -- absolute; '': it came through a pipe
  inode VARCHAR,
  size VARCHAR, -- bytes on the disk
  modified VARCHAR, -- nanoseconds since 1970
  first_line VARCHAR, -- SHA-256
  digest VARCHAR, -- of the bytes that were read: the first 16 digits of the SHA-256 of every 4 MiB
  bytes BIGINT, -- read, uncompressed
  is_plain BOOLEAN, -- what is appended can be read by itself
  settings VARCHAR, -- that change what its records mean
  is_present BOOLEAN -- false: another log has taken its place
);

-- One row per log and dialect.
CREATE TABLE kept.source (
  source_id INTEGER,
  log_id INTEGER,
  dialect VARCHAR,
  span_is_call BOOLEAN,
  records BIGINT,
  span_records BIGINT,
  other BIGINT
);

CREATE TABLE kept.other_record (source_id INTEGER, record_type VARCHAR, records BIGINT, is_known BOOLEAN);
CREATE TABLE kept.rejected (log_id INTEGER, line BIGINT, reason VARCHAR, is_torn BOOLEAN);
CREATE TABLE kept.rejected_count (log_id INTEGER, rejected BIGINT, torn BIGINT, foreigners BIGINT);

-- All columns that a span can have, as it landed; with what it cost at the prices of the table `price`. Without rows.
CREATE TABLE kept.landed_columns AS
SELECT *, NULL::BIGINT AS cost_pico_usd, NULL::BOOLEAN AS cost_assumed FROM landed_columns LIMIT 0;

-- The spans, one row for each; columns that no span has need not be there.
CREATE TABLE kept.landed AS FROM kept.landed_columns;

-- Other copies of spans, which may be needed when a log is replaced, results of tool calls, and what is said of whole traces.
CREATE TABLE kept.set_aside AS FROM landed_columns LIMIT 0;

CREATE TABLE kept.rollup (
  span_key UBIGINT,
  usage_role VARCHAR,
  input_tokens BIGINT,
  output_tokens BIGINT,
  reported_cost_usd DECIMAL(18, 12),
  cost_pico_usd BIGINT,
  cost_assumed BOOLEAN
);
CREATE TABLE kept.stage AS FROM stage LIMIT 0;
CREATE TABLE kept.trace_dimension AS FROM trace_dimension LIMIT 0;
CREATE TABLE kept.tool_result AS FROM tool_result LIMIT 0;
CREATE TABLE kept.trace_record AS FROM trace_record LIMIT 0;
CREATE TABLE kept.price AS FROM price LIMIT 0;
-- The models that were asked a price for, also those that have none.
CREATE TABLE kept.price_key (provider VARCHAR, model VARCHAR, service_tier VARCHAR);
