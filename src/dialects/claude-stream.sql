-- What did `claude -p --output-format stream-json` print, and the Agent SDK hand over? One row per message: an assistant's is a call of which
-- the output is not told yet (events of the stream, where they are printed, tell it); the result tells what the whole run used and cost. The run is the
-- root: what it has beyond its calls stays with it. A sub-agent's calls stand below the tool call that started it, so tool calls are always looked for.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place, row_number() OVER () AS place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {
      type: 'VARCHAR', subtype: 'VARCHAR', id: 'JSON', uuid: 'VARCHAR', session_id: 'VARCHAR', sessionId: 'VARCHAR', parent_tool_use_id: 'VARCHAR', timestamp: 'VARCHAR',
      message: 'JSON', event: 'JSON', usage: 'JSON', modelUsage: 'JSON', total_cost_usd: 'VARCHAR', cost_usd: 'VARCHAR', duration_ms: 'VARCHAR', is_error: 'BOOLEAN', model: 'VARCHAR', cwd: 'VARCHAR',
      claude_code_version: 'VARCHAR'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      -- Droid prints such lines too, each with an id.
      WHEN session_id IS NULL OR sessionId IS NOT NULL OR id IS NOT NULL THEN NULL
      WHEN type IN ('assistant', 'user') THEN CASE WHEN json_type(message) = 'OBJECT' THEN type END
      WHEN type IN ('system', 'result') THEN CASE WHEN subtype IS NOT NULL THEN type END
      WHEN type = 'stream_event' THEN CASE WHEN json_type(event) = 'OBJECT' THEN type END
      WHEN type IN ('rate_limit_event', 'tool_progress', 'tool_use_summary', 'auth_status', 'prompt_suggestion') THEN CASE WHEN uuid IS NOT NULL THEN type END
    END AS own_type,
    event ->> '$.type' AS event_type
  FROM line
),

