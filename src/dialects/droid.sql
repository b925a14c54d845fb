-- What did Factory's Droid log of its runs? The end of a run, and the settings of a session, tell the tokens of all its calls together:
-- one span each. A tool call is a span, its result a row 'tool_result'.
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
      type: 'VARCHAR', session_id: 'VARCHAR', sessionId: 'VARCHAR', uuid: 'JSON', timestamp: 'VARCHAR', model: 'VARCHAR', cwd: 'VARCHAR', text: 'VARCHAR', finalText: 'VARCHAR', source: 'VARCHAR',
      id: 'VARCHAR', toolCallId: 'VARCHAR', toolName: 'VARCHAR', parameters: 'JSON', value: 'JSON', isError: 'VARCHAR', message: 'VARCHAR', durationMs: 'DOUBLE',
      usage: 'STRUCT(input_tokens UINTEGER, output_tokens UINTEGER, cache_read_input_tokens UINTEGER, cache_creation_input_tokens UINTEGER)',
      tokenUsage: 'STRUCT(inputTokens UINTEGER, outputTokens UINTEGER, cacheCreationTokens UINTEGER, cacheReadTokens UINTEGER, thinkingTokens UINTEGER)',
      providerLockTimestamp: 'VARCHAR'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN type IS NULL THEN CASE WHEN tokenUsage.inputTokens IS NOT NULL THEN 'settings' END
      WHEN coalesce(session_id, sessionId) IS NULL OR uuid IS NOT NULL THEN NULL
      WHEN type = 'system' THEN CASE WHEN cwd IS NOT NULL THEN type END
      WHEN type = 'message' THEN CASE WHEN text IS NOT NULL THEN type END
      WHEN type = 'tool_call' THEN CASE WHEN toolName IS NOT NULL THEN type END
      WHEN type = 'tool_result' THEN CASE WHEN value IS NOT NULL THEN type END
      WHEN type = 'completion' THEN CASE WHEN finalText IS NOT NULL THEN type END
      WHEN type = 'error' THEN CASE WHEN source IS NOT NULL THEN type END
    END AS own_type
  FROM line
),

meant AS (
  SELECT
    * EXCLUDE (usage),
    coalesce(session_id, sessionId, $sessions[file_place + 1]) AS session,
    CASE WHEN own_type = 'settings' THEN {
      'input': tokenUsage.inputTokens, 'output': tokenUsage.outputTokens, 'read': tokenUsage.cacheReadTokens, 'write': tokenUsage.cacheCreationTokens, 'reasoning': tokenUsage.thinkingTokens
    } WHEN own_type = 'completion' AND usage IS NOT NULL THEN {
      'input': usage.input_tokens, 'output': usage.output_tokens, 'read': usage.cache_read_input_tokens, 'write': usage.cache_creation_input_tokens, 'reasoning': NULL::UINTEGER
    } END AS usage,
    coalesce(toolCallId, id) AS tool_id,
    last_value(model IGNORE NULLS) OVER (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING) AS latest_model,
    CASE WHEN own_type = 'tool_result' THEN coalesce(CASE WHEN json_type(value) = 'VARCHAR' THEN value ->> '$' END, value::VARCHAR) END AS result_text,
    CASE WHEN own_type = 'tool_result' THEN coalesce(isError = 'true' OR CASE WHEN json_type(value) = 'OBJECT' THEN TRY_CAST(value ->> '$.exitCode' AS INTEGER) <> 0 END, false) END AS is_failed
  FROM typed
),

kinds AS (
  SELECT *, CASE WHEN usage IS NOT NULL THEN 'agent' WHEN own_type = 'tool_call' THEN 'tool' WHEN own_type = 'error' THEN 'other' END AS kind
  FROM meant
)
SELECT
  filename,
  file_place,
  CASE WHEN kind IS NOT NULL THEN 'span' ELSE own_type END AS record_type,
  true AS is_first,
  CASE kind WHEN 'agent' THEN concat_ws(' ', session, own_type, timestamp) WHEN 'tool' THEN session || ' ' || tool_id END AS call_id,
  session AS trace_id,
  CASE WHEN kind = 'tool' OR own_type = 'tool_result' THEN tool_id WHEN kind = 'agent' THEN coalesce(id, session) END AS span_id,
  session AS session_id,
  CASE kind WHEN 'agent' THEN CASE WHEN own_type = 'settings' THEN 'session' ELSE 'run' END WHEN 'tool' THEN toolName WHEN 'other' THEN own_type END AS name,
  kind,
  CASE WHEN kind IS NOT NULL THEN instant(coalesce(timestamp, providerLockTimestamp)) END AS started_at,
  CASE WHEN own_type = 'tool_result' THEN instant(timestamp) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN kind = 'agent' THEN durationMs END AS latency_ms,
  CASE WHEN kind = 'agent' THEN latest_model END AS model,
  usage.input AS input_tokens,
  usage.read AS cache_read_tokens,
  usage.write AS cache_write_tokens,
  usage.output AS output_tokens,
  usage.reasoning AS reasoning_tokens,
  'exclusive' AS input_convention,
  CASE WHEN kind = 'other' THEN 'error' WHEN own_type = 'tool_result' THEN CASE WHEN is_failed THEN 'error' ELSE 'ok' END END AS status,
  CASE WHEN kind = 'tool' THEN toolName END AS tool_name,
  CASE WHEN kind = 'tool' THEN canonical_json(parameters::VARCHAR) END AS arguments,
  output_digest(result_text) AS output_digest,
  CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
  is_failed AS is_error
FROM kinds
