-- What do the texts of a record's fields mean? One row of `logged` each; a text that is no such value gives NULL.
-- A text that opens with `{` or `[` (123, 91) is an object or a list and names nothing, as '' (0) does not. Stands after `field`, the last step of flat.sql and of flat-run.sql.
-- $has_<field> says whether the log has the field at all: what asks for one that it has not is left out before reading. (One struct of them all costs a millisecond of planning a use.)
, word AS (
  SELECT
    *,
    CASE WHEN $has_trace_id AND ascii(trace_id) NOT IN (0, 91, 123) THEN trace_id END AS trace_word,
    CASE
      WHEN NOT $has_request_id AND NOT $has_id THEN CASE WHEN ascii(span_id) NOT IN (0, 91, 123) THEN span_id END
      WHEN ascii(coalesce(span_id, request_id, id)) NOT IN (0, 91, 123) THEN coalesce(span_id, request_id, id)
    END AS span_word,
    CASE
      WHEN NOT $has_response_model THEN CASE WHEN ascii(model) NOT IN (0, 91, 123) THEN model END
      WHEN ascii(coalesce(response_model, model)) NOT IN (0, 91, 123) THEN coalesce(response_model, model)
    END AS model_word,
    CASE WHEN $has_tool_name AND ascii(tool_name) NOT IN (0, 91, 123) THEN tool_name END AS tool_word,
    CASE WHEN $has_error AND NOT list_contains(['', 'null', 'None', 'none', 'false', 'False', '0', '{}', '[]'], error) THEN error END AS error_text,
    CASE WHEN $has_http_status THEN TRY_CAST(http_status AS INTEGER) END AS http_code,
    CASE WHEN $has_input_tokens THEN token_count(input_tokens) END AS input_count,
    CASE WHEN $has_uncached_input_tokens THEN token_count(uncached_input_tokens) END AS uncached_count,
    CASE WHEN $has_cache_miss_tokens THEN token_count(cache_miss_tokens) END AS miss_count,
    coalesce(
      CASE WHEN $has_cache_read_tokens THEN token_count(cache_read_tokens) END,
      CASE WHEN $has_cache_hit_tokens THEN token_count(cache_hit_tokens) END,
      CASE WHEN $has_cached_detail_tokens THEN token_count(cached_detail_tokens) END
    ) AS read_count,
    CASE WHEN $has_cache_write_tokens THEN token_count(cache_write_tokens) END AS write_count,
    CASE WHEN $has_output_tokens THEN token_count(output_tokens) END AS output_count,
    CASE WHEN $has_total_tokens THEN token_count(total_tokens) END AS total_count
  FROM field
),

