-- What came as chunks of a chat completion? One row per chunk, as `data:` of the stream or one a line. The last chunk of a stream is the call,
-- with what the chunks before it told; when $with_tools, also a row for each tool that it asked for, put together from its pieces.
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
      object: 'JSON', id: 'VARCHAR', created: 'VARCHAR', model: 'VARCHAR', provider: 'VARCHAR', choices: 'JSON', usage: 'JSON', x_groq: 'JSON', service_tier: 'VARCHAR', error: 'JSON',
      prompt_filter_results: 'JSON', timestamp: 'VARCHAR', ts: 'VARCHAR', "time": 'VARCHAR', received_at: 'VARCHAR', request_id: 'VARCHAR', requestId: 'VARCHAR', stream_id: 'VARCHAR',
      trace_id: 'VARCHAR', traceId: 'VARCHAR', session_id: 'VARCHAR', sessionId: 'VARCHAR', user_id: 'VARCHAR', feature: 'VARCHAR', environment: 'VARCHAR'
    }
  )
),

typed AS (
  SELECT
    *,
    -- Azure opens a stream with what its filters say of the prompt.
    CASE
      WHEN object = '"chat.completion.chunk"' THEN 'chunk'
      WHEN object = '""' AND prompt_filter_results IS NOT NULL AND prompt_filter_results <> 'null' THEN 'prompt filter'
    END AS own_type,
    nullif(id, '') AS answer_id,
    coalesce(request_id, requestId, stream_id) AS stream,
    coalesce(timestamp, ts, "time", received_at) AS logged_at,
    json_extract_string(choices, '$[0].index') AS choice,
    nullif(text_at(choices, ['$[0].finish_reason']), 'null') AS finish,
    -- Groq and Moonshot tell their usage at places of their own.
    [counts FOR counts IN [object_of(usage), object_of(x_groq -> '$.usage'), object_of(choices -> '$[0].usage')] IF counts IS NOT NULL][1] AS counts
  FROM line
),

-- Some servers give the same id to many answers: the next one opens where the one before has finished.
followed AS (
  SELECT *, lag(finish) OVER (PARTITION BY file_place, own_type, stream, answer_id, choice ORDER BY place) IS NOT NULL AND finish IS NULL AND counts IS NULL AND choice IS NOT NULL AS is_next
  FROM typed
),

numbered AS (
  SELECT *, count_if(is_next) OVER (PARTITION BY file_place, own_type, stream, answer_id ORDER BY place ROWS UNBOUNDED PRECEDING) AS number
  FROM followed
),

