-- What did Kimi Code, and the Kimi CLI before it, log in `wire.jsonl`? One row per record: a `usage.record` is a model call; the
-- `step.end` before it says the same tokens and what else is known of the call. A `tool.call` is a span, its result a row 'tool_result'.
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
      type: 'VARCHAR', "time": 'VARCHAR', protocol_version: 'VARCHAR', timestamp: 'VARCHAR', trace_id: 'JSON', span_id: 'JSON', data: 'JSON',
      agents: 'JSON', createdAt: 'VARCHAR', workDir: 'VARCHAR', agentId: 'VARCHAR', model: 'VARCHAR', provider: 'VARCHAR', maxTokens: 'VARCHAR', usageScope: 'VARCHAR',
      usage: 'STRUCT(inputOther UINTEGER, output UINTEGER, inputCacheRead UINTEGER, inputCacheCreation UINTEGER)',
      event: 'STRUCT(
        type VARCHAR, uuid VARCHAR, turnId VARCHAR, toolCallId VARCHAR, parentUuid VARCHAR, name VARCHAR, args JSON, result JSON, finishReason VARCHAR, messageId VARCHAR,
        llmFirstTokenLatencyMs DOUBLE, llmStreamDurationMs DOUBLE,
        usage STRUCT(inputOther UINTEGER, output UINTEGER, inputCacheRead UINTEGER, inputCacheCreation UINTEGER)
      )',
      message: 'STRUCT(type VARCHAR, payload JSON)'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN type = 'metadata' THEN CASE WHEN protocol_version IS NOT NULL THEN type END
      WHEN type IS NOT NULL THEN CASE
        WHEN regexp_full_match(type, '(config|tools|turn|context|llm|usage|permission|plan_mode|full_compaction|micro_compaction|profile|plugin|runtime|token_counting|session|agent|goal)\.[a-z_]+')
          AND "time" IS NOT NULL AND coalesce(trace_id, span_id, data) IS NULL THEN type
      END
      WHEN message IS NOT NULL THEN CASE WHEN message.type IS NOT NULL AND message.payload IS NOT NULL AND timestamp IS NOT NULL THEN message.type END
      WHEN json_type(agents) = 'OBJECT' AND createdAt IS NOT NULL AND workDir IS NOT NULL THEN 'state'
    END AS own_type,
    -- Of the older CLI: a sub-agent's message stands within its parent's.
    CASE WHEN type IS NULL AND message.type = 'SubagentEvent' THEN coalesce(message.payload -> '$.event', message.payload) END AS inner_event
  FROM line
),

old AS (
  SELECT
    *,
    CASE WHEN type IS NULL THEN coalesce(inner_event ->> '$.type', message.type) END AS old_type,
    CASE WHEN type IS NULL THEN CASE WHEN inner_event IS NULL THEN message.payload ELSE inner_event -> '$.payload' END END AS payload,
    CASE WHEN own_type = 'context.append_loop_event' THEN event.type END AS event_type
  FROM typed
),

short AS (
  SELECT
    filename, file_place, place, own_type, agentId, inner_event IS NOT NULL AS is_inner, coalesce("time", timestamp) AS logged_at, usageScope,
    CASE WHEN own_type = 'llm.request' THEN {'model': model, 'provider': provider, 'max_tokens': maxTokens} END AS request,
    model, provider,
    CASE
      WHEN own_type = 'usage.record' THEN usage
      WHEN event_type = 'step.end' THEN event.usage
      WHEN old_type = 'StatusUpdate' THEN {
        'inputOther': TRY_CAST(payload ->> '$.token_usage.input_other' AS UINTEGER), 'output': TRY_CAST(payload ->> '$.token_usage.output' AS UINTEGER),
        'inputCacheRead': TRY_CAST(payload ->> '$.token_usage.input_cache_read' AS UINTEGER), 'inputCacheCreation': TRY_CAST(payload ->> '$.token_usage.input_cache_creation' AS UINTEGER)
      }
    END AS usage,
    own_type = 'usage.record' AS is_record,
    event_type = 'step.end' AS is_step,
    coalesce(old_type = 'StatusUpdate' AND json_type(payload -> '$.token_usage') = 'OBJECT', false) AS is_status,
    coalesce(event_type = 'tool.call' OR old_type = 'ToolCall', false) AS is_tool,
    coalesce(event_type = 'tool.result' OR old_type = 'ToolResult', false) AS is_result,
    coalesce(event.toolCallId, event.parentUuid, payload ->> '$.id', payload ->> '$.tool_call_id') AS tool_id,
    coalesce(event.name, payload ->> '$.function.name') AS tool_name,
    canonical_json(coalesce(event.args::VARCHAR, payload ->> '$.function.arguments')) AS arguments,
    CASE WHEN is_result THEN coalesce((event.result -> '$.output')::VARCHAR, event.result::VARCHAR, (payload -> '$.return_value.output')::VARCHAR) END AS result_text,
    CASE WHEN is_result THEN coalesce(coalesce(event.result ->> '$.isError', event.result ->> '$.is_error', payload ->> '$.return_value.is_error') = 'true', false) END AS is_error,
    payload ->> '$.message_id' AS old_message,
    CASE WHEN event_type = 'step.end' THEN {
      'message': event.messageId, 'finish': event.finishReason, 'ttft': event.llmFirstTokenLatencyMs, 'latency': event.llmFirstTokenLatencyMs + event.llmStreamDurationMs, 'usage': event.usage
    } END AS step
  FROM old
),

