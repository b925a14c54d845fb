-- What did LiteLLM log? One row per call: the payload that its callbacks write (S3, GCS, files), or a row of its table SpendLogs.
-- Each attempt of a request with retries or fallbacks is a call of its own, in the trace of the request. When $with_tools, also a row for each
-- tool that an answer asks for, beside the call.
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
      id: 'VARCHAR', request_id: 'VARCHAR', litellm_call_id: 'VARCHAR', trace_id: 'VARCHAR', session_id: 'VARCHAR', call_type: 'VARCHAR', stream: 'VARCHAR',
      status: 'VARCHAR', startTime: 'VARCHAR', endTime: 'VARCHAR', completionStartTime: 'VARCHAR',
      model: 'VARCHAR', model_group: 'VARCHAR', model_id: 'VARCHAR', custom_llm_provider: 'VARCHAR', api_base: 'VARCHAR',
      response_cost: 'VARCHAR', spend: 'VARCHAR', total_tokens: 'VARCHAR', prompt_tokens: 'VARCHAR', completion_tokens: 'VARCHAR',
      cache_hit: 'VARCHAR', request_tags: 'VARCHAR', end_user: 'VARCHAR', "user": 'VARCHAR', team_id: 'VARCHAR', agent_id: 'VARCHAR', organization_id: 'VARCHAR',
      metadata: 'VARCHAR', response: 'VARCHAR', usage: 'VARCHAR', messages: 'VARCHAR', model_parameters: 'VARCHAR', modelParameters: 'VARCHAR',
      error_information: 'VARCHAR', error_str: 'VARCHAR', mcp_namespaced_tool_name: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    *,
    call_type IS NOT NULL AND startTime IS NOT NULL AND coalesce(response_cost, spend, custom_llm_provider) IS NOT NULL AS is_logged,
    coalesce(nullif(id, ''), nullif(request_id, ''), nullif(litellm_call_id, '')) AS logged_id,
    logged_object(metadata) AS meta,
    logged_object(response) AS answer,
    logged_object(coalesce(model_parameters, modelParameters)) AS settings,
    instant(startTime) AS began_at
  FROM line
),

used AS (
  SELECT
    *,
    coalesce(logged_object(answer ->> '$.usage'), meta -> '$.usage_object', logged_object(usage)) AS counts,
    meta -> '$.additional_usage_values' AS more_counts,
    CASE
      WHEN lower(coalesce(nullif(status, ''), text_at(meta, ['$.status']))) IN ('failure', 'failed', 'error') THEN 'error'
      WHEN lower(coalesce(nullif(status, ''), text_at(meta, ['$.status']), 'success')) = 'success' THEN 'ok'
    END AS outcome,
    coalesce(logged_object(error_information), meta -> '$.error_information') AS failure,
    CASE
      WHEN call_type = 'call_mcp_tool' OR coalesce(mcp_namespaced_tool_name, '') <> '' THEN 'tool'
      WHEN contains(call_type, 'embedding') THEN 'embedding'
      WHEN contains(call_type, 'rerank') OR contains(call_type, 'search') THEN 'retrieval'
      WHEN regexp_matches(call_type, 'file|moderation|list_|health') THEN 'other'
      ELSE 'llm'
    END AS sort,
    sort IN ('llm', 'embedding') OR token_count(total_tokens) > 0 AS is_model_call
  FROM record
),

counted AS (
  SELECT
    *,
    -- What is no call of a model is logged with zeros.
    CASE WHEN is_model_call THEN coalesce(token_count(prompt_tokens), count_at(counts, ['$.prompt_tokens', '$.input_tokens'])) END AS prompt_count,
    CASE WHEN is_model_call THEN coalesce(token_count(completion_tokens), count_at(counts, ['$.completion_tokens', '$.output_tokens'])) END AS output_count,
    CASE WHEN is_model_call OR money(coalesce(response_cost, spend)) <> 0 THEN money(coalesce(response_cost, spend)) END AS dollars,
    -- The same count under the name of each API: the larger one, as the other may be an empty default.
    greatest(
      count_at(counts, ['$.cache_read_input_tokens']), count_at(counts, ['$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens', '$.prompt_cache_hit_tokens']),
      count_at(more_counts, ['$.cache_read_input_tokens']), count_at(more_counts, ['$.prompt_tokens_details.cached_tokens'])
    ) AS read_count,
    greatest(
      count_at(counts, ['$.cache_creation_input_tokens']), count_at(counts, ['$.prompt_tokens_details.cache_creation_tokens', '$.prompt_tokens_details.cache_write_tokens']),
      count_at(more_counts, ['$.cache_creation_input_tokens']), count_at(more_counts, ['$.prompt_tokens_details.cache_creation_tokens'])
    ) AS write_count,
    known_sum(read_count, write_count) AS cached_count,
    -- Anthropic's own usage, passed through.
    CASE WHEN is_anthropic_usage(counts) THEN count_at(counts, ['$.input_tokens']) END AS fresh_count,
    text_at(answer, ['$.choices[0].message.content']) AS said
  FROM used
),

