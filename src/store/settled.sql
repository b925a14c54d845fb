-- What becomes of landed rows that are no spans, or not the only copy of one; most logs leave some of these empty.
CREATE TEMP TABLE repeated_call (call_key UBIGINT);

CREATE TABLE superseded (landed_row BIGINT, source_id INTEGER, is_first BOOLEAN);

CREATE TABLE other_record (
  file VARCHAR,
  dialect VARCHAR,
  record_type VARCHAR,
  records BIGINT,
  is_known BOOLEAN -- NULL: the dialect does not say which types it knows
);

CREATE TABLE tool_result (
  span_key UBIGINT,
  is_error BOOLEAN,
  output_digest VARCHAR,
  output_sketch UBIGINT[],
  ended_at TIMESTAMPTZ
);

CREATE TABLE trace_record (
  trace_key UBIGINT,
  session_id VARCHAR,
  user_id VARCHAR,
  feature VARCHAR,
  environment VARCHAR,
  release VARCHAR,
  tags VARCHAR[],
  attributes JSON
)
