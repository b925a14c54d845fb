-- What do the texts of a record's fields mean? One row of `logged` each; a text that is no such value gives NULL.
-- A text that opens with `{` or `[` (123, 91) is an object or a list and names nothing, as '' (0) does not. Stands after `field`, the last step of flat.sql and of flat-run.sql.
, word AS (
  SELECT
    *,
    CASE WHEN ascii(trace_id) NOT IN (0, 91, 123) THEN trace_id END AS trace_word,
    CASE WHEN ascii(coalesce(span_id, request_id, id)) NOT IN (0, 91, 123) THEN coalesce(span_id, request_id, id) END AS span_word,
    CASE WHEN ascii(name) NOT IN (0, 91, 123) THEN name END AS name_word,
    CASE WHEN ascii(kind) NOT IN (0, 91, 123) THEN kind END AS kind_word,
    CASE WHEN ascii(coalesce(response_model, model)) NOT IN (0, 91, 123) THEN coalesce(response_model, model) END AS model_word,
    CASE WHEN ascii(tool_name) NOT IN (0, 91, 123) THEN tool_name END AS tool_word,
    CASE WHEN ascii(session_id) NOT IN (0, 91, 123) THEN session_id END AS session_word,
    CASE WHEN NOT list_contains(['', 'null', 'None', 'none', 'false', 'False', '0', '{}', '[]'], error) THEN error END AS error_text,
    TRY_CAST(http_status AS INTEGER) AS http_code,
    token_count(input_tokens) AS input_count,
    token_count(uncached_input_tokens) AS uncached_count,
    token_count(cache_miss_tokens) AS miss_count,
    coalesce(token_count(cache_read_tokens), token_count(cache_hit_tokens), token_count(cached_detail_tokens)) AS read_count,
    token_count(cache_write_tokens) AS write_count,
    token_count(output_tokens) AS output_count,
    token_count(total_tokens) AS total_count
  FROM field
),

time AS (
  SELECT
    *,
    coalesce(
      measure(latency_ms), measure(latency_s) * 1000, measure(latency_us) / 1000, measure(latency_ns) / 1000000,
      CASE WHEN ended_at IS NULL THEN measure(latency) * $bare_latency_ms END
    ) AS took_ms,
    -- No time but in the id: run_20260708T165228Z_f044bd57.
    CASE WHEN coalesce(started_at, ended_at) IS NULL
      THEN try_strptime(regexp_extract(coalesce(trace_id, span_id, request_id, id, session_id), '\d{8}T\d{6}'), '%Y%m%dT%H%M%S')::VARCHAR || '+00'
    END AS time_in_id
  FROM word
),

judged AS (
  SELECT
    *,
    coalesce(instant(started_at), instant(time_in_id), instant(ended_at) - to_microseconds((took_ms * 1000)::BIGINT)) AS began_at,
    CASE
      WHEN status IN ('ok', 'success') THEN 'ok'
      WHEN status = 'error' THEN 'error'
      WHEN list_contains(['ok', 'success', 'succeeded', 'successful', 'true', 'completed', 'complete', 'done', 'finished', 'pass', 'passed', 'status_code_ok'], lower(status)) THEN 'ok'
      WHEN list_contains(['error', 'failed', 'failure', 'fail', 'err', 'errored', 'false', 'exception', 'timeout', 'timed_out', 'rate_limited', 'status_code_error'], lower(status)) THEN 'error'
      WHEN lower(ok) IN ('true', '1', 'yes') THEN 'ok'
      WHEN lower(ok) IN ('false', '0', 'no') THEN 'error'
      WHEN error_text IS NOT NULL THEN 'error'
      WHEN coalesce(http_code, TRY_CAST(status AS INTEGER)) BETWEEN 400 AND 599 THEN 'error'
      WHEN coalesce(http_code, TRY_CAST(status AS INTEGER)) BETWEEN 100 AND 399 THEN 'ok'
      WHEN upper(http_status) IN ('ERROR', 'STATUS_CODE_ERROR') THEN 'error'
      WHEN upper(http_status) IN ('OK', 'STATUS_CODE_OK') THEN 'ok'
      WHEN error_type <> '' THEN 'error'
    END AS outcome,
    CASE
      WHEN kind_word IN ('tool', 'agent') THEN kind_word
      WHEN kind_word = 'llm' THEN if(contains(model_word, 'mbed'), 'embedding', 'llm')
      WHEN list_contains(['embedding', 'embeddings', 'embed'], lower(kind_word)) THEN 'embedding'
      WHEN list_contains(['tool', 'tool_call', 'tool_use', 'tool_execution', 'tool.execute', 'execute_tool', 'function', 'function_call'], lower(kind_word)) THEN 'tool'
      WHEN list_contains(['retrieval', 'retriever', 'rerank', 'reranker', 'vector_search'], lower(kind_word)) THEN 'retrieval'
      WHEN list_contains(['agent', 'agent_run', 'invoke_agent'], lower(kind_word)) THEN 'agent'
      WHEN list_contains(['other', 'chain', 'workflow', 'task', 'guardrail', 'evaluator'], lower(kind_word)) THEN 'other'
      WHEN list_contains(['llm', 'llm_call', 'llm.call', 'llm.chat', 'chat', 'completion', 'chat_completion', 'chat.completion', 'text_completion', 'generate_content', 'generation', 'model', 'model_call'], lower(kind_word)) THEN if(contains(model_word, 'mbed'), 'embedding', 'llm')
      WHEN has_children THEN 'agent'
      WHEN contains(model_word, 'mbed') THEN 'embedding'
      WHEN model_word IS NULL AND tool_word IS NOT NULL THEN 'tool'
      WHEN agent_run_start IS NOT NULL THEN 'agent'
      WHEN model_word IS NOT NULL OR coalesce(input_count, uncached_count, output_count, total_count) > 0 OR llm_success IS NOT NULL THEN 'llm'
      ELSE 'other'
    END AS sort
  FROM time
)