called AS (
  SELECT
    *,
    -- Attempts that failed share the id of their request; an answer has one of its own.
    CASE WHEN is_logged THEN if(outcome = 'error', logged_id || ' ' || epoch_us(began_at), logged_id) END AS call_name,
    CASE WHEN is_logged THEN if(outcome = 'error', logged_id || '#' || epoch_us(began_at), logged_id) END AS own_span_id,
    coalesce(nullif(trace_id, ''), text_at(meta, ['$.trace_id']), nullif(session_id, '')) AS own_trace_id,
    with_asked_tools($with_tools AND is_logged AND sort = 'llm', answer) AS parts
  FROM counted
),

-- What the record says of the call says nothing of its tools.
told AS (
  SELECT
    * EXCLUDE (parts) REPLACE (
      is_logged AND NOT is_tool AS is_logged, CASE WHEN is_tool THEN 'tool' ELSE sort END AS sort, CASE WHEN NOT is_tool THEN answer END AS answer, CASE WHEN NOT is_tool THEN counts END AS counts,
      CASE WHEN NOT is_tool THEN more_counts END AS more_counts, CASE WHEN NOT is_tool THEN settings END AS settings, CASE WHEN NOT is_tool THEN prompt_count END AS prompt_count,
      CASE WHEN NOT is_tool THEN output_count END AS output_count, CASE WHEN NOT is_tool THEN read_count END AS read_count, CASE WHEN NOT is_tool THEN write_count END AS write_count,
      CASE WHEN NOT is_tool THEN cached_count END AS cached_count, CASE WHEN NOT is_tool THEN fresh_count END AS fresh_count, CASE WHEN NOT is_tool THEN dollars END AS dollars,
      CASE WHEN NOT is_tool THEN outcome END AS outcome, CASE WHEN NOT is_tool THEN cache_hit END AS cache_hit, CASE WHEN NOT is_tool THEN custom_llm_provider END AS custom_llm_provider,
      CASE WHEN is_tool THEN tool.name ELSE model END AS model, CASE WHEN is_tool THEN coalesce(endTime, startTime) ELSE startTime END AS startTime, CASE WHEN NOT is_tool THEN endTime END AS endTime
    )
  FROM (SELECT *, unnest(parts) AS tool, generate_subscripts(parts, 1) AS place, tool IS NOT NULL AS is_tool FROM called)
)
SELECT
  filename,
  file_place,
  CASE WHEN is_logged OR is_tool THEN 'span' END AS record_type,
  NOT is_tool AS is_first,
  CASE WHEN is_logged THEN call_name WHEN is_tool THEN call_name || '/' || coalesce(tool.id, place::VARCHAR) END AS call_id,
  coalesce(own_trace_id, CASE WHEN is_tool THEN own_span_id END) AS trace_id,
  CASE WHEN is_logged THEN own_span_id WHEN is_tool THEN coalesce(tool.id, own_span_id || '/' || (place - 1)) END AS span_id,
  text_at(meta, ['$.parent_span_id', '$.spend_logs_metadata.parent_span_id']) AS parent_span_id,
  coalesce(nullif(session_id, ''), text_at(meta, ['$.session_id', '$.spend_logs_metadata.session_id', '$.requester_metadata.session_id'])) AS session_id,
  CASE WHEN is_tool THEN tool.name ELSE coalesce(text_at(meta, ['$.generation_name', '$.spend_logs_metadata.generation_name', '$.requester_metadata.generation_name']), call_type) END AS name,
  sort AS kind,
  instant(startTime) AS started_at,
  instant(endTime) AS ended_at,
  is_naive(startTime) AS is_naive_time,
  CASE WHEN NOT is_tool AND instant(completionStartTime) > began_at AND instant(completionStartTime) < instant(endTime)
    THEN (epoch_us(instant(completionStartTime)) - epoch_us(began_at)) / 1000 END AS ttft_ms,
  CASE WHEN NOT is_tool THEN coalesce(nullif(custom_llm_provider, ''), nullif(regexp_extract(model, '^([a-z_]+)/', 1), '')) END AS provider,
  CASE WHEN sort <> 'tool' THEN coalesce(nullif(model, ''), text_at(answer, ['$.model']), nullif(model_group, '')) END AS model,
  -- Versions differ in what they add to Anthropic's prompt tokens: cache reads and writes, reads alone, or nothing.
  CASE
    WHEN fresh_count IS NOT NULL THEN known_sum(fresh_count, cached_count)
    WHEN prompt_count >= cached_count THEN prompt_count
    WHEN prompt_count >= read_count THEN prompt_count + write_count
    ELSE known_sum(prompt_count, cached_count)
  END AS input_tokens,
  read_count AS cache_read_tokens,
  write_count AS cache_write_tokens,
  count_at(counts, ['$.prompt_tokens_details.cache_creation_token_details.ephemeral_5m_input_tokens', '$.cache_creation.ephemeral_5m_input_tokens']) AS cache_write_5m_tokens,
  count_at(counts, ['$.prompt_tokens_details.cache_creation_token_details.ephemeral_1h_input_tokens', '$.cache_creation.ephemeral_1h_input_tokens']) AS cache_write_1h_tokens,
  output_count AS output_tokens,
  coalesce(
    count_at(counts, ['$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens']),
    count_at(more_counts, ['$.completion_tokens_details.reasoning_tokens'])
  ) AS reasoning_tokens,
  'inclusive' AS input_convention,
  CASE WHEN NOT coalesce(lower(cache_hit) = 'true', false) OR dollars <> 0 THEN dollars END AS reported_cost_usd,
  outcome AS status,
  CASE WHEN outcome = 'error' THEN coalesce(text_at(failure, ['$.error_class', '$.error_code']), error_class(error_str)) END AS error_type,
  text_at(answer, ['$.choices[0].finish_reason', '$.stop_reason', '$.status']) AS stop_reason,
  nullif(agent_id, '') AS agent,
  coalesce(nullif(end_user, ''), nullif("user", ''), text_at(meta, ['$.user_api_key_end_user_id', '$.user_api_key_user_id'])) AS user_id,
  text_at(meta, ['$.feature', '$.spend_logs_metadata.feature', '$.requester_metadata.feature']) AS feature,
  text_at(meta, ['$.environment', '$.spend_logs_metadata.environment', '$.requester_metadata.environment']) AS environment,
  logged_texts(request_tags) AS tags,
  -- Answered by LiteLLM itself: no provider was asked.
  CASE WHEN lower(cache_hit) = 'true' THEN 'response_cache' ELSE text_at(answer, ['$.service_tier', '$.usage.service_tier']) END AS service_tier,
  measure(text_at(settings, ['$.temperature'])) AS temperature,
  count_at(settings, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens']) AS max_tokens,
  CASE WHEN sort = 'tool' THEN coalesce(nullif(mcp_namespaced_tool_name, ''), text_at(meta, ['$.mcp_tool_call_metadata.namespaced_tool_name', '$.mcp_tool_call_metadata.name']), told.model) END AS tool_name,
  CASE WHEN is_tool THEN canonical_json(tool.arguments) WHEN sort = 'tool' THEN canonical_json(text_at(meta, ['$.mcp_tool_call_metadata.arguments'])) END AS arguments,
  CASE WHEN sort = 'tool' AND NOT is_tool THEN output_digest(coalesce(answer::VARCHAR, nullif(response, ''))) WHEN sort = 'llm' THEN output_digest(said) END AS output_digest,
  CASE WHEN sort = 'llm' THEN output_sketch(said) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN outcome = 'error' END AS is_error,
  CASE WHEN is_logged OR is_tool THEN logged_id END AS request_id,
  CASE WHEN NOT is_tool THEN merged_attributes(merged_attributes(short_members(meta), short_members(meta -> '$.requester_metadata')), json_merge_patch(short_members(meta -> '$.spend_logs_metadata'), json_object(
    'call_type', call_type, 'model_group', nullif(model_group, ''), 'model_id', nullif(model_id, ''), 'api_base', nullif(api_base, ''), 'cache_hit', nullif(nullif(cache_hit, ''), 'None'),
    'team_id', nullif(team_id, ''), 'organization_id', nullif(organization_id, '')
  ))) END AS attributes,
  CASE WHEN sort = 'llm' THEN md5(nullif(nullif(nullif(messages, ''), '{}'), '[]')) END AS prompt_digest
FROM told
