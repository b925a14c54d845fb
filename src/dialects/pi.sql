-- What did pi, OpenClaw and Droid log in their sessions? One row per record: an assistant's message is a model call. A tool call in it
-- is a span of its own, and a row 'tool_result' per result with the span_id of its call.
-- The session stands in the first record of a file alone. A branch starts with copies of what it branched from.
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
      type: 'VARCHAR', id: 'VARCHAR', parentId: 'VARCHAR', timestamp: 'VARCHAR', cwd: 'VARCHAR', version: 'VARCHAR', modelId: 'VARCHAR',
      thinkingLevel: 'VARCHAR', summary: 'VARCHAR', tokensBefore: 'VARCHAR', customType: 'VARCHAR',
      message: 'STRUCT(
        role VARCHAR, content JSON, api VARCHAR, provider VARCHAR, model VARCHAR, responseModel VARCHAR, stopReason VARCHAR, errorMessage VARCHAR, timestamp VARCHAR, responseId VARCHAR,
        toolCallId VARCHAR, toolName VARCHAR, isError VARCHAR, command VARCHAR, exitCode INTEGER, output VARCHAR,
        usage STRUCT(
          input UINTEGER, output UINTEGER, cacheRead UINTEGER, cacheWrite UINTEGER, cacheWrite1h UINTEGER, reasoning UINTEGER, totalTokens UINTEGER, cost STRUCT(total VARCHAR)
        )
      )'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE type
      WHEN 'message' THEN CASE WHEN message.role IS NOT NULL THEN message.role END
      WHEN 'session' THEN CASE WHEN coalesce(cwd, version) IS NOT NULL THEN type END
      WHEN 'model_change' THEN CASE WHEN modelId IS NOT NULL THEN type END
      WHEN 'thinking_level_change' THEN CASE WHEN thinkingLevel IS NOT NULL THEN type END
      WHEN 'compaction' THEN CASE WHEN coalesce(summary, tokensBefore) IS NOT NULL THEN type END
      WHEN 'branch_summary' THEN CASE WHEN summary IS NOT NULL THEN type END
      ELSE CASE
        WHEN type IN ('session_start', 'session_end') AND id IS NOT NULL THEN type
        WHEN type IN ('custom', 'custom_message') AND customType IS NOT NULL THEN type
        WHEN type IN ('label', 'session_info', 'compact') AND parentId IS NOT NULL THEN type
        WHEN type IN ('compaction_state', 'todo_state') AND coalesce(parentId, id) IS NOT NULL THEN type
      END
    END AS own_type
  FROM line
),

-- The record itself (block NULL) and the tool calls and results in it: `toolCall` is pi's word, the others Droid's.
parts AS (
  SELECT
    *,
    own_type = 'assistant' AND type = 'message' AS is_message,
    unnest(CASE
      WHEN type = 'message' AND own_type IN ('assistant', 'user') AND regexp_matches(message.content, '"(toolCall|tool_use|tool_result)"') THEN list_prepend(NULL, list_filter(
        from_json(message.content, '[{"type": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR", "arguments": "JSON", "input": "JSON", "tool_use_id": "VARCHAR", "is_error": "VARCHAR", "content": "JSON"}]'),
        lambda part: part.type IN ('toolCall', 'tool_use', 'tool_result')
      ))
      ELSE [NULL]
    END) AS block
  FROM typed
),

meant AS (
  SELECT
    *,
    block IS NULL AS is_first,
    CASE
      WHEN block IS NOT NULL THEN CASE WHEN block.type = 'tool_result' THEN 'tool_result' ELSE 'tool' END
      WHEN type <> 'message' OR own_type IS NULL THEN own_type
      WHEN own_type = 'assistant' THEN 'llm'
      WHEN own_type = 'bashExecution' THEN 'tool'
      WHEN own_type = 'toolResult' THEN 'tool_result'
      ELSE own_type
    END AS meaning,
    CASE WHEN block.type = 'tool_result' THEN block.content WHEN block IS NULL AND own_type = 'toolResult' THEN message.content END AS logged_result
  FROM parts
),

texts AS (
  SELECT
    *,
    meaning = 'llm' AS is_call,
    meaning = 'tool' AS is_tool,
    meaning = 'tool_result' AS is_result,
    block IS NULL AND meaning = 'tool' AS is_command,
    CASE WHEN block IS NULL AND own_type = 'bashExecution' THEN message.output
      ELSE coalesce(CASE WHEN json_type(logged_result) = 'VARCHAR' THEN logged_result ->> '$' END, logged_result::VARCHAR) END AS result_text,
    coalesce(message.timestamp, timestamp) AS began
  FROM meant
),

