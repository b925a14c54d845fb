-- What did the Gemini CLI log in its sessions? A session is one document with its messages, or lines: a header, a message each,
-- `$set` patches. A message of the model is a model call; each tool call in it is a span too.
-- A message that is logged again, whole, with what came later, replaces the earlier one.
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
      sessionId: 'VARCHAR', startTime: 'VARCHAR', lastUpdated: 'VARCHAR', projectHash: 'VARCHAR', messages: 'JSON', history: 'JSON', '$set': 'JSON', '$rewindTo': 'JSON',
      id: 'VARCHAR', timestamp: 'VARCHAR', type: 'VARCHAR', content: 'JSON', model: 'VARCHAR', tokens: 'JSON', toolCalls: 'JSON', message: 'JSON', parentId: 'JSON'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN "$set" IS NOT NULL THEN 'patch'
      WHEN "$rewindTo" IS NOT NULL THEN 'rewind'
      WHEN type IS NULL THEN CASE WHEN lastUpdated IS NOT NULL THEN CASE
        WHEN startTime IS NOT NULL AND sessionId IS NOT NULL THEN CASE WHEN messages IS NULL OR json_type(messages) = 'ARRAY' THEN 'session' END
        WHEN json_type(history) = 'ARRAY' THEN 'session'
      END END
      WHEN id IS NULL OR timestamp IS NULL OR message IS NOT NULL OR parentId IS NOT NULL THEN NULL
      WHEN type = 'gemini' THEN CASE WHEN json_type(tokens) = 'OBJECT' OR content IS NOT NULL THEN type END
      WHEN type IN ('user', 'info', 'error', 'warning') AND content IS NOT NULL AND model IS NULL THEN type
    END AS own_type,
    coalesce(messages, "$set" -> '$.messages') AS all_messages
  FROM line
),

-- The messages of the model in a record; a record without any keeps one row.
spoken AS (
  SELECT
    filename, file_place, place, own_type, sessionId, projectHash,
    coalesce(nullif(CASE
      WHEN own_type IN ('session', 'patch') AND json_type(all_messages) = 'ARRAY' THEN list_filter(
        from_json(all_messages, '[{"id": "VARCHAR", "timestamp": "VARCHAR", "type": "VARCHAR", "model": "VARCHAR", "tokens": "JSON", "toolCalls": "JSON"}]'),
        lambda one: one.type = 'gemini'
      )
      WHEN own_type = 'gemini' THEN [{'id': id, 'timestamp': timestamp, 'type': type, 'model': model, 'tokens': tokens, 'toolCalls': toolCalls}]
    END, []), [NULL]) AS said
  FROM typed
),

message AS (
  SELECT * EXCLUDE (said), unnest(said) AS said, unnest(range(1, len(said) + 1)) AS number
  FROM spoken
),

parts AS (
  SELECT
    *,
    unnest(CASE
      WHEN json_type(said.toolCalls) = 'ARRAY' THEN list_prepend(NULL, from_json(said.toolCalls, '[{
        "id": "VARCHAR", "name": "VARCHAR", "args": "JSON", "status": "VARCHAR", "timestamp": "VARCHAR", "result": "JSON"
      }]'))
      ELSE [NULL]
    END) AS tool
  FROM message
),

counted AS (
  SELECT
    filename, file_place, place, own_type, projectHash, number, tool IS NULL AS is_message, said IS NOT NULL AND tool IS NULL AS is_call, tool IS NOT NULL AS is_tool,
    coalesce(sessionId, min(sessionId) OVER (PARTITION BY file_place), $sessions[file_place + 1]) AS session,
    said.id AS id, said.timestamp AS timestamp, said.model AS model,
    token_count(said.tokens ->> '$.input') AS prompt, token_count(said.tokens ->> '$.output') AS candidates, token_count(said.tokens ->> '$.cached') AS cached,
    token_count(said.tokens ->> '$.thoughts') AS thoughts, token_count(said.tokens ->> '$.tool') AS tool_prompt, token_count(said.tokens ->> '$.total') AS total,
    tool.id AS tool_id, tool.name AS tool_name, tool.args::VARCHAR AS args, tool.status AS tool_status, tool.timestamp AS tool_time, tool.result::VARCHAR AS result
  FROM parts
)
SELECT
  filename,
  file_place,
  CASE WHEN is_call OR is_tool THEN 'span' ELSE own_type END AS record_type,
  is_message AND number = 1 AS is_first,
  -- Ids of messages are UUIDs; those of tool calls are names and times.
  CASE WHEN is_call THEN CASE WHEN length(id) >= 32 THEN id ELSE id || ' ' || session END WHEN is_tool THEN tool_id || ' ' || session END AS call_id,
  place + number + CASE WHEN total IS NOT NULL OR is_tool THEN 1000000000000 ELSE 0 END AS completeness,
  session AS trace_id,
  CASE WHEN is_call THEN id WHEN is_tool THEN tool_id END AS span_id,
  session AS session_id,
  CASE WHEN is_call THEN 'gemini' WHEN is_tool THEN counted.tool_name END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' END AS kind,
  -- A message is logged when it is complete; its tools run from then on.
  instant(timestamp) AS started_at,
  CASE WHEN is_tool THEN instant(tool_time) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN is_call THEN 'google' END AS provider,
  CASE WHEN is_call THEN counted.model END AS model,
  CASE WHEN is_call THEN known_sum(prompt, tool_prompt) END AS input_tokens,
  CASE WHEN is_call THEN cached END AS cache_read_tokens,
  CASE WHEN is_call THEN candidates END AS output_tokens,
  CASE WHEN is_call THEN thoughts END AS reasoning_tokens,
  true AS is_reasoning_outside,
  CASE WHEN is_call THEN total - coalesce(thoughts, 0::BIGINT) END AS total_tokens,
  'inclusive' AS input_convention,
  CASE WHEN is_tool THEN CASE WHEN tool_status = 'success' THEN 'ok' WHEN tool_status IN ('error', 'failed') THEN 'error' END END AS status,
  CASE WHEN is_tool THEN counted.tool_name END AS tool_name,
  canonical_json(args) AS arguments,
  output_digest(result) AS output_digest,
  CASE WHEN result IS NOT NULL THEN output_sketch(result) END AS output_sketch,
  CASE WHEN is_tool THEN tool_status IN ('error', 'failed') END AS is_error,
  json_merge_patch('{}', json_object('projectHash', projectHash)) AS attributes
FROM counted