SELECT
  filename,
  CASE
    WHEN NOT is_read THEN NULL
    WHEN model_word IS NOT NULL THEN 'span'
    WHEN tool_word IS NOT NULL OR ascii(llm_success) NOT IN (0, 91, 123) THEN 'span'
    WHEN coalesce(input_count, uncached_count, output_count, total_count, read_count, write_count) IS NOT NULL THEN 'span'
    WHEN (trace_word IS NOT NULL OR ascii(traceparent) NOT IN (0, 91, 123) OR ascii(span_id) NOT IN (0, 91, 123) OR ascii(request_id) NOT IN (0, 91, 123))
      AND (
        name_word IS NOT NULL OR kind_word IS NOT NULL OR ascii(status) NOT IN (0, 91, 123) OR ascii(ok) NOT IN (0, 91, 123)
        OR ascii(started_at) NOT IN (0, 91, 123) OR ascii(ended_at) NOT IN (0, 91, 123) OR ascii(latency_ms) NOT IN (0, 91, 123)
        OR ascii(latency_s) NOT IN (0, 91, 123) OR ascii(latency) NOT IN (0, 91, 123) OR ascii(cost_usd) NOT IN (0, 91, 123)
      )
    THEN 'span'
  END AS record_type,
  is_first,
  CASE WHEN has_own_id AND span_word IS NOT NULL THEN if(child IS NULL, coalesce(trace_word, session_word, '') || ' ' || span_word, coalesce(trace_word, session_word, '') || ' ' || span_word || child) END AS call_id,
  (output_count IS NOT NULL)::BIGINT * 2 + (took_ms IS NOT NULL OR ended_at IS NOT NULL OR outcome IS NOT NULL)::BIGINT AS completeness,
  -- The parts of a run that has no trace belong to it all the same.
  coalesce(
    trace_word, nullif(regexp_extract(traceparent, '^[0-9a-f]{2}-([0-9a-f]{32})-', 1), ''), session_word,
    CASE WHEN child IS NOT NULL THEN span_word END
  ) AS trace_id,
  if(child IS NULL, span_word, span_word || child) AS span_id,
  CASE
    WHEN child IS NOT NULL THEN span_word
    ELSE coalesce(nullif(parent_span_id, ''), nullif(nullif(regexp_extract(traceparent, '^[0-9a-f]{2}-[0-9a-f]{32}-([0-9a-f]{16})', 1), ''), span_word))
  END AS parent_span_id,
  session_word AS session_id,
  coalesce(name_word, tool_word, nullif(feature, '')) AS name,
  sort AS kind,
  CASE WHEN place IS NULL THEN began_at ELSE began_at + to_microseconds(place) END AS started_at,
  instant(ended_at) AS ended_at,
  is_naive(coalesce(started_at, time_in_id, ended_at)) AS is_naive_time,
  took_ms AS latency_ms,
  coalesce(measure(ttft_ms), measure(ttft_s) * 1000, measure(ttft) * $bare_ttft_ms) AS ttft_ms,
  coalesce(
    CASE WHEN ascii(provider) NOT IN (0, 91, 123) THEN provider END,
    CASE WHEN regexp_full_match(lower(system), '(openai|anthropic|azure|aws|amazon|google|gcp|gemini|vertex|cohere|mistral|groq|deepseek|xai|ollama|together|perplexity|ibm|bedrock|openrouter|fireworks)[\w.-]{0,20}') THEN system END
  ) AS provider,
  model_word AS model,
  input_count AS input_tokens,
  coalesce(uncached_count, CASE WHEN coalesce(write_count, 0) = 0 AND (input_count IS NULL OR cache_hit_tokens IS NOT NULL) THEN miss_count END) AS uncached_input_tokens,
  read_count AS cache_read_tokens,
  write_count AS cache_write_tokens,
  token_count(cache_write_5m_tokens) AS cache_write_5m_tokens,
  token_count(cache_write_1h_tokens) AS cache_write_1h_tokens,
  output_count AS output_tokens,
  coalesce(token_count(reasoning_tokens), token_count(thoughts_tokens)) AS reasoning_tokens,
  total_count AS total_tokens,
  CASE
    WHEN uncached_count IS NOT NULL THEN 'inclusive'
    WHEN cache_hit_tokens IS NOT NULL AND cache_miss_tokens IS NOT NULL THEN 'inclusive'
    WHEN cached_detail_tokens IS NOT NULL THEN 'inclusive'
    WHEN raw_input_tokens IS NOT NULL AND raw_cache_tokens IS NOT NULL THEN 'exclusive'
  END AS input_convention,
  CASE WHEN thoughts_tokens IS NOT NULL THEN true END AS is_reasoning_outside,
  coalesce(money(cost_usd), money(amount)) AS reported_cost_usd,
  outcome AS status,
  CASE WHEN outcome = 'error' THEN coalesce(
    nullif(error_type, ''),
    nullif(regexp_extract(error_text, '^([A-Za-z_][\w.]{0,79})\s*(:|\(|$)', 1), ''),
    CASE WHEN http_code >= 400 THEN http_code::VARCHAR WHEN TRY_CAST(status AS INTEGER) >= 400 THEN status END,
    CASE WHEN lower(status) IN ('timeout', 'timed_out', 'rate_limited') THEN lower(status) END
  ) END AS error_type,
  nullif(regexp_extract(stop_reason, '^[\["]*([^",\]]*)', 1), '') AS stop_reason,
  CASE WHEN ascii(agent) NOT IN (0, 91, 123) THEN agent END AS agent,
  CASE WHEN ascii(user_id) NOT IN (0, 91, 123) THEN user_id END AS user_id,
  CASE WHEN ascii(feature) NOT IN (0, 91, 123) THEN feature END AS feature,
  CASE WHEN ascii(environment) NOT IN (0, 91, 123) THEN environment END AS environment,
  CASE
    WHEN starts_with(tags, '[') AND json_valid(tags) THEN from_json(tags, '["VARCHAR"]')
    WHEN ascii(tags) NOT IN (0, 91, 123) THEN list_transform(string_split(tags, ','), lambda tag: trim(tag))
  END AS tags,
  nullif(service_tier, '') AS service_tier,
  measure(temperature) AS temperature,
  token_count(max_tokens) AS max_tokens,
  CASE WHEN sort = 'tool' THEN coalesce(tool_word, name_word) END AS tool_name,
  CASE WHEN sort = 'tool' THEN canonical_json(arguments) END AS arguments,
  CASE WHEN sort = 'tool' THEN output_digest(output) END AS output_digest,
  CASE WHEN sort = 'tool' THEN output_sketch(output) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN coalesce(TRY_CAST(is_error AS BOOLEAN), outcome = 'error') END AS is_error,
  nullif(request_id, '') AS request_id,
  nullif(release, '') AS release,
  TRY_CAST(step AS BIGINT) AS step,
  CASE
    WHEN NOT starts_with(links, '[') OR NOT json_valid(links) THEN nullif([links], [''])
    WHEN contains(links, '{') THEN list_concat(json_extract_string(links, '$[*].trace_id'), json_extract_string(links, '$[*].traceId'))
    ELSE from_json(links, '["VARCHAR"]')
  END AS links,
  -- One in twenty is logged as 20 or as 0.05.
  CASE WHEN measure(sample_rate) >= 1 THEN measure(sample_rate) WHEN measure(sample_rate) > 0 THEN 1 / measure(sample_rate) END AS weight,
  nullif(json_merge_patch(
    json_object_of($other_names, nested_values),
    json_object_of($other_keys, other_values),
    json_object_of($text_keys, [to_json(text) FOR text IN text_values])
  )::VARCHAR, '{}')::JSON AS attributes,
  coalesce(nullif(prompt_digest, ''), md5(nullif(prompt, ''))) AS prompt_digest,
  CASE
    WHEN starts_with(prompt_blocks, '[') AND json_valid(prompt_blocks)
    THEN from_json(prompt_blocks, '[{"part": "VARCHAR", "digest": "VARCHAR", "tokens": "BIGINT"}]')
    WHEN starts_with(prompt, '[') AND json_valid(prompt)
    THEN [{part: 'messages', digest: md5(block), tokens: NULL::BIGINT} FOR block IN json_extract_string(prompt, '$[*]')]
  END AS blocks
FROM judged