time AS (
  SELECT
    *,
    coalesce(
      CASE WHEN $has_latency_ms THEN measure(latency_ms) END,
      CASE WHEN $has_latency_s THEN measure(latency_s) * 1000 END,
      CASE WHEN $has_latency_us THEN measure(latency_us) / 1000 END,
      CASE WHEN $has_latency_ns THEN measure(latency_ns) / 1000000 END,
      CASE WHEN $has_latency AND ended_at IS NULL THEN measure(latency) * $bare_latency_ms END
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
    coalesce(
      instant(started_at),
      CASE WHEN time_in_id IS NOT NULL THEN instant(time_in_id) END,
      CASE WHEN $has_ended_at THEN instant(ended_at) - to_microseconds((fitting_ms(took_ms) * 1000)::BIGINT) END
    ) AS began_at,
    CASE
      WHEN status = 'ok' THEN 'ok'::status
      WHEN status = 'error' THEN 'error'::status
      WHEN list_contains(['ok', 'success', 'succeeded', 'successful', 'true', 'completed', 'complete', 'done', 'finished', 'pass', 'passed', 'status_code_ok'], lower(status)) THEN 'ok'::status
      WHEN list_contains(['error', 'failed', 'failure', 'fail', 'err', 'errored', 'false', 'exception', 'timeout', 'timed_out', 'rate_limited', 'status_code_error'], lower(status)) THEN 'error'::status
      WHEN $has_ok AND lower(ok) IN ('true', '1', 'yes') THEN 'ok'::status
      WHEN $has_ok AND lower(ok) IN ('false', '0', 'no') THEN 'error'::status
      WHEN $has_error AND error_text IS NOT NULL THEN 'error'::status
      WHEN coalesce(http_code, TRY_CAST(status AS INTEGER)) BETWEEN 400 AND 599 THEN 'error'::status
      WHEN coalesce(http_code, TRY_CAST(status AS INTEGER)) BETWEEN 100 AND 399 THEN 'ok'::status
      WHEN $has_http_status AND upper(http_status) IN ('ERROR', 'STATUS_CODE_ERROR') THEN 'error'::status
      WHEN $has_http_status AND upper(http_status) IN ('OK', 'STATUS_CODE_OK') THEN 'ok'::status
      WHEN $has_error_type AND error_type <> '' THEN 'error'::status
    END AS outcome,
    CASE
      WHEN kind = 'llm' THEN CASE WHEN contains(model_word, 'mbed') THEN 'embedding'::kind ELSE 'llm'::kind END
      WHEN kind = 'tool' THEN 'tool'::kind
      WHEN kind = 'agent' THEN 'agent'::kind
      WHEN list_contains(['embedding', 'embeddings', 'embed'], lower(kind)) THEN 'embedding'::kind
      WHEN list_contains(['tool', 'tool_call', 'tool_use', 'tool_execution', 'tool.execute', 'execute_tool', 'function', 'function_call'], lower(kind)) THEN 'tool'::kind
      WHEN list_contains(['retrieval', 'retriever', 'rerank', 'reranker', 'vector_search'], lower(kind)) THEN 'retrieval'::kind
      WHEN list_contains(['agent', 'agent_run', 'invoke_agent'], lower(kind)) THEN 'agent'::kind
      WHEN list_contains(['other', 'chain', 'workflow', 'task', 'guardrail', 'evaluator'], lower(kind)) THEN 'other'::kind
      WHEN list_contains(['llm', 'llm_call', 'llm.call', 'llm.chat', 'chat', 'completion', 'chat_completion', 'chat.completion', 'text_completion', 'generate_content', 'generation', 'model', 'model_call'], lower(kind)) THEN CASE WHEN contains(model_word, 'mbed') THEN 'embedding'::kind ELSE 'llm'::kind END
      WHEN has_children THEN 'agent'::kind
      WHEN contains(model_word, 'mbed') THEN 'embedding'::kind
      WHEN model_word IS NULL AND tool_word IS NOT NULL THEN 'tool'::kind
      WHEN $has_agent_run_start AND agent_run_start IS NOT NULL THEN 'agent'::kind
      WHEN model_word IS NOT NULL OR coalesce(input_count, uncached_count, output_count, total_count) > 0 OR $has_llm_success AND llm_success IS NOT NULL THEN 'llm'::kind
      ELSE 'other'::kind
    END AS sort
  FROM time
)

SELECT
  filename,
  unexpected,
  CASE
    WHEN NOT is_read THEN NULL
    WHEN model_word IS NOT NULL THEN 'span'
    WHEN tool_word IS NOT NULL OR $has_llm_success AND ascii(llm_success) NOT IN (0, 91, 123) THEN 'span'
    WHEN coalesce(input_count, uncached_count, output_count, total_count, read_count, write_count) IS NOT NULL THEN 'span'
    WHEN (trace_word IS NOT NULL OR $has_traceparent AND ascii(traceparent) NOT IN (0, 91, 123) OR $has_span_id AND ascii(span_id) NOT IN (0, 91, 123) OR $has_request_id AND ascii(request_id) NOT IN (0, 91, 123))
      AND (
        $has_name AND ascii(name) NOT IN (0, 91, 123) OR $has_kind AND ascii(kind) NOT IN (0, 91, 123) OR $has_status AND ascii(status) NOT IN (0, 91, 123) OR $has_ok AND ascii(ok) NOT IN (0, 91, 123)
        OR $has_started_at AND ascii(started_at) NOT IN (0, 91, 123) OR $has_ended_at AND ascii(ended_at) NOT IN (0, 91, 123) OR $has_latency_ms AND ascii(latency_ms) NOT IN (0, 91, 123)
        OR $has_latency_s AND ascii(latency_s) NOT IN (0, 91, 123) OR $has_latency AND ascii(latency) NOT IN (0, 91, 123) OR $has_cost_usd AND ascii(cost_usd) NOT IN (0, 91, 123)
      )
    THEN 'span'
  END AS record_type,
  is_first,
  CASE WHEN has_own_id AND span_word IS NOT NULL THEN if(child IS NULL, coalesce(trace_word, CASE WHEN $has_session_id AND ascii(session_id) NOT IN (0, 91, 123) THEN session_id END, '') || ' ' || span_word, coalesce(trace_word, CASE WHEN $has_session_id AND ascii(session_id) NOT IN (0, 91, 123) THEN session_id END, '') || ' ' || span_word || child) END AS call_id,
  -- Its output, duration and outcome tell how complete it is, but not an end without a start.
  CASE WHEN $has_ended_at AND ended_at IS NOT NULL AND began_at IS NULL THEN (output_count IS NOT NULL)::BIGINT * 2 + 1 END AS completeness,
  -- The parts of a run that has no trace belong to it all the same.
  coalesce(
    trace_word,
    CASE WHEN $has_traceparent THEN nullif(regexp_extract(traceparent, '^[0-9a-f]{2}-([0-9a-f]{32})-', 1), '') END,
    CASE WHEN $has_session_id AND ascii(session_id) NOT IN (0, 91, 123) THEN session_id END,
    CASE WHEN child IS NOT NULL THEN span_word END
  ) AS trace_id,
  if(child IS NULL, span_word, span_word || child) AS span_id,
  CASE
    WHEN child IS NOT NULL THEN span_word
    ELSE coalesce(nullif(parent_span_id, ''), CASE WHEN $has_traceparent THEN nullif(nullif(regexp_extract(traceparent, '^[0-9a-f]{2}-[0-9a-f]{32}-([0-9a-f]{16})', 1), ''), span_word) END)
  END AS parent_span_id,
  CASE WHEN $has_session_id AND ascii(session_id) NOT IN (0, 91, 123) THEN session_id END AS session_id,
  coalesce(CASE WHEN $has_name AND ascii(name) NOT IN (0, 91, 123) THEN name END, tool_word, nullif(feature, '')) AS name,
  sort AS kind,
  CASE WHEN place IS NULL THEN began_at ELSE began_at + to_microseconds(place) END AS started_at,
  CASE WHEN $has_ended_at THEN instant(ended_at) END AS ended_at,
  is_naive(coalesce(started_at, time_in_id, ended_at)) AS is_naive_time,
  took_ms AS latency_ms,
  coalesce(measure(ttft_ms), measure(ttft_s) * 1000, measure(ttft) * $bare_ttft_ms) AS ttft_ms,
  coalesce(
    CASE WHEN $has_provider AND ascii(provider) NOT IN (0, 91, 123) THEN provider END,
    CASE WHEN $has_system AND regexp_full_match(lower(system), '(openai|anthropic|azure|aws|amazon|google|gcp|gemini|vertex|cohere|mistral|groq|deepseek|xai|ollama|together|perplexity|ibm|bedrock|openrouter|fireworks)[\w.-]{0,20}') THEN system END
  ) AS provider,
  model_word AS model,
  input_count AS input_tokens,
  coalesce(uncached_count, CASE WHEN $has_cache_miss_tokens AND coalesce(write_count, 0) = 0 AND (input_count IS NULL OR cache_hit_tokens IS NOT NULL) THEN miss_count END) AS uncached_input_tokens,
  read_count AS cache_read_tokens,
  write_count AS cache_write_tokens,
  CASE WHEN $has_cache_write_5m_tokens THEN token_count(cache_write_5m_tokens) END AS cache_write_5m_tokens,
  CASE WHEN $has_cache_write_1h_tokens THEN token_count(cache_write_1h_tokens) END AS cache_write_1h_tokens,
  output_count AS output_tokens,
  coalesce(CASE WHEN $has_reasoning_tokens THEN token_count(reasoning_tokens) END, CASE WHEN $has_thoughts_tokens THEN token_count(thoughts_tokens) END) AS reasoning_tokens,
  total_count AS total_tokens,
  CASE
    WHEN $has_uncached_input_tokens AND uncached_count IS NOT NULL THEN 'inclusive'
    WHEN $has_cache_hit_tokens AND cache_hit_tokens IS NOT NULL AND cache_miss_tokens IS NOT NULL THEN 'inclusive'
    WHEN $has_cached_detail_tokens AND cached_detail_tokens IS NOT NULL THEN 'inclusive'
    WHEN $has_raw_input_tokens AND raw_input_tokens IS NOT NULL AND raw_cache_tokens IS NOT NULL THEN 'exclusive'
  END AS input_convention,
  CASE WHEN $has_thoughts_tokens AND thoughts_tokens IS NOT NULL THEN true END AS is_reasoning_outside,
  coalesce(CASE WHEN $has_cost_usd THEN money(cost_usd) END, CASE WHEN $has_amount THEN money(amount) END) AS reported_cost_usd,
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
  CASE WHEN $has_service_tier THEN nullif(service_tier, '') END AS service_tier,
  measure(temperature) AS temperature,
  token_count(max_tokens) AS max_tokens,
  CASE WHEN sort = 'tool' THEN coalesce(tool_word, CASE WHEN $has_name AND ascii(name) NOT IN (0, 91, 123) THEN name END) END AS tool_name,
  CASE sort WHEN 'tool' THEN canonical_json(arguments) WHEN 'llm' THEN asked_tools(output) END AS arguments,
  CASE WHEN sort IN ('tool', 'llm') THEN output_digest(output) END AS output_digest,
  CASE WHEN sort IN ('tool', 'llm') THEN output_sketch(output) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN coalesce(TRY_CAST(is_error AS BOOLEAN), outcome = 'error' OR says_failed(output), says_failed(output)) END AS is_error,
  nullif(request_id, '') AS request_id,
  nullif(release, '') AS release,
  TRY_CAST(step AS BIGINT) AS step,
  CASE
    WHEN NOT starts_with(links, '[') OR NOT json_valid(links) THEN nullif([links], [''])
    WHEN contains(links, '{') THEN list_concat(json_extract_string(links, '$[*].trace_id'), json_extract_string(links, '$[*].traceId'))
    ELSE from_json(links, '["VARCHAR"]')
  END AS links,
  -- One in twenty is logged as 20 or as 0.05.
  CASE WHEN measure(sample_rate) >= 1 THEN measure(sample_rate) WHEN measure(sample_rate) > 0 THEN 1 / measure(sample_rate) ELSE trace_state_weight(sample_rate) END AS weight,
  CASE WHEN $has_attributes THEN nullif(json_merge_patch(
    json_object_of($other_names, nested_values),
    json_object_of($other_keys, other_values),
    json_object_of($text_keys, [to_json(text) FOR text IN text_values])
  )::VARCHAR, '{}')::JSON END AS attributes,
  CASE WHEN $has_cache_miss_reason AND ascii(cache_miss_reason) NOT IN (0, 91, 123) THEN cache_miss_reason END AS cache_miss_reason,
  coalesce(nullif(prompt_digest, ''), md5(nullif(prompt, ''))) AS prompt_digest,
  CASE
    WHEN starts_with(prompt_blocks, '[') AND json_valid(prompt_blocks)
    THEN from_json(prompt_blocks, '[{"part": "VARCHAR", "digest": "VARCHAR", "tokens": "BIGINT"}]')
    WHEN $has_prompt OR $has_system_prompt OR $has_system THEN prompt_blocks(tools, coalesce(system_prompt, CASE WHEN contains(system, ' ') OR ascii(system) = 91 THEN system END), prompt)
  END AS blocks
FROM judged
