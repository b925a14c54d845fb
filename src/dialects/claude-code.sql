-- What did Claude Code's transcripts log? One row per record; an assistant record is a span (a call has several, one per content
-- block, with one message id). When $with_tools, also a span per tool call, and a row 'tool_result' per result with the span_id of its call.
-- A sub-agent's messages stand in `progress` records of its parent's transcript, or in a file of their own with `agentId`.
-- What an advisor and a compaction used within a call is not in the call's usage, but in its `iterations`: calls of their own.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    -- With the columns given there is nothing to detect, but the engine would still look into 20,000 records.
    sample_size = 1,
    columns = {
      type: 'VARCHAR', subtype: 'VARCHAR', uuid: 'VARCHAR', timestamp: 'VARCHAR', sessionId: 'VARCHAR', session_id: 'VARCHAR',
      isSidechain: 'BOOLEAN', agentId: 'VARCHAR', parentToolUseID: 'VARCHAR', parent_tool_use_id: 'VARCHAR', requestId: 'VARCHAR',
      version: 'VARCHAR', costUSD: 'VARCHAR', isApiErrorMessage: 'BOOLEAN', apiErrorStatus: 'VARCHAR', error: 'JSON', data: 'JSON',
      leafUuid: 'VARCHAR', messageId: 'VARCHAR', model: 'VARCHAR', agentType: 'VARCHAR', spawnDepth: 'VARCHAR', systemPayload: 'JSON',
      cwd: 'VARCHAR', gitBranch: 'VARCHAR', slug: 'VARCHAR', userType: 'VARCHAR', entrypoint: 'VARCHAR', effort: 'VARCHAR',
      attributionAgent: 'VARCHAR', attributionSkill: 'VARCHAR', attributionPlugin: 'VARCHAR',
      message: 'STRUCT(
        id VARCHAR, role VARCHAR, model VARCHAR, stop_reason VARCHAR, content JSON, parts JSON, diagnostics JSON,
        usage STRUCT(
          input_tokens UINTEGER, output_tokens UINTEGER, cache_read_input_tokens UINTEGER, cache_creation_input_tokens UINTEGER,
          cache_creation STRUCT(ephemeral_5m_input_tokens UINTEGER, ephemeral_1h_input_tokens UINTEGER),
          output_tokens_details STRUCT(thinking_tokens UINTEGER),
          service_tier VARCHAR, speed VARCHAR, inference_geo VARCHAR, iterations JSON
        )
      )'
    }
  )
),

record AS (
  SELECT
    line.*,
    -- Rows without uuid are known by their own fields. Records of 1.0 have a message with usage and no type.
    CASE
      WHEN type IS NULL THEN CASE
        WHEN sessionId IS NOT NULL AND message.usage IS NOT NULL THEN 'assistant'
        -- `agent-<id>.meta.json`, beside a sub-agent's transcript.
        WHEN sessionId IS NULL AND agentType IS NOT NULL AND spawnDepth IS NOT NULL THEN 'agent-meta'
      END
      -- Qwen Code has this envelope too, around messages of Gemini's.
      WHEN sessionId IS NOT NULL AND uuid IS NOT NULL THEN CASE WHEN message.parts IS NULL AND systemPayload IS NULL THEN type END
      WHEN type IN ('assistant', 'user') THEN CASE WHEN message.role IS NOT NULL OR message.usage IS NOT NULL THEN type END
      WHEN type = 'summary' THEN CASE WHEN leafUuid IS NOT NULL THEN type END
      WHEN type = 'file-history-snapshot' THEN CASE WHEN messageId IS NOT NULL THEN type END
      WHEN type IN ('started', 'result') THEN CASE WHEN agentId IS NOT NULL THEN type END
      -- A flat log may have a type and a sessionId too, but names its model at the top.
      WHEN sessionId IS NOT NULL AND model IS NULL AND (type IN ('mode', 'relocated', 'tag') OR contains(type, '-')) THEN type
    END AS own_type,
    CASE WHEN type = 'progress' THEN from_json(data, '{
      "type": "VARCHAR", "agentId": "VARCHAR", "message": {
        "type": "VARCHAR", "timestamp": "VARCHAR", "requestId": "VARCHAR", "message": {
          "id": "VARCHAR", "role": "VARCHAR", "model": "VARCHAR", "stop_reason": "VARCHAR", "content": "JSON",
          "usage": {
            "input_tokens": "UINTEGER", "output_tokens": "UINTEGER", "cache_read_input_tokens": "UINTEGER", "cache_creation_input_tokens": "UINTEGER",
            "cache_creation": {"ephemeral_5m_input_tokens": "UINTEGER", "ephemeral_1h_input_tokens": "UINTEGER"},
            "output_tokens_details": {"thinking_tokens": "UINTEGER"},
            "service_tier": "VARCHAR", "speed": "VARCHAR", "inference_geo": "VARCHAR", "iterations": "JSON"
          }
        }
      }
    }') END AS progress
  FROM line
),

