-- All columns that a landed row can have: those of `logged`, with one meaning each (normalise.sql), and keys for joins.
-- The table `landed` holds those that the command needs.
CREATE TABLE landed_columns (
  source_id INTEGER, -- which file and dialect, see the table `source`
  other_type VARCHAR, -- the kind of a known record that is no span
  is_first BOOLEAN, -- NULL: true
  call_key UBIGINT, -- hash of call_id and of its end
  trace_key UBIGINT, -- hash of trace_id; not landed where trace_id is
  span_key UBIGINT, -- hash of trace_id and span_id
  parent_key UBIGINT, -- the span_key of the parent
  completeness BIGINT,
  trace_id VARCHAR, -- the session where there is no trace, the span where there is neither
  span_id VARCHAR,
  parent_span_id VARCHAR,
  session_id VARCHAR,
  name VARCHAR,
  kind kind, -- NULL: no span; without other_type either: the SELECT did not recognise the record
  started_at TIMESTAMPTZ,
  ended_at TIMESTAMPTZ, -- as logged, else started_at + latency_ms
  is_naive_time BOOLEAN,
  latency_ms DOUBLE, -- as logged, else ended_at - started_at
  ttft_ms DOUBLE,
  provider VARCHAR,
  model VARCHAR,
  convention CONVENTION, -- how it was decided whether input_tokens held the cached tokens; NULL: it makes no difference
  uncached_input_tokens BIGINT, -- the four parts of the prompt are disjoint
  cache_read_tokens BIGINT,
  cache_write_5m_tokens BIGINT,
  cache_write_1h_tokens BIGINT,
  output_tokens BIGINT, -- all billed output, reasoning included
  reasoning_tokens BIGINT,
  total_tokens BIGINT, -- only where its parts are unknown
  is_output_placeholder BOOLEAN,
  reported_cost_usd DECIMAL(18, 12),
  status status,
  error_type VARCHAR,
  stop_reason VARCHAR,
  agent VARCHAR,
  user_id VARCHAR,
  feature VARCHAR,
  environment VARCHAR,
  tags VARCHAR[],
  service_tier VARCHAR,
  temperature DOUBLE,
  max_tokens BIGINT,
  tool_name VARCHAR,
  arguments VARCHAR,
  output_digest VARCHAR,
  output_sketch UBIGINT[],
  is_error BOOLEAN,
  request_id VARCHAR,
  release VARCHAR,
  step BIGINT,
  links VARCHAR[],
  weight DOUBLE,
  attributes JSON,
  cache_miss_reason VARCHAR,
  prompt_digest VARCHAR,
  blocks STRUCT(part VARCHAR, digest VARCHAR, tokens BIGINT)[]
)
