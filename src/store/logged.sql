-- What every dialect's SELECT gives: one row per span (or per record that is none), as logged, not yet normalised.
-- A dialect may leave columns out; NULL means "the log does not say", never 0 and never ''.
CREATE TABLE logged (
  filename VARCHAR, -- the file as read_json names it (filename = true)
  file_place BIGINT, -- its place in $files, from 0 (read_json's file_index): cheaper than the name, which it replaces
  unexpected VARCHAR, -- something that the sampled records do not have and that was therefore not looked into; NULL: the row is right
  record_type VARCHAR, -- 'span'; else the name of a known record that is no span ('user', 'file-history-snapshot' …; of a 'trace' the spans of its trace inherit); NULL: not a record of this dialect
  is_first BOOLEAN, -- true on exactly one row of each record: summed up, it counts records
  call_id VARCHAR, -- two rows with the same call_id are the same span, logged twice; NULL: cannot be told, never merged
  completeness BIGINT, -- of rows with one call_id the highest wins, then the one with the most output tokens; NULL: 2 for an output + 1 for an end or outcome
  trace_id VARCHAR, -- one request of a user; the session when the log knows no smaller unit
  span_id VARCHAR,
  parent_span_id VARCHAR,
  session_id VARCHAR,
  name VARCHAR, -- the operation
  kind KIND, -- llm embedding tool retrieval agent other
  started_at TIMESTAMPTZ,
  ended_at TIMESTAMPTZ,
  is_naive_time BOOLEAN, -- the logged time had no zone
  latency_ms DOUBLE, -- as logged; where NULL it is ended_at - started_at
  ttft_ms DOUBLE, -- time to first token
  provider VARCHAR,
  model VARCHAR, -- the response's model where logged, else the request's
  input_tokens BIGINT, -- as logged: with or without cached tokens, see input_convention
  uncached_input_tokens BIGINT, -- only where the log names it so
  cache_read_tokens BIGINT,
  cache_write_tokens BIGINT, -- all cache writes
  cache_write_5m_tokens BIGINT, -- the parts of it, where logged
  cache_write_1h_tokens BIGINT,
  output_tokens BIGINT,
  reasoning_tokens BIGINT,
  total_tokens BIGINT, -- as logged; decides the convention
  input_convention VARCHAR, -- declared by the dialect: 'inclusive' (input_tokens holds cached tokens) or 'exclusive'; NULL: by total, else by provider
  is_reasoning_outside BOOLEAN, -- reasoning_tokens are billed beside output_tokens, not inside them (Gemini)
  is_output_placeholder BOOLEAN, -- output_tokens is a streaming placeholder: a lower bound
  reported_cost_usd DECIMAL(18, 12),
  status STATUS, -- 'ok' or 'error'
  error_type VARCHAR,
  stop_reason VARCHAR,
  agent VARCHAR, -- the agent (thread) inside a trace that did this; NULL in a trace of one agent
  user_id VARCHAR,
  feature VARCHAR,
  environment VARCHAR,
  tags VARCHAR[],
  service_tier VARCHAR,
  temperature DOUBLE,
  max_tokens BIGINT,
  tool_name VARCHAR,
  arguments VARCHAR, -- canonical_json(…) of the tool call's arguments; of a model call, asked_tools(…) of its answer
  output_digest VARCHAR, -- output_digest(…) of the tool's result, or of what the model said
  output_sketch UBIGINT[], -- output_sketch(…) of it
  is_error BOOLEAN, -- the tool failed, whatever the span's status says
  request_id VARCHAR, -- the provider's
  release VARCHAR, -- the application's version
  step BIGINT, -- place in a chain
  links VARCHAR[], -- trace ids
  weight DOUBLE, -- how many calls this one stands for, where sampling is logged
  attributes JSON, -- every other short scalar, as one flat object; never prompt or response text
  cache_miss_reason VARCHAR, -- why the prompt was not read from the cache, in the provider's own word; compacted: its agent logged that it cut the history down
  prompt_digest VARCHAR,
  blocks STRUCT(part VARCHAR, digest VARCHAR, tokens BIGINT)[] -- the prompt's blocks in order: 'tools', 'system', 'messages'
);
