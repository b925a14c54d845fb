-- What did the Hermes agent log? A session is one document: each assistant's message in it is a model call of unknown usage; each
-- tool call a span, and each tool's message a row 'tool_result'. The only time is that of the session's start.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {session_id: 'VARCHAR', session_start: 'VARCHAR', last_updated: 'VARCHAR', model: 'VARCHAR', platform: 'VARCHAR', cwd: 'VARCHAR', messages: 'JSON'}
  )
),

session AS (
  SELECT
    * EXCLUDE (messages),
    CASE WHEN session_start IS NOT NULL AND last_updated IS NOT NULL AND json_type(messages) = 'ARRAY' AND session_id IS NOT NULL THEN 'session' END AS own_type,
    CASE WHEN own_type IS NOT NULL THEN from_json(messages, '[{
      "role": "VARCHAR", "content": "JSON", "finish_reason": "VARCHAR", "tool_call_id": "VARCHAR", "tool_calls": [{"id": "VARCHAR", "function": {"name": "VARCHAR", "arguments": "JSON"}}]
    }]') END AS said
  FROM line
),

gathered AS (
  SELECT
    *,
    coalesce(nullif(list_concat(
      [{'kind': 'llm', 'message': message, 'tool': NULL} FOR message IN said IF message.role = 'assistant'],
      flatten([[{'kind': 'tool', 'message': NULL, 'tool': tool} FOR tool IN message.tool_calls] FOR message IN said IF message.tool_calls IS NOT NULL]),
      [{'kind': 'tool_result', 'message': message, 'tool': NULL} FOR message IN said IF message.role = 'tool']
    ), []), [NULL]) AS parts
  FROM session
),

listed AS (
  SELECT * EXCLUDE (said, parts), unnest(parts) AS part, unnest(range(1, len(parts) + 1)) AS number
  FROM gathered
)
SELECT
  filename,
  file_place,
  CASE WHEN part.kind IN ('llm', 'tool') THEN 'span' ELSE coalesce(part.kind, own_type) END AS record_type,
  number = 1 AS is_first,
  CASE part.kind WHEN 'llm' THEN session_id || ' ' || number WHEN 'tool' THEN session_id || ' ' || part.tool.id END AS call_id,
  session_id AS trace_id,
  CASE part.kind WHEN 'llm' THEN session_id || '/' || number WHEN 'tool' THEN part.tool.id WHEN 'tool_result' THEN part.message.tool_call_id END AS span_id,
  session_id,
  CASE part.kind WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN part.tool."function".name END AS name,
  CASE WHEN part.kind IN ('llm', 'tool') THEN part.kind END AS kind,
  instant(session_start) AS started_at,
  is_naive(session_start) AS is_naive_time,
  CASE WHEN part.kind = 'llm' THEN model END AS model,
  CASE WHEN part.kind = 'llm' THEN part.message.finish_reason END AS stop_reason,
  CASE WHEN part.kind = 'tool' THEN part.tool."function".name END AS tool_name,
  CASE WHEN part.kind = 'tool' THEN canonical_json(coalesce(CASE WHEN json_type(part.tool."function".arguments) = 'VARCHAR' THEN part.tool."function".arguments ->> '$' END, part.tool."function".arguments::VARCHAR)) END AS arguments,
  CASE WHEN part.kind = 'tool_result' THEN output_digest(part.message.content::VARCHAR) END AS output_digest,
  CASE WHEN part.kind = 'tool_result' AND part.message.content IS NOT NULL THEN output_sketch(part.message.content::VARCHAR) END AS output_sketch,
  CASE WHEN part.kind = 'tool_result' THEN coalesce(part.message.finish_reason = 'error', false) END AS is_error,
  json_merge_patch('{}', json_object('platform', platform, 'cwd', cwd)) AS attributes
FROM listed