placed AS (
  SELECT
    * EXCLUDE (result_text, step),
    output_digest(result_text) AS output_digest,
    CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
    bool_or(is_record) OVER (PARTITION BY file_place) AS has_records,
    last_value(request IGNORE NULLS) OVER so_far AS latest_request,
    coalesce(step, last_value(step IGNORE NULLS) OVER so_far) AS latest_step,
    $sessions[file_place + 1] AS session
  FROM short
  WINDOW so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING)
),

meant AS (
  SELECT
    *,
    (is_record OR is_status OR is_step AND NOT has_records) AND usage IS NOT NULL AS is_call,
    -- Compactions and titles are calls too, but end no step.
    CASE WHEN NOT is_status AND latest_step.usage = usage THEN latest_step END AS told
  FROM placed
)
SELECT
  filename,
  file_place,
  CASE WHEN own_type IS NULL THEN NULL WHEN is_call OR is_tool THEN 'span' WHEN is_result THEN 'tool_result' ELSE own_type END AS record_type,
  true AS is_first,
  CASE
    WHEN is_call THEN coalesce(told.message, old_message, concat_ws(' ', session, logged_at, to_json(usage)))
    WHEN is_tool THEN CASE WHEN length(tool_id) >= 16 THEN tool_id ELSE concat_ws(' ', session, agentId, tool_id) END
  END AS call_id,
  session AS trace_id,
  CASE WHEN is_call THEN coalesce(told.message, old_message, logged_at) WHEN is_tool OR is_result THEN concat_ws('/', nullif(agentId, 'main'), tool_id) END AS span_id,
  session AS session_id,
  CASE WHEN is_call THEN CASE WHEN usageScope = 'session' THEN 'session' ELSE 'assistant' END WHEN is_tool THEN meant.tool_name END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' END AS kind,
  -- Usage is logged when the call has ended.
  CASE WHEN is_call OR is_tool THEN instant(logged_at) - to_microseconds(CASE WHEN is_call AND fitting_ms(told.latency) IS NOT NULL THEN told.latency * 1000 ELSE 0 END::BIGINT) WHEN own_type IN ('context.apply_compaction', 'full_compaction.complete', 'micro_compaction.apply') THEN instant(logged_at) END AS started_at,
  CASE WHEN is_result THEN instant(logged_at) END AS ended_at,
  CASE WHEN is_call THEN told.latency END AS latency_ms,
  CASE WHEN is_call THEN told.ttft END AS ttft_ms,
  CASE WHEN is_call THEN coalesce(latest_request.provider, 'moonshotai') END AS provider,
  CASE WHEN is_call THEN coalesce(meant.model, latest_request.model) END AS model,
  CASE WHEN is_call THEN usage.inputOther END AS input_tokens,
  CASE WHEN is_call THEN usage.inputCacheRead END AS cache_read_tokens,
  CASE WHEN is_call THEN usage.inputCacheCreation END AS cache_write_tokens,
  CASE WHEN is_call THEN usage.output END AS output_tokens,
  'exclusive' AS input_convention,
  CASE WHEN is_result THEN CASE WHEN meant.is_error THEN 'error' ELSE 'ok' END WHEN is_call THEN 'ok' END AS status,
  CASE WHEN is_call THEN told.finish END AS stop_reason,
  CASE WHEN is_inner THEN 'subagent' ELSE nullif(agentId, 'main') END AS agent,
  CASE WHEN is_call THEN token_count(latest_request.max_tokens) END AS max_tokens,
  CASE WHEN is_tool THEN meant.tool_name END AS tool_name,
  CASE WHEN is_tool THEN meant.arguments END AS arguments,
  meant.output_digest,
  meant.output_sketch,
  meant.is_error,
  CASE WHEN own_type IN ('context.apply_compaction', 'full_compaction.complete', 'micro_compaction.apply') THEN 'compacted' END AS cache_miss_reason
FROM meant
