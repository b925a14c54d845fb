-- What did the Grok CLI log? In `updates.jsonl` the end of a turn tells the tokens and the cost of all its calls: a span per model. In
-- `chat_history.jsonl` an assistant's message is a model call of unknown usage and each tool call in it a span.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {
      type: 'VARCHAR', timestamp: 'VARCHAR', id: 'JSON', uuid: 'JSON', sessionId: 'JSON', session_id: 'JSON', model: 'JSON', message: 'JSON', content: 'JSON', summary: 'JSON', status: 'VARCHAR',
      model_id: 'VARCHAR', tool_call_id: 'VARCHAR', tool_calls: 'JSON', kind: 'JSON', current_model_id: 'VARCHAR', info: 'STRUCT(id VARCHAR)', params: 'JSON'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN json_type(params) = 'OBJECT' THEN CASE WHEN (params ->> '$.sessionId') IS NOT NULL AND json_type(params -> '$.update') = 'OBJECT' THEN 'update' END
      WHEN type IS NULL THEN CASE WHEN info.id IS NOT NULL AND current_model_id IS NOT NULL THEN 'summary' END
      WHEN coalesce(to_json(timestamp), id, uuid, sessionId, session_id, model, message) IS NOT NULL THEN CASE
        WHEN type = 'reasoning' AND json_type(summary) = 'ARRAY' AND status IS NOT NULL THEN type
      END
      WHEN type = 'assistant' THEN CASE WHEN model_id IS NOT NULL AND content IS NOT NULL THEN type END
      WHEN type = 'tool_result' THEN CASE WHEN tool_call_id IS NOT NULL AND content IS NOT NULL THEN type END
      WHEN type = 'backend_tool_call' THEN CASE WHEN json_type(kind) = 'OBJECT' THEN type END
      WHEN type IN ('system', 'user') AND content IS NOT NULL THEN type
    END AS own_type,
    params -> '$.update' AS updated
  FROM line
),

-- What a turn used, by model; where models are not told apart, in all.
used AS (
  SELECT
    *,
    CASE WHEN own_type = 'update' AND (updated ->> '$.sessionUpdate') = 'turn_completed' THEN coalesce(
      nullif([{'model': key, 'usage': updated -> ('$.usage.modelUsage."' || key || '"')} FOR key IN json_keys(updated -> '$.usage.modelUsage') IF NOT contains(key, '"')], []),
      CASE WHEN json_type(updated -> '$.usage') = 'OBJECT' THEN [{'model': NULL, 'usage': updated -> '$.usage'}] END
    ) END AS turn,
    CASE WHEN own_type = 'assistant' AND json_type(tool_calls) = 'ARRAY' THEN from_json(tool_calls, '[{"id": "VARCHAR", "name": "VARCHAR", "arguments": "JSON"}]') END AS tools
  FROM typed
),

parts AS (
  SELECT
    * EXCLUDE (turn, tools),
    unnest(coalesce([{'used': one, 'tool': NULL} FOR one IN turn], list_prepend({'used': NULL, 'tool': NULL}, [{'used': NULL, 'tool': one} FOR one IN tools]), [{'used': NULL, 'tool': NULL}])) AS part,
    unnest(range(1, greatest(coalesce(len(turn), 0), coalesce(len(tools), 0) + CASE WHEN turn IS NULL THEN 1 ELSE 0 END) + 1)) AS number
  FROM used
),

meant AS (
  SELECT
    *,
    coalesce(CASE WHEN own_type = 'update' THEN params ->> '$.sessionId' END, $sessions[file_place + 1]) AS session,
    CASE
      WHEN part.used IS NOT NULL THEN 'agent'
      WHEN part.tool IS NOT NULL OR own_type = 'backend_tool_call' THEN 'tool'
      WHEN own_type = 'assistant' THEN 'llm'
    END AS meaning,
    coalesce(params ->> '$._meta.agentTimestampMs', timestamp) AS logged_at,
    CASE WHEN own_type = 'tool_result' THEN coalesce(CASE WHEN json_type(content) = 'VARCHAR' THEN content ->> '$' END, content::VARCHAR) END AS result_text
  FROM parts
)
SELECT
  filename,
  file_place,
  CASE WHEN meaning IS NOT NULL THEN 'span' ELSE own_type END AS record_type,
  number = 1 AS is_first,
  CASE
    WHEN meaning = 'agent' THEN concat_ws(' ', session, coalesce(updated ->> '$.prompt_id', logged_at), part.used.model)
    WHEN part.tool IS NOT NULL THEN CASE WHEN length(part.tool.id) >= 16 THEN part.tool.id ELSE session || ' ' || part.tool.id END
    WHEN own_type = 'backend_tool_call' THEN kind ->> '$.id'
  END AS call_id,
  session AS trace_id,
  CASE
    WHEN meaning = 'agent' THEN concat_ws('/', updated ->> '$.prompt_id', part.used.model)
    WHEN part.tool IS NOT NULL THEN part.tool.id
    WHEN own_type = 'tool_result' THEN tool_call_id
    WHEN own_type = 'backend_tool_call' THEN kind ->> '$.id'
  END AS span_id,
  session AS session_id,
  CASE meaning WHEN 'agent' THEN 'turn' WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN coalesce(part.tool.name, kind ->> '$.tool_type') END AS name,
  meaning AS kind,
  CASE WHEN meaning = 'agent' THEN instant(logged_at) END AS started_at,
  CASE WHEN meaning IN ('agent', 'llm') THEN 'xai' END AS provider,
  CASE meaning WHEN 'agent' THEN part.used.model WHEN 'llm' THEN model_id END AS model,
  token_count(part.used.usage ->> '$.inputTokens') AS input_tokens,
  token_count(part.used.usage ->> '$.cachedReadTokens') AS cache_read_tokens,
  token_count(part.used.usage ->> '$.cacheCreationTokens') AS cache_write_tokens,
  token_count(part.used.usage ->> '$.outputTokens') AS output_tokens,
  token_count(part.used.usage ->> '$.reasoningTokens') AS reasoning_tokens,
  'inclusive' AS input_convention,
  -- A tick is 1e-10 dollars.
  TRY_CAST(TRY_CAST(part.used.usage ->> '$.costUsdTicks' AS DECIMAL(18, 0)) * 0.0000000001 AS DECIMAL(18, 12)) AS reported_cost_usd,
  CASE WHEN meaning = 'agent' THEN updated ->> '$.stop_reason' END AS stop_reason,
  CASE WHEN meaning = 'tool' THEN coalesce(part.tool.name, kind ->> '$.tool_type') END AS tool_name,
  CASE WHEN meaning = 'tool' THEN canonical_json(coalesce(CASE WHEN json_type(part.tool.arguments) = 'VARCHAR' THEN part.tool.arguments ->> '$' END, part.tool.arguments::VARCHAR, (kind -> '$.action')::VARCHAR)) END AS arguments,
  output_digest(result_text) AS output_digest,
  CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch
FROM meant
