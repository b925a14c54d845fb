-- What did the Copilot CLI log in `events.jsonl`? An assistant's message is a model call that tells at most its output; what the models
-- of a session used in all, cached tokens too, stands in its `session.shutdown`: a span per model. Where there is one, it counts and the
-- messages before it do not; a session that was cut off has the output of its messages alone. Where the SDK wrote the events, each call has
-- one that tells its usage: then these count, and neither messages nor totals. What the CLI prints (`--output-format json`) tells the output
-- of a call beside its message since 1.0.81, and may tell a message again: one call of the API is one.
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
      type: 'VARCHAR', id: 'VARCHAR', timestamp: 'VARCHAR', sessionId: 'VARCHAR', exitCode: 'JSON',
      data: 'STRUCT(
        sessionId VARCHAR, copilotVersion VARCHAR, selectedModel VARCHAR, newModel VARCHAR, currentModel VARCHAR, chosenModel VARCHAR, model VARCHAR, messageId VARCHAR, turnId VARCHAR,
        requestId VARCHAR, outputTokens UINTEGER, toolCallId VARCHAR, toolName VARCHAR, arguments JSON, success BOOLEAN, result JSON, error JSON, message VARCHAR, errorType VARCHAR,
        parentToolCallId VARCHAR, sessionStartTime VARCHAR, modelMetrics JSON, tokenDetails JSON, totalNanoAiu VARCHAR,
        inputTokens VARCHAR, cacheReadTokens VARCHAR, cacheWriteTokens VARCHAR, reasoningTokens VARCHAR, duration VARCHAR, ttftMs VARCHAR, apiCallId VARCHAR, modelCall STRUCT(model VARCHAR, api_id VARCHAR), initiator VARCHAR, copilotUsage STRUCT(totalNanoAiu VARCHAR), context STRUCT(cwd VARCHAR, repository VARCHAR, branch VARCHAR)
      )'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      -- The end of what the CLI prints.
      WHEN type = 'result' THEN CASE WHEN sessionId IS NOT NULL AND timestamp IS NOT NULL AND exitCode IS NOT NULL THEN type END
      WHEN id IS NOT NULL AND timestamp IS NOT NULL AND data IS NOT NULL
        AND (type = 'abort' OR regexp_full_match(type, '(session|user|assistant|model|system|tool|hook|subagent|skill|permission|elicitation)\.[a-z_]+')) THEN type
    END AS own_type
  FROM line
),

-- By model, what a session used: in parts that hold each other (usage), or, without a model, in parts that do not (tokenDetails).
used AS (
  SELECT
    *,
    CASE WHEN own_type = 'session.shutdown' THEN [
      {
        'model': metric.key, 'convention': 'inclusive', 'input': metric.value ->> '$.usage.inputTokens', 'output': metric.value ->> '$.usage.outputTokens', 'read': metric.value ->> '$.usage.cacheReadTokens',
        'write': metric.value ->> '$.usage.cacheWriteTokens', 'reasoning': metric.value ->> '$.usage.reasoningTokens', 'credits': metric.value ->> '$.totalNanoAiu'
      } FOR metric IN map_entries(from_json(data.modelMetrics, '"MAP(VARCHAR, JSON)"')) IF json_type(metric.value, '$.usage') = 'OBJECT'
    ] END AS by_model,
    CASE WHEN own_type = 'session.shutdown' AND json_type(data.tokenDetails) = 'OBJECT' THEN [{
      'model': coalesce(data.currentModel, json_keys(data.modelMetrics)[1]), 'convention': 'exclusive', 'input': data.tokenDetails ->> '$.input.tokenCount', 'output': data.tokenDetails ->> '$.output.tokenCount',
      'read': data.tokenDetails ->> '$.cache_read.tokenCount', 'write': data.tokenDetails ->> '$.cache_write.tokenCount', 'reasoning': NULL::VARCHAR, 'credits': data.totalNanoAiu
    }] END AS in_all,
    CASE WHEN own_type = 'assistant.usage' THEN [{
      'model': data.model, 'convention': 'inclusive', 'input': data.inputTokens, 'output': data.outputTokens::VARCHAR, 'read': data.cacheReadTokens, 'write': data.cacheWriteTokens,
      'reasoning': data.reasoningTokens, 'credits': data.copilotUsage.totalNanoAiu
    }] END AS of_call,
    CASE WHEN own_type = 'model.message' AND (json_of(data.message) ->> '$.role') = 'assistant' THEN {
      'api_call': coalesce(json_of(data.message) ->> '$.apiCallId', data.modelCall.api_id), 'output': TRY_CAST(json_of(data.message) ->> '$.outputTokens' AS UINTEGER)
    } END AS answered
  FROM typed
),

