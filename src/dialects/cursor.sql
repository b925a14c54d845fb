-- What did Cursor's agent log? An assistant's message is a model call of unknown usage; each tool call in it is a span.
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
      type: 'VARCHAR', role: 'VARCHAR', status: 'VARCHAR', timestamp: 'JSON', id: 'JSON', sessionId: 'JSON', model: 'VARCHAR', message: 'STRUCT(content JSON, usage JSON)'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN coalesce(timestamp, id, sessionId) IS NOT NULL THEN NULL
      WHEN type = 'turn_ended' THEN CASE WHEN status IS NOT NULL THEN type END
      WHEN type IS NULL AND role IN ('user', 'assistant') AND json_type(message.content) = 'ARRAY' AND message.usage IS NULL THEN role
    END AS own_type
  FROM line
),

parts AS (
  SELECT
    *,
    unnest(CASE
      WHEN own_type = 'assistant' THEN list_prepend(NULL, list_filter(
        from_json(message.content, '[{"type": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR", "input": "JSON"}]'), lambda part: part.type IN ('tool_use', 'tool_call')
      ))
      ELSE [NULL]
    END) AS tool
  FROM typed
)
SELECT
  filename,
  file_place,
  CASE WHEN own_type = 'assistant' THEN 'span' ELSE own_type END AS record_type,
  tool IS NULL AS is_first,
  $sessions[file_place + 1] AS trace_id,
  tool.id AS span_id,
  $sessions[file_place + 1] AS session_id,
  CASE WHEN tool IS NOT NULL THEN tool.name WHEN own_type = 'assistant' THEN own_type END AS name,
  CASE WHEN tool IS NOT NULL THEN 'tool' WHEN own_type = 'assistant' THEN 'llm' END AS kind,
  CASE WHEN tool IS NULL THEN parts.model END AS model,
  tool.name AS tool_name,
  canonical_json(tool.input::VARCHAR) AS arguments
FROM parts