-- A sub-agent's message inside a progress record, and a message of the record's own, are one thing from here on.
turn AS (
  SELECT
    record.* EXCLUDE (message, progress),
    own_type = 'progress' AND progress.type = 'agent_progress' AND progress.message.message IS NOT NULL AS is_inner,
    CASE WHEN is_inner THEN progress.message.type ELSE own_type END AS said_by,
    coalesce(progress.message.timestamp, timestamp) AS logged_at,
    coalesce(progress.message.requestId, requestId) AS request_id,
    coalesce(progress.agentId, agentId, CASE WHEN isSidechain THEN 'sidechain' END) AS agent,
    coalesce(sessionId, session_id) AS session,
    coalesce(progress.message.message.id, message.id) AS message_id,
    coalesce(progress.message.message.model, message.model) AS answering_model,
    coalesce(progress.message.message.stop_reason, message.stop_reason) AS stop_reason,
    coalesce(progress.message.message.content, message.content) AS content,
    message.diagnostics,
    coalesce(progress.message.message.usage.input_tokens, message.usage.input_tokens) AS input_tokens,
    coalesce(progress.message.message.usage.cache_read_input_tokens, message.usage.cache_read_input_tokens) AS cache_read_tokens,
    coalesce(progress.message.message.usage.cache_creation_input_tokens, message.usage.cache_creation_input_tokens) AS cache_write_tokens,
    coalesce(progress.message.message.usage.cache_creation.ephemeral_5m_input_tokens, message.usage.cache_creation.ephemeral_5m_input_tokens) AS cache_write_5m_tokens,
    coalesce(progress.message.message.usage.cache_creation.ephemeral_1h_input_tokens, message.usage.cache_creation.ephemeral_1h_input_tokens) AS cache_write_1h_tokens,
    coalesce(progress.message.message.usage.output_tokens, message.usage.output_tokens) AS output_tokens,
    coalesce(progress.message.message.usage.output_tokens_details.thinking_tokens, message.usage.output_tokens_details.thinking_tokens) AS reasoning_tokens,
    coalesce(progress.message.message.usage.service_tier, message.usage.service_tier) AS service_tier,
    coalesce(progress.message.message.usage.speed, message.usage.speed) AS speed,
    coalesce(progress.message.message.usage.inference_geo, message.usage.inference_geo) AS inference_geo,
    coalesce(progress.message.message.usage.iterations, message.usage.iterations) AS iterations,
    coalesce(said_by = 'assistant' AND regexp_matches(iterations, '"(advisor_message|compaction)"'), false) AS is_iterated,
    -- Messages that no model wrote, but Claude Code itself: refusals to go on, API errors.
    answering_model = '<synthetic>' AS is_synthetic
  FROM record
),

