-- What did Anthropic's API stream? One row per event, as `data:` of the stream or one a line. A message is a call that is told twice: when it
-- starts, with its prompt and a first count of its output, and by its `message_delta`, with what it came to. A block that asks for a tool is a span.
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
      type: 'VARCHAR', message: 'JSON', delta: 'JSON', usage: 'JSON', "index": 'VARCHAR', content_block: 'JSON', error: 'JSON', id: 'JSON', model: 'JSON',
      timestamp: 'VARCHAR', ts: 'VARCHAR', "time": 'VARCHAR', received_at: 'VARCHAR', request_id: 'VARCHAR', requestId: 'VARCHAR', stream_id: 'VARCHAR',
      trace_id: 'VARCHAR', traceId: 'VARCHAR', session_id: 'VARCHAR', sessionId: 'VARCHAR', user_id: 'VARCHAR', feature: 'VARCHAR', environment: 'VARCHAR'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN type = 'message_start' THEN CASE WHEN json_type(message) = 'OBJECT' AND json_type(message, '$.usage') = 'OBJECT' THEN type END
      WHEN type = 'message_delta' THEN CASE WHEN json_type(delta) = 'OBJECT' THEN type END
      WHEN type = 'content_block_start' THEN CASE WHEN json_type(content_block) = 'OBJECT' THEN type END
      WHEN type = 'content_block_delta' THEN CASE WHEN json_type(delta) = 'OBJECT' THEN type END
      WHEN id IS NOT NULL OR model IS NOT NULL OR message IS NOT NULL THEN NULL
      WHEN type = 'content_block_stop' THEN CASE WHEN "index" IS NOT NULL THEN type END
      WHEN type = 'error' THEN CASE WHEN json_type(error) = 'OBJECT' AND json_type(error, '$.type') = 'VARCHAR' THEN type END
      WHEN type IN ('message_stop', 'ping') THEN type
    END AS own_type,
    coalesce(request_id, requestId, stream_id) AS stream,
    coalesce(timestamp, ts, "time", received_at) AS logged_at
  FROM line
),

-- Streams of one file that have no name stand one after another.
numbered AS (
  SELECT *, count_if(own_type = 'message_start') OVER (PARTITION BY file_place, stream ORDER BY place ROWS UNBOUNDED PRECEDING) AS number
  FROM typed
),

placed AS (
  SELECT
    * EXCLUDE (message),
    first_value(message IGNORE NULLS) OVER same_message AS opening,
    first_value(CASE WHEN own_type = 'message_start' THEN logged_at END IGNORE NULLS) OVER same_message AS opened_at,
    first_value(CASE WHEN own_type = 'content_block_delta' THEN logged_at END IGNORE NULLS) OVER same_message AS spoke_at,
    last_value(CASE WHEN own_type IN ('message_delta', 'message_stop') THEN logged_at END IGNORE NULLS) OVER same_message AS closed_at
  FROM numbered
  WINDOW same_message AS (PARTITION BY file_place, stream, number ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),

meant AS (
  SELECT
    *,
    own_type = 'message_start' OR own_type = 'message_delta' AND json_type(usage) = 'OBJECT' AND opening IS NOT NULL OR own_type = 'error' AS is_call,
    coalesce(own_type = 'content_block_start' AND ends_with(content_block ->> '$.type', 'tool_use'), false) AS is_tool,
    own_type = 'error' AS is_error_event,
    coalesce(opening ->> '$.id', CASE WHEN number > 0 THEN concat_ws('/', $sessions[file_place + 1], stream, number) END) AS message_id,
    CASE WHEN own_type = 'message_delta' AND json_type(usage) = 'OBJECT' THEN usage ELSE '{}'::JSON END AS last_usage,
    -- What a tool is given comes piece by piece behind the start of its block.
    string_agg(delta ->> '$.partial_json', '' ORDER BY place) OVER (PARTITION BY file_place, stream, number, "index" ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS given
  FROM placed
)
SELECT
  filename,
  file_place,
  CASE WHEN own_type IS NULL THEN NULL WHEN is_call OR is_tool THEN 'span' ELSE own_type END AS record_type,
  true AS is_first,
  CASE WHEN is_call THEN message_id WHEN is_tool THEN content_block ->> '$.id' END AS call_id,
  CASE own_type WHEN 'error' THEN 2 WHEN 'message_delta' THEN 1 WHEN 'message_start' THEN 0 END AS completeness,
  coalesce(trace_id, traceId, CASE WHEN coalesce(session_id, sessionId) IS NULL THEN message_id END) AS trace_id,
  CASE WHEN is_call THEN message_id WHEN is_tool THEN content_block ->> '$.id' END AS span_id,
  coalesce(session_id, sessionId) AS session_id,
  CASE WHEN is_call THEN 'message' WHEN is_tool THEN content_block ->> '$.name' END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' END AS kind,
  CASE WHEN is_call THEN instant(coalesce(opened_at, logged_at)) WHEN is_tool THEN instant(coalesce(closed_at, logged_at)) END AS started_at,
  CASE WHEN is_call THEN instant(closed_at) END AS ended_at,
  is_naive(coalesce(opened_at, logged_at)) AS is_naive_time,
  CASE WHEN is_call THEN (epoch_us(instant(spoke_at)) - epoch_us(instant(opened_at))) / 1000 END AS ttft_ms,
  CASE WHEN is_call THEN 'anthropic' END AS provider,
  CASE WHEN is_call THEN opening ->> '$.model' END AS model,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.input_tokens']), count_at(opening, ['$.usage.input_tokens'])) END AS input_tokens,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.cache_read_input_tokens']), count_at(opening, ['$.usage.cache_read_input_tokens'])) END AS cache_read_tokens,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.cache_creation_input_tokens']), count_at(opening, ['$.usage.cache_creation_input_tokens'])) END AS cache_write_tokens,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.cache_creation.ephemeral_5m_input_tokens']), count_at(opening, ['$.usage.cache_creation.ephemeral_5m_input_tokens'])) END AS cache_write_5m_tokens,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.cache_creation.ephemeral_1h_input_tokens']), count_at(opening, ['$.usage.cache_creation.ephemeral_1h_input_tokens'])) END AS cache_write_1h_tokens,
  CASE WHEN is_call THEN coalesce(count_at(last_usage, ['$.output_tokens']), count_at(opening, ['$.usage.output_tokens'])) END AS output_tokens,
  CASE WHEN is_call THEN count_at(last_usage, ['$.output_tokens_details.thinking_tokens']) END AS reasoning_tokens,
  'exclusive' AS input_convention,
  CASE WHEN is_call THEN own_type <> 'message_delta' AND opening IS NOT NULL END AS is_output_placeholder,
  CASE WHEN is_error_event THEN 'error' WHEN own_type = 'message_delta' AND is_call THEN 'ok' END AS status,
  CASE WHEN is_error_event THEN error ->> '$.type' END AS error_type,
  CASE WHEN is_call THEN delta ->> '$.stop_reason' END AS stop_reason,
  user_id,
  feature,
  environment,
  CASE WHEN is_call THEN text_at(opening, ['$.usage.service_tier']) END AS service_tier,
  CASE WHEN is_tool THEN content_block ->> '$.name' END AS tool_name,
  CASE WHEN is_tool THEN canonical_json(coalesce(nullif(given, ''), (content_block -> '$.input')::VARCHAR)) END AS arguments,
  CASE WHEN is_call THEN coalesce(request_id, requestId, opening ->> '$.id') END AS request_id
FROM meant