told AS (
  SELECT
    * REPLACE (
      last_value(counts IGNORE NULLS) OVER same_answer AS counts, last_value(finish IGNORE NULLS) OVER same_answer AS finish,
      last_value(nullif(model, '') IGNORE NULLS) OVER same_answer AS model, last_value(service_tier IGNORE NULLS) OVER same_answer AS service_tier,
      last_value(error IGNORE NULLS) OVER same_answer AS error, first_value(nullif(created, '0') IGNORE NULLS) OVER same_answer AS created
    ),
    first_value(logged_at IGNORE NULLS) OVER same_answer AS opened_at,
    last_value(logged_at IGNORE NULLS) OVER same_answer AS closed_at,
    -- An answer without any id is told by its place.
    concat_ws('/', coalesce(answer_id, stream, $sessions[file_place + 1]), nullif(number, 0)) AS own_span_id,
    own_type = 'chunk' AND lead(place) OVER (PARTITION BY file_place, own_type, stream, answer_id, number ORDER BY place) IS NULL AS is_call
  FROM numbered
  WINDOW same_answer AS (PARTITION BY file_place, own_type, stream, answer_id, number ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
),

piece AS (
  SELECT file_place, own_span_id, place, coalesce(choice, '0') AS choice, unnest(list_concat(json_extract(choices, '$[*].delta.tool_calls[*]'), json_extract(choices, '$[*].delta.function_call'))) AS call
  FROM told
  WHERE $with_tools AND own_type = 'chunk' AND (contains(choices, '"tool_calls"') OR contains(choices, '"function_call"'))
),

-- The pieces of one tool share its index; who sends each tool whole may leave it out, and then its id tells.
tool AS (
  SELECT
    file_place, own_span_id, min(place) AS place,
    first(call ->> '$.id' ORDER BY place) FILTER (WHERE call ->> '$.id' <> '') AS id,
    first(coalesce(call ->> '$.function.name', call ->> '$.name') ORDER BY place) FILTER (WHERE coalesce(call ->> '$.function.name', call ->> '$.name') <> '') AS name,
    string_agg(coalesce(call ->> '$.function.arguments', call ->> '$.arguments'), '' ORDER BY place) AS arguments
  FROM piece
  GROUP BY file_place, own_span_id, choice, coalesce(call ->> '$.index', call ->> '$.id')
),

asked AS (
  SELECT file_place, own_span_id, list({id: id, name: name, arguments: arguments} ORDER BY place, id NULLS LAST, name NULLS LAST) AS tools
  FROM tool
  WHERE name IS NOT NULL
  GROUP BY file_place, own_span_id
),

parted AS (
  SELECT *, unnest(parts) AS tool, generate_subscripts(parts, 1) AS part, tool IS NOT NULL AS is_tool
  FROM (
    SELECT told.*, CASE WHEN told.is_call AND asked.tools IS NOT NULL THEN list_prepend(NULL, asked.tools) ELSE [NULL] END AS parts
    FROM told
    LEFT JOIN asked ON told.file_place = asked.file_place AND told.own_span_id = asked.own_span_id
  )
)
SELECT
  filename,
  file_place,
  CASE WHEN is_call THEN 'span' ELSE own_type END AS record_type,
  NOT is_tool AS is_first,
  CASE WHEN is_call AND coalesce(answer_id, stream) IS NOT NULL THEN concat_ws('/', own_span_id, created, CASE WHEN is_tool THEN coalesce(tool.id, part::VARCHAR) END) END AS call_id,
  coalesce(trace_id, traceId, CASE WHEN coalesce(session_id, sessionId) IS NULL THEN own_span_id END) AS trace_id,
  CASE WHEN is_tool THEN coalesce(tool.id, own_span_id || '/' || (part - 1)) WHEN is_call THEN own_span_id END AS span_id,
  coalesce(session_id, sessionId) AS session_id,
  tool.name AS name,
  CASE WHEN is_tool THEN 'tool' WHEN is_call THEN 'llm' END AS kind,
  CASE WHEN is_call THEN instant(coalesce(CASE WHEN is_tool THEN closed_at END, opened_at, created)) END AS started_at,
  CASE WHEN is_call AND NOT is_tool THEN instant(closed_at) END AS ended_at,
  is_naive(opened_at) AS is_naive_time,
  CASE
    WHEN is_tool OR NOT is_call THEN NULL
    -- OpenRouter names in `provider` whom it asked; it is OpenRouter that bills.
    WHEN starts_with(answer_id, 'gen-') AND provider IS NOT NULL THEN 'openrouter'
  END AS provider,
  CASE WHEN is_call AND NOT is_tool THEN model END AS model,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.prompt_tokens', '$.input_tokens']) END AS input_tokens,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.prompt_tokens_details.cached_tokens', '$.prompt_cache_hit_tokens', '$.cached_tokens', '$.cache_read_input_tokens']) END AS cache_read_tokens,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.prompt_tokens_details.cache_write_tokens', '$.prompt_tokens_details.cache_creation_input_tokens', '$.cache_creation_input_tokens']) END AS cache_write_tokens,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.completion_tokens', '$.output_tokens']) END AS output_tokens,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.completion_tokens_details.reasoning_tokens']) END AS reasoning_tokens,
  CASE WHEN is_call AND NOT is_tool THEN count_at(counts, ['$.total_tokens']) END AS total_tokens,
  'inclusive' AS input_convention,
  -- With a key of one's own OpenRouter bills its fee alone: the provider's bill is told beside it.
  CASE WHEN is_call AND NOT is_tool THEN known_sum(
    money(text_at(counts, ['$.cost'])),
    CASE WHEN text_at(counts, ['$.is_byok']) = 'true' THEN money(text_at(counts, ['$.cost_details.upstream_inference_cost'])) END
  ) END AS reported_cost_usd,
  CASE WHEN is_tool OR NOT is_call THEN NULL WHEN error IS NOT NULL AND error <> 'null' OR finish = 'error' THEN 'error' WHEN finish IS NOT NULL THEN 'ok' END AS status,
  CASE WHEN is_call AND NOT is_tool THEN text_at(error, ['$.type', '$.code']) END AS error_type,
  CASE WHEN is_call AND NOT is_tool THEN finish END AS stop_reason,
  user_id,
  feature,
  environment,
  CASE WHEN is_call AND NOT is_tool THEN service_tier END AS service_tier,
  tool.name AS tool_name,
  canonical_json(tool.arguments) AS arguments,
  CASE WHEN is_call THEN coalesce(request_id, requestId, answer_id) END AS request_id
FROM parted