-- An event says of which message it is only where the message starts.
placed AS (
  SELECT
    *,
    last_value(CASE WHEN own_type = 'stream_event' AND event_type = 'message_start' THEN event -> '$.message' END IGNORE NULLS) OVER so_far AS opening,
    first_value(model IGNORE NULLS) OVER (PARTITION BY session_id ORDER BY file_place, place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS run_model
  FROM typed
  WINDOW so_far AS (PARTITION BY file_place, session_id, parent_tool_use_id ORDER BY place ROWS UNBOUNDED PRECEDING)
),

told AS (
  SELECT
    * EXCLUDE (usage, message),
    own_type = 'stream_event' AND event_type = 'message_delta' AND json_type(event, '$.usage') = 'OBJECT' AND opening IS NOT NULL AS is_end,
    own_type = 'assistant' AND (message ->> '$.model') IS DISTINCT FROM '<synthetic>' AS is_message,
    own_type = 'result' AS is_result,
    own_type = 'system' AND subtype = 'init' AS is_start,
    CASE WHEN is_end THEN opening ELSE message END AS message,
    CASE WHEN is_end THEN json_merge_patch(coalesce(opening -> '$.usage', '{}'), event -> '$.usage') WHEN is_result THEN usage ELSE message -> '$.usage' END AS counts,
    -- By model, with those of sub-agents; `usage` is that of the main thread.
    CASE WHEN is_result THEN map_values(from_json(modelUsage, '"MAP(VARCHAR, JSON)"')) END AS by_model,
    CASE WHEN is_result THEN map_keys(from_json(modelUsage, '"MAP(VARCHAR, JSON)"')) END AS models
  FROM placed
),

parts AS (
  SELECT
    *,
    unnest(CASE
      WHEN own_type IN ('assistant', 'user') AND json_type(message, '$.content') = 'ARRAY' THEN list_prepend(NULL, list_filter(
        json_extract(message, '$.content[*]'), lambda part: ends_with(part ->> '$.type', 'tool_use') OR ends_with(part ->> '$.type', 'tool_result')
      ))
      ELSE [NULL]
    END) AS block
  FROM told
),

divided AS (
  SELECT * REPLACE (is_end AND block IS NULL AS is_end, is_message AND block IS NULL AS is_message)
  FROM parts
),

meant AS (
  SELECT
    *,
    block IS NULL AS is_first,
    ends_with(block ->> '$.type', 'tool_use') AS is_tool,
    ends_with(block ->> '$.type', 'tool_result') AS is_tool_result,
    CASE WHEN is_message OR is_end THEN 'llm' WHEN is_tool THEN 'tool' WHEN is_result OR is_start THEN 'agent' END AS kind,
    CASE WHEN is_tool_result THEN coalesce(CASE WHEN json_type(block, '$.content') = 'VARCHAR' THEN block ->> '$.content' END, (block -> '$.content')::VARCHAR) END AS result_text
  FROM divided
)
SELECT
  filename,
  file_place,
  CASE WHEN kind IS NOT NULL THEN 'span' WHEN is_tool_result THEN 'tool_result' ELSE own_type END AS record_type,
  is_first,
  CASE kind WHEN 'llm' THEN coalesce(message ->> '$.id', uuid) WHEN 'tool' THEN block ->> '$.id' WHEN 'agent' THEN session_id END AS call_id,
  CASE WHEN is_result OR is_end THEN 2 WHEN kind IS NOT NULL THEN 1 END AS completeness,
  session_id AS trace_id,
  CASE kind WHEN 'llm' THEN coalesce(message ->> '$.id', uuid) WHEN 'tool' THEN block ->> '$.id' WHEN 'agent' THEN session_id ELSE block ->> '$.tool_use_id' END AS span_id,
  CASE WHEN kind IN ('llm', 'tool') THEN coalesce(parent_tool_use_id, session_id) END AS parent_span_id,
  session_id,
  CASE kind WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN block ->> '$.name' WHEN 'agent' THEN 'run' END AS name,
  kind,
  CASE WHEN kind IS NOT NULL THEN instant(timestamp) END AS started_at,
  CASE WHEN is_tool_result THEN instant(timestamp) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN is_result THEN measure(duration_ms) END AS latency_ms,
  CASE WHEN kind IN ('llm', 'agent') THEN 'anthropic' END AS provider,
  CASE WHEN kind = 'llm' THEN message ->> '$.model' WHEN is_result THEN CASE WHEN len(models) = 1 THEN models[1] WHEN len(models) > 1 THEN NULL ELSE run_model END WHEN is_start THEN run_model END AS model,
  CASE WHEN len(by_model) > 0 THEN list_sum([count_at(used, ['$.inputTokens']) FOR used IN by_model])::BIGINT WHEN kind IN ('llm', 'agent') THEN count_at(counts, ['$.input_tokens']) END AS input_tokens,
  CASE WHEN len(by_model) > 0 THEN list_sum([count_at(used, ['$.cacheReadInputTokens']) FOR used IN by_model])::BIGINT WHEN kind IN ('llm', 'agent') THEN count_at(counts, ['$.cache_read_input_tokens']) END AS cache_read_tokens,
  CASE WHEN len(by_model) > 0 THEN list_sum([count_at(used, ['$.cacheCreationInputTokens']) FOR used IN by_model])::BIGINT WHEN kind IN ('llm', 'agent') THEN count_at(counts, ['$.cache_creation_input_tokens']) END AS cache_write_tokens,
  CASE WHEN kind = 'llm' THEN count_at(counts, ['$.cache_creation.ephemeral_5m_input_tokens']) END AS cache_write_5m_tokens,
  CASE WHEN kind = 'llm' THEN count_at(counts, ['$.cache_creation.ephemeral_1h_input_tokens']) END AS cache_write_1h_tokens,
  CASE WHEN len(by_model) > 0 THEN list_sum([count_at(used, ['$.outputTokens']) FOR used IN by_model])::BIGINT WHEN kind IN ('llm', 'agent') THEN count_at(counts, ['$.output_tokens']) END AS output_tokens,
  'exclusive' AS input_convention,
  CASE WHEN is_message THEN (message ->> '$.stop_reason') IS NULL AND count_at(counts, ['$.output_tokens']) <= 10 WHEN is_end THEN false END AS is_output_placeholder,
  CASE WHEN is_result THEN money(coalesce(total_cost_usd, cost_usd)) END AS reported_cost_usd,
  CASE WHEN is_result THEN CASE WHEN meant.is_error OR subtype <> 'success' THEN 'error' ELSE 'ok' END WHEN is_end THEN 'ok' WHEN is_tool_result THEN CASE WHEN block ->> '$.is_error' = 'true' THEN 'error' ELSE 'ok' END END AS status,
  CASE WHEN is_result AND subtype <> 'success' THEN subtype END AS error_type,
  CASE WHEN is_end THEN event ->> '$.delta.stop_reason' WHEN is_message THEN message ->> '$.stop_reason' END AS stop_reason,
  CASE WHEN kind IN ('llm', 'tool') AND parent_tool_use_id IS NOT NULL THEN 'subagent' END AS agent,
  CASE WHEN kind = 'llm' THEN counts ->> '$.service_tier' END AS service_tier,
  CASE WHEN is_tool THEN block ->> '$.name' END AS tool_name,
  CASE WHEN is_tool THEN canonical_json((block -> '$.input')::VARCHAR) END AS arguments,
  output_digest(result_text) AS output_digest,
  CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
  CASE WHEN is_tool_result THEN coalesce(block ->> '$.is_error' = 'true', false) END AS is_error,
  claude_code_version AS release,
  CASE WHEN is_start OR is_result THEN json_merge_patch('{}', json_object('cwd', cwd)) END AS attributes
FROM meant
