-- What can a query of the user's own read? The tables of `llmtrace sql`; `price` stands beside them (store/price.sql). Columns without a
-- meaning here have the one of store/logged.sql.

-- every span inside the window that matches all filters, once, its usage counted once
CREATE OR REPLACE TEMPORARY VIEW span AS
SELECT
  trace_id,
  span_id, -- unique in its trace
  parent_span_id, -- the span that this one is a step of; NULL: none logged
  session_id, -- the conversation that the trace is part of
  name,
  kind::VARCHAR AS kind,
  stage, -- of a model call: the name of the nearest ancestor that is none; else the own name
  started_at, -- an instant; days and hours are those of --tz
  ended_at, -- started_at and latency_ms together, where it was not logged
  latency_ms, -- milliseconds from start to end
  ttft_ms, -- milliseconds to the first token
  provider, -- as logged
  model,
  input_tokens, -- all tokens of the prompt, cached ones included
  uncached_input_tokens, -- the part of input_tokens that is neither read from nor written to the cache
  cache_read_tokens, -- the part of input_tokens that was read from the cache
  cache_write_tokens, -- the part of input_tokens that was written to the cache
  cache_write_5m_tokens, -- of these, those to live for five minutes
  cache_write_1h_tokens, -- of these, those to live for an hour
  output_tokens, -- billed output, reasoning included
  reasoning_tokens, -- the part of output_tokens that was reasoning
  total_tokens, -- input_tokens and output_tokens together, or as logged where they are unknown
  cost_usd, -- dollars: reported or computed, as --cost says; NULL: not known
  cost_source, -- 'reported' or 'computed'
  reported_cost_usd, -- dollars as logged
  computed_cost_usd, -- dollars by the prices of table price; NULL: no price
  is_call, -- a model call, by kind or by its usage
  is_unpriced, -- a model call with tokens whose cost is not known
  price_assumed, -- some of its tokens have no price of their own and are priced as plain input
  is_output_placeholder,
  usage_role, -- 'rollup': its usage repeats that of spans below; 'unattributed': what it has beyond them
  status::VARCHAR AS status,
  error_type, -- as logged: rate_limit_error, Timeout …
  is_error,
  stop_reason, -- as logged: end_turn, max_tokens, tool_use, stop, length …
  agent,
  user_id, -- of the span, else of its whole trace; likewise feature, environment and release
  feature, -- what of the application asked
  environment, -- production, staging, dev …
  release,
  tags, -- as logged
  service_tier, -- batch, flex, priority …
  temperature, -- as requested
  max_tokens, -- the most output tokens that were asked for
  tool_name, -- of a tool call
  arguments, -- of a tool call: JSON with sorted keys, long values cut; of a model call: the tool calls that it asks for
  output_digest, -- of a tool call's result or a model's answer, times and ids masked
  output_sketch, -- of it, to tell how alike two results are
  request_id,
  step,
  links, -- ids of linked traces
  weight,
  attributes, -- all other short values that were logged: attributes ->> '$.customer_id'
  cache_miss_reason, -- why the prompt was not read from the cache, in the provider's own word; compacted: its agent logged that it cut the history down
  prompt_digest, -- equal prompts have equal digests
  blocks, -- digests and tokens of the prompt's blocks in order: tools, system, messages
  file, -- as it was named
  dialect -- how the file was read
FROM picked;

-- model calls: the rows of span where is_call
CREATE OR REPLACE TEMPORARY VIEW call AS
FROM span WHERE is_call;

-- tool calls: the rows of span where kind = 'tool'
CREATE OR REPLACE TEMPORARY VIEW tool_call AS
FROM span WHERE kind = 'tool';

-- one row per trace: the spans of it that are in table span, rolled up
CREATE OR REPLACE TEMPORARY VIEW trace AS
SELECT
  trace_id,
  arg_min(name, (started_at, span_id)) FILTER (parent_span_id IS NULL) AS name, -- of its root
  min(session_id) AS session_id,
  min(user_id) AS user_id,
  min(feature) AS feature,
  min(environment) AS environment,
  min(release) AS release,
  min(started_at) AS started_at, -- of its first span
  max(ended_at) AS ended_at, -- of its last span
  (epoch_us(max(ended_at)) - epoch_us(min(started_at))) / 1000 AS latency_ms, -- milliseconds from the first start to the last end
  count(*)::BIGINT AS spans, -- of every kind
  count_if(is_call)::BIGINT AS calls, -- model calls
  count_if(kind = 'tool')::BIGINT AS tool_calls, -- spans of kind tool
  (count(*) FILTER (is_call AND status = 'error'))::BIGINT AS errors, -- model calls that failed
  (count(*) FILTER (kind = 'tool' AND (status = 'error' OR is_error)))::BIGINT AS tool_errors, -- tool calls that failed
  sum(input_tokens)::BIGINT AS input_tokens,
  sum(uncached_input_tokens)::BIGINT AS uncached_input_tokens,
  sum(cache_read_tokens)::BIGINT AS cache_read_tokens,
  sum(cache_write_tokens)::BIGINT AS cache_write_tokens,
  sum(output_tokens)::BIGINT AS output_tokens,
  sum(reasoning_tokens)::BIGINT AS reasoning_tokens,
  sum(cost_usd) AS cost_usd, -- dollars of the calls whose cost is known
  count_if(is_unpriced)::BIGINT AS unpriced_calls -- calls whose cost is not known, and not in cost_usd
FROM span
GROUP BY trace_id