short AS (
  SELECT
    filename, file_place, place, own_type, timestamp, id,
    {'session': coalesce(data.sessionId, CASE WHEN own_type = 'result' THEN sessionId END), 'release': data.copilotVersion, 'cwd': data.context.cwd, 'repository': data.context.repository, 'branch': data.context.branch} AS head,
    coalesce(data.model, data.modelCall.model, data.newModel, data.selectedModel, data.chosenModel, data.currentModel) AS named_model,
    coalesce(answered.api_call, data.apiCallId, data.messageId, id) AS message, data.requestId AS request_id, coalesce(answered.output, data.outputTokens) AS output, data.sessionStartTime AS session_start, data.parentToolCallId AS parent_tool,
    data.toolCallId AS tool_id, data.toolName AS tool_name, canonical_json(data.arguments::VARCHAR) AS arguments,
    output_digest(data.result::VARCHAR) AS output_digest,
    CASE WHEN data.result IS NOT NULL THEN output_sketch(data.result::VARCHAR) END AS output_sketch,
    NOT data.success AS is_failed,
    data.errorType AS error_type,
    coalesce(data.apiCallId, answered.api_call) AS api_call, answered IS NOT NULL AS is_answer, measure(data.duration) AS duration_ms, measure(data.ttftMs) AS ttft_ms, data.initiator AS initiator,
    of_call IS NOT NULL AS is_usage,
    coalesce(of_call, nullif(by_model, []), in_all) AS totals
  FROM used
),

