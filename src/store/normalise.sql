-- What does a logged row mean? Rows of any dialect (`dialect_rows`) with one meaning per column: what lands in the database.
-- $source_ids are the ids of $files, in the same order.
WITH complete AS NOT MATERIALIZED (
  FROM dialect_rows UNION ALL BY NAME FROM logged
),
cached AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN cache_write_tokens IS NULL THEN cache_write_5m_tokens
      WHEN cache_write_1h_tokens IS NULL THEN cache_write_tokens
      ELSE greatest(cache_write_tokens - cache_write_1h_tokens, cache_write_5m_tokens)
    END AS short_write_tokens,
    known_sum(known_sum(cache_read_tokens, short_write_tokens), cache_write_1h_tokens) AS cached_tokens
  FROM complete
),
decided AS NOT MATERIALIZED (
  SELECT
    *,
    -- Is the cached part inside input_tokens? What the record's own numbers say goes before what its dialect declares.
    CASE
      WHEN uncached_input_tokens IS NOT NULL THEN 'named'::convention
      WHEN input_tokens IS NULL OR cached_tokens IS NULL OR cached_tokens = 0 THEN NULL
      WHEN total_tokens = input_tokens + cached_tokens + output_tokens THEN 'exclusive by total'::convention
      -- A part cannot be larger than the whole: such a total left the cached tokens out.
      WHEN total_tokens = input_tokens + output_tokens AND cached_tokens <= input_tokens THEN 'inclusive by total'::convention
      WHEN cached_tokens > input_tokens THEN CASE WHEN input_convention = 'inclusive' THEN 'exclusive against dialect'::convention ELSE 'exclusive by excess'::convention END
      WHEN input_convention IS NOT NULL THEN CASE input_convention WHEN 'inclusive' THEN 'inclusive by dialect'::convention ELSE 'exclusive by dialect'::convention END
      WHEN contains(lower(provider), 'anthropic') OR contains(lower(model), 'claude') THEN 'exclusive by provider'::convention
      ELSE 'inclusive by provider'::convention
    END AS convention
  FROM cached
),
parted AS NOT MATERIALIZED (
  SELECT
    *,
    CASE
      WHEN convention = 'named' THEN uncached_input_tokens
      WHEN convention IN ('inclusive by total', 'inclusive by dialect', 'inclusive by provider') THEN input_tokens - cached_tokens
      ELSE input_tokens
    END AS fresh_tokens,
    -- Reasoning is inside the billed output, except where the dialect or the record's own total says otherwise.
    CASE
      WHEN is_reasoning_outside OR total_tokens = input_tokens + output_tokens + reasoning_tokens AND reasoning_tokens > 0
        THEN known_sum(output_tokens, reasoning_tokens)
      ELSE output_tokens
    END AS billed_output_tokens,
    coalesce(trace_id, session_id, span_id) AS known_trace_id,
    text_key(coalesce(trace_id, session_id, span_id)) AS known_trace_key
  FROM decided
)
SELECT
  * EXCLUDE (
    filename, file_place, unexpected, record_type, call_id, short_write_tokens, cached_tokens, fresh_tokens, billed_output_tokens, known_trace_id, known_trace_key,
    input_tokens, cache_write_tokens, input_convention, is_reasoning_outside
  )
  REPLACE (
    known_trace_id AS trace_id,
    -- A tool's result begins when the tool has ended: a time that lands whatever the command asks for.
    CASE WHEN record_type = 'tool_result' THEN ended_at ELSE started_at END AS started_at,
    fresh_tokens AS uncached_input_tokens,
    short_write_tokens AS cache_write_5m_tokens,
    billed_output_tokens AS output_tokens,
    -- Kept only where the parts are unknown.
    CASE WHEN fresh_tokens IS NULL AND billed_output_tokens IS NULL THEN total_tokens END AS total_tokens,
    -- NULL where the row is no span.
    CASE WHEN record_type = 'span' THEN coalesce(TRY_CAST(kind AS kind), 'other'::kind) END AS kind,
    -- NULL is true: on the rows of most logs, which then need no column.
    nullif(is_first, true) AS is_first,
    TRY_CAST(status AS status) AS status,
    coalesce(latency_ms, (epoch_us(ended_at) - epoch_us(started_at)) / 1000) AS latency_ms,
    coalesce(ended_at, started_at + to_microseconds((fitting_ms(latency_ms) * 1000)::BIGINT)) AS ended_at
  ),
  unexpected IS NOT NULL AS is_unexpected,
  CASE WHEN record_type <> 'span' THEN record_type END AS other_type,
  CASE
    WHEN len($files) = 1 THEN $source_ids[1]
    WHEN file_place IS NOT NULL THEN $source_ids[file_place + 1]
    ELSE $source_ids[list_position($files, filename)]
  END AS source_id,
  CASE WHEN call_id IS NOT NULL THEN text_key(call_id) END AS call_key,
  known_trace_key AS trace_key,
  CASE WHEN span_id IS NOT NULL THEN hash(known_trace_key, text_key(span_id)) END AS span_key,
  CASE WHEN parent_span_id IS NOT NULL THEN hash(known_trace_key, text_key(parent_span_id)) END AS parent_key
FROM parted
