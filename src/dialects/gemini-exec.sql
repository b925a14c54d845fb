-- What did `gemini` print of a run? Events, one a line, or one document: what the models of the run used stands at its end, a span for each
-- model; a tool that was used is a span.
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
      type: 'JSON', timestamp: 'JSON', session_id: 'JSON', model: 'JSON', status: 'JSON', stats: 'JSON', error: 'JSON', role: 'JSON', content: 'JSON', severity: 'JSON', message: 'JSON',
      tool_name: 'JSON', tool_id: 'JSON', parameters: 'JSON', output: 'JSON', uuid: 'JSON', id: 'JSON', usage: 'JSON', sessionId: 'JSON'
    }
  )
),

typed AS (
  SELECT
    *,
    type ->> '$' AS word,
    CASE
      WHEN type IS NULL THEN CASE WHEN json_type(stats, '$.models') = 'OBJECT' THEN 'result' END
      WHEN word = 'result' THEN CASE WHEN json_type(stats) = 'OBJECT' AND json_type(status) = 'VARCHAR' THEN word END
      WHEN word = 'tool_use' THEN CASE WHEN json_type(tool_id) = 'VARCHAR' AND json_type(tool_name) = 'VARCHAR' THEN word END
      WHEN word = 'tool_result' THEN CASE WHEN json_type(tool_id) = 'VARCHAR' AND json_type(status) = 'VARCHAR' THEN word END
      WHEN json_type(timestamp) <> 'VARCHAR' OR timestamp IS NULL OR coalesce(uuid, id, usage, sessionId) IS NOT NULL THEN NULL
      WHEN word = 'init' THEN CASE WHEN json_type(session_id) = 'VARCHAR' AND json_type(model) = 'VARCHAR' THEN word END
      WHEN word = 'error' THEN CASE WHEN json_type(severity) = 'VARCHAR' AND json_type(message) = 'VARCHAR' THEN word END
      WHEN word = 'message' THEN CASE WHEN json_type(role) = 'VARCHAR' AND json_type(content) = 'VARCHAR' THEN word END
    END AS own_type,
    CASE WHEN own_type = 'result' THEN coalesce(
      nullif([{'model': entry.key, 'counts': entry.value} FOR entry IN map_entries(from_json(object_of(stats -> '$.models'), '"MAP(VARCHAR, JSON)"'))], []),
      [{'model': NULL::VARCHAR, 'counts': stats}]
    ) ELSE [NULL] END AS used
  FROM line
),

placed AS (
  SELECT
    *,
    coalesce(session_id ->> '$', last_value(session_id ->> '$' IGNORE NULLS) OVER so_far, $sessions[file_place + 1]) AS session,
    last_value(CASE WHEN own_type = 'init' THEN model ->> '$' END IGNORE NULLS) OVER so_far AS named_model,
    last_value(CASE WHEN own_type = 'init' THEN timestamp ->> '$' END IGNORE NULLS) OVER so_far AS opened_at
  FROM typed
  WINDOW so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING)
),

listed AS (
  SELECT *, unnest(used) AS part, generate_subscripts(used, 1) AS number
  FROM placed
),

-- Events count thoughts in the total alone; the document counts everything apart.
counted AS (
  SELECT
    *,
    own_type = 'result' AS is_run,
    own_type = 'tool_use' AS is_tool,
    own_type = 'tool_result' AS is_result,
    count_at(part.counts, ['$.tokens.prompt', '$.input_tokens']) AS prompt,
    count_at(part.counts, ['$.tokens.candidates', '$.output_tokens']) AS candidates,
    count_at(part.counts, ['$.tokens.total', '$.total_tokens']) AS total,
    count_at(part.counts, ['$.tokens.cached', '$.cached']) AS cached,
    count_at(part.counts, ['$.tokens.tool']) AS tool_prompt,
    coalesce(count_at(part.counts, ['$.tokens.thoughts']), CASE WHEN json_type(part.counts, '$.tokens') IS NULL THEN nullif(non_negative(total - prompt - candidates), 0) END) AS thoughts,
    measure(coalesce(text_at(stats, ['$.duration_ms']), text_at(part.counts, ['$.api.totalLatencyMs']))) AS duration_ms,
    CASE WHEN is_run THEN concat_ws('/', session, timestamp ->> '$', coalesce(part.model, CASE WHEN word IS NOT NULL THEN named_model END)) WHEN is_tool OR is_result THEN tool_id ->> '$' END AS own_span_id
  FROM listed
)
SELECT
  filename,
  file_place,
  CASE WHEN is_run OR is_tool THEN 'span' ELSE own_type END AS record_type,
  number = 1 AS is_first,
  CASE WHEN is_tool THEN session || ' ' || own_span_id WHEN is_run AND (timestamp IS NOT NULL OR session_id IS NOT NULL) THEN own_span_id END AS call_id,
  session AS trace_id,
  own_span_id AS span_id,
  session AS session_id,
  CASE WHEN is_run THEN 'run' WHEN is_tool THEN counted.tool_name ->> '$' END AS name,
  CASE WHEN is_run THEN 'agent' WHEN is_tool THEN 'tool' END AS kind,
  CASE
    WHEN is_tool THEN instant(timestamp ->> '$')
    -- The document tells no time.
    WHEN is_run AND word IS NOT NULL THEN coalesce(instant(opened_at), instant(timestamp ->> '$') - to_microseconds((fitting_ms(duration_ms) * 1000)::BIGINT), instant(timestamp ->> '$'))
  END AS started_at,
  CASE WHEN is_run OR is_result THEN instant(timestamp ->> '$') END AS ended_at,
  is_naive(timestamp ->> '$') AS is_naive_time,
  CASE WHEN is_run THEN duration_ms END AS latency_ms,
  CASE WHEN is_run THEN 'google' END AS provider,
  CASE WHEN is_run THEN coalesce(part.model, CASE WHEN word IS NOT NULL THEN named_model END) END AS model,
  CASE WHEN is_run THEN known_sum(prompt, tool_prompt) END AS input_tokens,
  CASE WHEN is_run THEN cached END AS cache_read_tokens,
  CASE WHEN is_run THEN candidates END AS output_tokens,
  CASE WHEN is_run THEN thoughts END AS reasoning_tokens,
  true AS is_reasoning_outside,
  CASE WHEN is_run THEN total - coalesce(thoughts, 0::BIGINT) END AS total_tokens,
  'inclusive' AS input_convention,
  CASE
    WHEN is_result THEN CASE WHEN (counted.status ->> '$') = 'error' THEN 'error' ELSE 'ok' END
    WHEN is_run THEN CASE WHEN (counted.status ->> '$') = 'error' OR json_type(error) = 'OBJECT' THEN 'error' ELSE 'ok' END
  END AS status,
  CASE WHEN is_run THEN text_at(error, ['$.type', '$.code']) END AS error_type,
  CASE WHEN is_tool THEN counted.tool_name ->> '$' END AS tool_name,
  CASE WHEN is_tool THEN canonical_json(parameters::VARCHAR) END AS arguments,
  CASE WHEN is_result THEN output_digest(output ->> '$') END AS output_digest,
  CASE WHEN is_result AND output IS NOT NULL THEN output_sketch(output ->> '$') END AS output_sketch,
  CASE WHEN is_result THEN (counted.status ->> '$') = 'error' END AS is_error
FROM counted
