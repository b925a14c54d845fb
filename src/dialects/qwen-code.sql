-- What did Qwen Code log in its chats? One row per record: an assistant's record is a model call. A tool call in it is a span of its own,
-- and a row 'tool_result' per result with the span_id of its call.
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
      sessionId: 'VARCHAR', uuid: 'VARCHAR', type: 'VARCHAR', subtype: 'VARCHAR', timestamp: 'VARCHAR', model: 'VARCHAR', cwd: 'VARCHAR', version: 'VARCHAR', gitBranch: 'VARCHAR',
      systemPayload: 'JSON', usageMetadata: 'JSON', toolCallResult: 'JSON', message: 'STRUCT(role VARCHAR, parts JSON)'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN sessionId IS NOT NULL AND uuid IS NOT NULL
        AND (json_type(message.parts) = 'ARRAY' OR systemPayload IS NOT NULL) THEN type
    END AS own_type,
    systemPayload -> '$.uiEvent' AS event
  FROM line
),

parts AS (
  SELECT
    *,
    unnest(CASE
      WHEN own_type IN ('assistant', 'tool_result') AND contains(message.parts, '"function') THEN list_prepend(NULL, list_filter(
        from_json(message.parts, '[{"functionCall": {"id": "VARCHAR", "name": "VARCHAR", "args": "JSON"}, "functionResponse": {"id": "VARCHAR", "name": "VARCHAR", "response": "JSON"}}]'),
        lambda part: part.functionCall.name IS NOT NULL OR part.functionResponse.id IS NOT NULL
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
      WHEN block IS NOT NULL THEN CASE WHEN block.functionCall.name IS NOT NULL THEN 'tool' ELSE 'tool_result' END
      WHEN own_type = 'assistant' THEN 'llm'
      WHEN own_type = 'system' AND ends_with(event ->> '$."event.name"', 'api_error') THEN 'api_error'
      ELSE own_type
    END AS meaning
  FROM parts
),

counted AS (
  SELECT
    *,
    meaning = 'llm' AS is_call,
    token_count(usageMetadata ->> '$.promptTokenCount') AS prompt, token_count(usageMetadata ->> '$.candidatesTokenCount') AS candidates,
    token_count(usageMetadata ->> '$.thoughtsTokenCount') AS thoughts, token_count(usageMetadata ->> '$.totalTokenCount') AS total,
    token_count(usageMetadata ->> '$.cachedContentTokenCount') AS cached, token_count(usageMetadata ->> '$.toolUsePromptTokenCount') AS tool_prompt,
    CASE WHEN meaning = 'tool_result' THEN block.functionResponse.response END AS response
  FROM meant
)
SELECT
  filename,
  file_place,
  CASE WHEN meaning IN ('llm', 'tool', 'api_error') THEN 'span' ELSE meaning END AS record_type,
  is_first,
  CASE meaning
    WHEN 'tool' THEN coalesce(block.functionCall.id, uuid || ' ' || block.functionCall.name) || ' ' || sessionId
    WHEN 'llm' THEN uuid
    WHEN 'api_error' THEN uuid
  END AS call_id,
  sessionId AS trace_id,
  CASE meaning WHEN 'tool' THEN block.functionCall.id WHEN 'tool_result' THEN block.functionResponse.id WHEN 'llm' THEN uuid WHEN 'api_error' THEN uuid END AS span_id,
  sessionId AS session_id,
  CASE meaning WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN block.functionCall.name WHEN 'api_error' THEN meaning END AS name,
  CASE meaning WHEN 'llm' THEN 'llm' WHEN 'tool' THEN 'tool' WHEN 'api_error' THEN 'other' END AS kind,
  CASE WHEN meaning <> 'tool_result' THEN instant(timestamp) END AS started_at,
  CASE WHEN meaning = 'tool_result' THEN instant(timestamp) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN is_call THEN counted.model END AS model,
  CASE WHEN is_call THEN known_sum(prompt, tool_prompt) END AS input_tokens,
  CASE WHEN is_call THEN cached END AS cache_read_tokens,
  CASE WHEN is_call THEN candidates END AS output_tokens,
  CASE WHEN is_call THEN thoughts END AS reasoning_tokens,
  -- Gemini's names, but servers with OpenAI's API count thoughts among the candidates: the total tells.
  total IS DISTINCT FROM prompt + candidates AS is_reasoning_outside,
  'inclusive' AS input_convention,
  CASE
    WHEN meaning = 'api_error' THEN 'error'
    WHEN meaning = 'tool_result' THEN CASE WHEN (toolCallResult ->> '$.status') = 'error' THEN 'error' ELSE 'ok' END
  END AS status,
  CASE WHEN meaning = 'api_error' THEN coalesce(event ->> '$.error_type', event ->> '$.status_code') END AS error_type,
  CASE WHEN meaning = 'tool' THEN block.functionCall.name END AS tool_name,
  CASE WHEN meaning = 'tool' THEN canonical_json(block.functionCall.args::VARCHAR) END AS arguments,
  output_digest(response::VARCHAR) AS output_digest,
  CASE WHEN response IS NOT NULL THEN output_sketch(response::VARCHAR) END AS output_sketch,
  CASE WHEN meaning = 'tool_result' THEN coalesce((toolCallResult ->> '$.status') = 'error', false) END AS is_error,
  version AS release,
  json_merge_patch('{}', json_object('cwd', cwd, 'gitBranch', gitBranch)) AS attributes
FROM counted