-- The record itself (block NULL), what it used beside its own usage, and, when asked for, the tool calls and tool results in it.
parts AS (
  SELECT
    turn.*,
    unnest(CASE
      WHEN $with_iterations AND is_iterated OR $with_tools AND said_by IN ('assistant', 'user') AND contains(content, 'tool_') THEN list_prepend(NULL, list_filter(
        from_json(CASE WHEN $with_iterations AND is_iterated THEN to_json(list_concat(
          CASE WHEN $with_tools THEN json_extract(content, '$[*]') END,
          list_transform(json_extract(iterations, '$[*]'), lambda one, place: json_object('type', one -> '$.type', 'id', place, 'name', one -> '$.model', 'input', one))
        )) ELSE content END, '[{
          "type": "VARCHAR", "id": "VARCHAR", "name": "VARCHAR", "input": "JSON", "tool_use_id": "VARCHAR", "is_error": "VARCHAR", "content": "JSON"
        }]'),
        lambda part: ends_with(part.type, 'tool_use') OR ends_with(part.type, 'tool_result') OR part.type IN ('advisor_message', 'compaction')
      ))
      ELSE [NULL]
    END) AS block
  FROM turn
),

meant AS (
  SELECT
    parts.*,
    block IS NULL AS is_first,
    coalesce($with_iterations AND block.type IN ('advisor_message', 'compaction'), false) AS is_iteration,
    CASE
      WHEN is_iteration THEN 'llm'
      WHEN block IS NOT NULL THEN CASE WHEN ends_with(block.type, 'tool_use') THEN 'tool' ELSE 'tool_result' END
      WHEN said_by = 'assistant' THEN CASE WHEN is_synthetic THEN CASE WHEN isApiErrorMessage THEN 'api_error' ELSE 'synthetic' END ELSE 'llm' END
      WHEN said_by = 'system' AND subtype = 'api_error' THEN 'api_error'
      ELSE own_type
    END AS meaning,
    meaning = 'llm' AS is_call,
    meaning = 'tool' AS is_tool,
    meaning = 'tool_result' AS is_result,
    meaning = 'api_error' AS is_api_error,
    said_by = 'system' AND subtype IN ('compact_boundary', 'microcompact_boundary') AS is_compaction,
    CASE WHEN is_result THEN coalesce(CASE WHEN json_type(block.content) = 'VARCHAR' THEN block.content ->> '$' END, block.content::VARCHAR) END AS result_text
  FROM parts
)
SELECT
  filename,
  file_place,
  CASE WHEN NOT $with_iterations AND is_iterated THEN 'iterations' END AS unexpected,
  CASE WHEN is_call OR is_tool OR is_api_error THEN 'span' ELSE meaning END AS record_type,
  is_first,
  -- A message has one id from its provider, whichever requestId a replay of it carries. A gateway's own ids, without
  -- requestId, repeat from session to session.
  CASE
    WHEN is_iteration THEN coalesce(message_id, request_id, uuid) || '/' || block.id
    WHEN is_call THEN CASE
      WHEN message_id IS NULL THEN coalesce(request_id, uuid)
      WHEN request_id IS NULL AND NOT starts_with(message_id, 'msg') THEN message_id || ' ' || session
      ELSE message_id
    END
    WHEN is_tool THEN block.id
    WHEN is_api_error THEN uuid
  END AS call_id,
  CASE WHEN isSidechain OR is_inner THEN 0 ELSE 1 END AS completeness,
  session AS trace_id,
  CASE WHEN is_iteration THEN coalesce(message_id, request_id, uuid) || '/' || block.id WHEN is_call THEN message_id WHEN is_api_error THEN uuid WHEN is_tool THEN block.id WHEN is_result THEN block.tool_use_id END AS span_id,
  -- A tool is run by the agent, not by the model: it stands beside the call that asked for it. (Were it below, a sub-agent's
  -- usage would look like a repetition of its parent's.)
  CASE WHEN is_inner THEN parentToolUseID ELSE parent_tool_use_id END AS parent_span_id,
  session AS session_id,
  CASE WHEN is_iteration THEN regexp_replace(block.type, '_message$', '') WHEN is_call THEN 'assistant' WHEN is_tool THEN block.name WHEN is_api_error THEN 'api_error' END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' WHEN is_api_error THEN 'other' END AS kind,
  CASE WHEN is_call OR is_tool OR is_api_error OR is_compaction THEN instant(logged_at) END AS started_at,
  CASE WHEN is_result THEN instant(logged_at) END AS ended_at,
  is_naive(logged_at) AS is_naive_time,
  CASE WHEN is_call THEN 'anthropic' END AS provider,
  CASE WHEN is_call THEN coalesce(block.name, answering_model) END AS model,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.input_tokens') WHEN is_call THEN meant.input_tokens END AS input_tokens,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.cache_read_input_tokens') WHEN is_call THEN meant.cache_read_tokens END AS cache_read_tokens,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.cache_creation_input_tokens') WHEN is_call THEN meant.cache_write_tokens END AS cache_write_tokens,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.cache_creation.ephemeral_5m_input_tokens') WHEN is_call THEN meant.cache_write_5m_tokens END AS cache_write_5m_tokens,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.cache_creation.ephemeral_1h_input_tokens') WHEN is_call THEN meant.cache_write_1h_tokens END AS cache_write_1h_tokens,
  CASE WHEN is_iteration THEN token_count(block.input ->> '$.output_tokens') WHEN is_call THEN meant.output_tokens END AS output_tokens,
  CASE WHEN is_call AND NOT is_iteration THEN meant.reasoning_tokens END AS reasoning_tokens,
  'exclusive' AS input_convention,
  -- Many versions log the count of the stream's first event and no stop_reason; a tool call alone takes more than ten tokens.
  CASE WHEN is_call THEN NOT is_iteration AND meant.output_tokens <= 10 AND stop_reason IS NULL END AS is_output_placeholder,
  CASE WHEN is_call AND NOT is_iteration THEN money(costUSD) END AS reported_cost_usd,
  CASE
    WHEN is_api_error OR isApiErrorMessage AND is_call THEN 'error'
    WHEN is_result THEN CASE WHEN block.is_error = 'true' THEN 'error' ELSE 'ok' END
  END AS status,
  CASE WHEN is_api_error OR isApiErrorMessage AND is_call THEN coalesce(
    error ->> '$.error.error.type',
    CASE WHEN json_type(error) = 'VARCHAR' THEN left(error ->> '$', 80) END,
    error ->> '$.status',
    apiErrorStatus
  ) END AS error_type,
  CASE WHEN is_call AND NOT is_iteration THEN meant.stop_reason END AS stop_reason,
  agent,
  CASE WHEN is_call THEN CASE WHEN speed = 'fast' THEN speed ELSE meant.service_tier END END AS service_tier,
  CASE WHEN is_tool THEN block.name END AS tool_name,
  CASE WHEN is_tool THEN canonical_json(block.input::VARCHAR) END AS arguments,
  output_digest(result_text) AS output_digest,
  CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
  CASE WHEN is_result THEN coalesce(block.is_error = 'true', false) END AS is_error,
  CASE WHEN is_call OR is_tool THEN meant.request_id END AS request_id,
  CASE WHEN is_call AND NOT is_iteration THEN diagnostics ->> '$.cache_miss_reason.type' WHEN is_compaction THEN 'compacted' END AS cache_miss_reason,
  version AS release,
  json_merge_patch('{}', json_object(
    'cwd', cwd, 'gitBranch', gitBranch, 'slug', slug, 'userType', userType, 'entrypoint', entrypoint, 'effort', effort,
    'attributionAgent', attributionAgent, 'attributionSkill', attributionSkill, 'attributionPlugin', attributionPlugin,
    'inference_geo', inference_geo
  )) AS attributes
FROM meant