placed AS (
  SELECT
    *,
    coalesce(first_value(head.session IGNORE NULLS) OVER whole_file, $sessions[file_place + 1]) AS session,
    first_value(CASE WHEN head.session IS NOT NULL THEN head END IGNORE NULLS) OVER whole_file AS opening,
    last_value(named_model IGNORE NULLS) OVER so_far AS model,
    coalesce(bool_or(totals IS NOT NULL) OVER coming, false) AS is_totalled,
    bool_or(is_usage) OVER whole_file AS has_usage
  FROM short
  WINDOW
    whole_file AS (PARTITION BY file_place ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
    so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING),
    coming AS (PARTITION BY file_place ORDER BY place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
),

listed AS (
  SELECT * EXCLUDE (totals), unnest(coalesce(counting, [NULL])) AS total, unnest(range(1, coalesce(len(counting), 1) + 1)) AS number
  FROM (SELECT *, CASE WHEN is_usage OR NOT has_usage THEN totals END AS counting FROM placed)
),

-- A session that was resumed tells its totals again, from the same start on; where they have fallen, it began to count anew.
counted AS (
  SELECT *, count_if(coalesce(input_count < input_before, false)) OVER same_totals AS restarts
  FROM (
    SELECT *, token_count(total.input) AS input_count, lag(input_count) OVER same_totals AS input_before
    FROM listed
    WINDOW same_totals AS (PARTITION BY session, session_start, total.model, is_usage ORDER BY file_place, place, number)
  )
  WINDOW same_totals AS (PARTITION BY session, session_start, total.model, is_usage ORDER BY file_place, place, number)
),

meant AS (
  SELECT
    *,
    own_type = 'tool.execution_start' AS is_tool,
    own_type = 'tool.execution_complete' AS is_result,
    own_type = 'session.error' AS is_failure,
    CASE
      WHEN (own_type = 'assistant.message' OR is_answer) AND NOT has_usage OR is_usage THEN 'llm' WHEN own_type = 'tool.execution_start' THEN 'tool' WHEN total IS NOT NULL THEN 'agent' WHEN own_type = 'session.error' THEN 'other'
    END AS kind
  FROM counted
)
SELECT
  filename,
  file_place,
  CASE WHEN kind IS NOT NULL THEN 'span' WHEN is_result THEN 'tool_result' ELSE own_type END AS record_type,
  number = 1 AS is_first,
  CASE kind
    WHEN 'llm' THEN CASE WHEN is_usage THEN id ELSE message END
    WHEN 'tool' THEN tool_id || ' ' || session
    WHEN 'agent' THEN concat_ws(' ', session, session_start, total.model, restarts)
  END AS call_id,
  CASE WHEN kind = 'agent' THEN place END AS completeness,
  session AS trace_id,
  CASE WHEN kind = 'tool' OR is_result THEN tool_id WHEN kind = 'llm' THEN CASE WHEN is_usage THEN id ELSE message END WHEN kind = 'agent' THEN id || '/' || number WHEN kind IS NOT NULL THEN id END AS span_id,
  session AS session_id,
  CASE kind WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN meant.tool_name WHEN 'agent' THEN 'session' WHEN 'other' THEN own_type END AS name,
  kind,
  -- Usage is told when the call has ended.
  CASE WHEN kind IS NOT NULL THEN instant(timestamp) - to_microseconds(CASE WHEN is_usage AND fitting_ms(duration_ms) IS NOT NULL THEN duration_ms * 1000 ELSE 0 END::BIGINT) WHEN own_type = 'session.compaction_complete' THEN instant(timestamp) END AS started_at,
  CASE WHEN is_result OR is_usage THEN instant(timestamp) END AS ended_at,
  CASE WHEN is_usage THEN duration_ms END AS latency_ms,
  CASE WHEN is_usage THEN meant.ttft_ms END AS ttft_ms,
  is_naive(timestamp) AS is_naive_time,
  CASE kind WHEN 'llm' THEN coalesce(total.model, meant.model) WHEN 'agent' THEN total.model END AS model,
  token_count(total.input) AS input_tokens,
  token_count(total.read) AS cache_read_tokens,
  token_count(total.write) AS cache_write_tokens,
  CASE WHEN total IS NOT NULL THEN token_count(total.output) WHEN kind = 'llm' AND NOT is_totalled THEN output END AS output_tokens,
  token_count(total.reasoning) AS reasoning_tokens,
  total.convention AS input_convention,
  money(copilot_dollars(total.credits, NULL, NULL)) AS reported_cost_usd,
  CASE WHEN kind = 'other' THEN 'error' WHEN is_result THEN CASE WHEN is_failed THEN 'error' ELSE 'ok' END END AS status,
  CASE WHEN kind = 'other' THEN meant.error_type END AS error_type,
  CASE WHEN parent_tool IS NOT NULL OR is_usage AND initiator = 'sub-agent' THEN 'subagent' END AS agent,
  CASE WHEN kind = 'tool' THEN meant.tool_name END AS tool_name,
  CASE WHEN kind = 'tool' THEN meant.arguments END AS arguments,
  CASE WHEN is_result THEN meant.output_digest END AS output_digest,
  CASE WHEN is_result THEN meant.output_sketch END AS output_sketch,
  CASE WHEN is_result THEN coalesce(is_failed, false) END AS is_error,
  CASE WHEN kind = 'llm' THEN coalesce(api_call, meant.request_id) END AS request_id,
  opening.release AS release,
  CASE WHEN own_type = 'session.compaction_complete' THEN 'compacted' END AS cache_miss_reason,
  json_merge_patch('{}', json_object('cwd', opening.cwd, 'repository', opening.repository, 'gitBranch', opening.branch)) AS attributes
FROM meant