-- What is long becomes short before a file's rows are looked at together.
short AS (
  SELECT
    filename, file_place, meaning, is_first, is_call, is_tool, is_result, is_command, began, timestamp, message.timestamp AS message_time,
    message.provider AS provider, coalesce(message.responseModel, message.model) AS model, message.api AS api, message.stopReason AS stop_reason, message.responseId AS response_id,
    CASE WHEN is_call THEN message.usage END AS usage,
    CASE WHEN type IN ('session', 'session_start') THEN id END AS session, CASE WHEN type IN ('session', 'session_start') THEN cwd END AS folder,
    id AS entry,
    CASE WHEN is_command THEN coalesce(id, timestamp) WHEN is_tool THEN block.id WHEN is_result THEN coalesce(block.tool_use_id, message.toolCallId) END AS tool_id,
    CASE WHEN is_command THEN 'bash' WHEN is_tool THEN block.name END AS tool_name,
    canonical_json(CASE WHEN is_command THEN json_object('command', message.command)::VARCHAR WHEN is_tool THEN coalesce(block.arguments, block.input)::VARCHAR END) AS arguments,
    output_digest(result_text) AS output_digest,
    CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
    CASE WHEN is_command THEN message.exitCode <> 0 WHEN is_result THEN coalesce(coalesce(block.is_error, message.isError) = 'true', false) END AS is_error
  FROM texts
),

placed AS (
  SELECT
    * EXCLUDE (session, folder),
    coalesce(min(session) OVER (PARTITION BY file_place), $sessions[file_place + 1]) AS session,
    min(folder) OVER (PARTITION BY file_place) AS folder
  FROM short
)
SELECT
  filename,
  file_place,
  CASE WHEN is_call OR is_tool THEN 'span' ELSE meaning END AS record_type,
  is_first,
  -- A provider's id is not enough: some servers give every response the same one.
  CASE
    WHEN is_call THEN concat_ws(' ', response_id, coalesce(message_time, concat_ws(' ', entry, timestamp)), placed.model, to_json(usage))
    WHEN is_tool THEN CASE WHEN length(tool_id) >= 16 THEN tool_id ELSE tool_id || ' ' || session END
  END AS call_id,
  session AS trace_id,
  CASE WHEN is_call THEN coalesce(entry, message_time, timestamp) WHEN is_tool OR is_result THEN tool_id END AS span_id,
  session AS session_id,
  CASE WHEN is_call THEN 'assistant' WHEN is_tool THEN tool_name END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' END AS kind,
  -- A message has the time at which it was begun, its record that of the end.
  CASE WHEN is_call OR is_command THEN instant(began) WHEN is_tool OR meaning = 'compaction' THEN instant(timestamp) END AS started_at,
  CASE WHEN is_call AND message_time IS NOT NULL OR is_result THEN instant(timestamp) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN is_call THEN placed.provider END AS provider,
  CASE WHEN is_call THEN placed.model END AS model,
  usage.input AS input_tokens,
  usage.cacheRead AS cache_read_tokens,
  usage.cacheWrite AS cache_write_tokens,
  usage.cacheWrite1h AS cache_write_1h_tokens,
  usage.output AS output_tokens,
  usage.reasoning AS reasoning_tokens,
  'exclusive' AS input_convention,
  money(usage.cost.total) AS reported_cost_usd,
  CASE
    WHEN is_call THEN CASE WHEN placed.stop_reason = 'error' THEN 'error' WHEN placed.stop_reason <> 'aborted' THEN 'ok' END
    WHEN is_result OR is_command THEN CASE WHEN placed.is_error THEN 'error' ELSE 'ok' END
  END AS status,
  CASE WHEN is_call THEN placed.stop_reason END AS stop_reason,
  placed.tool_name,
  placed.arguments,
  placed.output_digest,
  placed.output_sketch,
  placed.is_error,
  CASE WHEN is_call THEN response_id END AS request_id,
  CASE WHEN meaning = 'compaction' THEN 'compacted' END AS cache_miss_reason,
  json_merge_patch('{}', json_object('cwd', folder, 'api', CASE WHEN is_call THEN api END)) AS attributes
FROM placed
