-- Which requests did Helicone log? One row per request, as its API and its exports have them, or as a row of its table request_response_rmt.
-- When $with_tools, also a row for each tool that an answer asks for, beside the call: who runs a tool is not the model.
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
      request_id: 'VARCHAR', response_id: 'VARCHAR', request_created_at: 'VARCHAR', response_created_at: 'VARCHAR', organization_id: 'VARCHAR',
      response_status: 'VARCHAR', status: 'VARCHAR', delay_ms: 'VARCHAR', latency: 'VARCHAR', time_to_first_token: 'VARCHAR', updated_at: 'VARCHAR',
      request_model: 'VARCHAR', response_model: 'VARCHAR', model_override: 'VARCHAR', model: 'VARCHAR', provider: 'VARCHAR',
      request_user_id: 'VARCHAR', helicone_user: 'VARCHAR', user_id: 'VARCHAR', request_properties: 'VARCHAR', properties: 'VARCHAR', request_path: 'VARCHAR', target_url: 'VARCHAR',
      country_code: 'VARCHAR', prompt_id: 'VARCHAR', prompt_version: 'VARCHAR', cache_reference_id: 'VARCHAR',
      prompt_tokens: 'VARCHAR', completion_tokens: 'VARCHAR', reasoning_tokens: 'VARCHAR', prompt_cache_read_tokens: 'VARCHAR', prompt_cache_write_tokens: 'VARCHAR',
      costUSD: 'VARCHAR', cost_usd: 'VARCHAR', cost: 'VARCHAR', request_body: 'VARCHAR', response_body: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    *,
    request_id IS NOT NULL AND request_created_at IS NOT NULL AND coalesce(response_status, status) IS NOT NULL AS is_request,
    TRY_CAST(coalesce(response_status, status) AS INTEGER) AS code,
    json_merge_patch(coalesce(logged_object(properties), '{}'), coalesce(logged_object(request_properties), '{}')) AS meta,
    logged_object(request_body) AS request,
    logged_object(response_body) AS answer,
    logged_object(answer ->> '$.usage') AS counts,
    coalesce(regexp_matches(cache_reference_id, '[1-9a-f]'), false) AS is_cached,
    -- The table holds billionths of a dollar; the API divides them.
    CASE
      WHEN coalesce(cost_usd, costUSD) IS NOT NULL THEN money(coalesce(cost_usd, costUSD))
      WHEN delay_ms IS NULL AND (organization_id IS NOT NULL OR latency IS NOT NULL) THEN TRY_CAST(TRY_CAST(cost AS DECIMAL(38, 9)) / 1000000000 AS DECIMAL(18, 12))
      ELSE money(cost)
    END AS dollars
  FROM line
),

counted AS (
  SELECT
    *,
    -- The body says what it counts; Helicone's own columns meant other things over time.
    coalesce(count_at(counts, ['$.prompt_tokens', '$.input_tokens']), count_at(answer, ['$.usageMetadata.promptTokenCount'])) AS own_input,
    CASE WHEN own_input IS NOT NULL THEN greatest(
      count_at(counts, ['$.cache_read_input_tokens']), count_at(counts, ['$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens']), count_at(answer, ['$.usageMetadata.cachedContentTokenCount'])
    ) ELSE token_count(prompt_cache_read_tokens) END AS read_count,
    CASE WHEN own_input IS NOT NULL THEN count_at(counts, ['$.cache_creation_input_tokens']) ELSE token_count(prompt_cache_write_tokens) END AS write_count,
    is_anthropic_usage(counts) AS is_anthropic,
    -- Since reasoning has a column of its own the columns are disjoint.
    own_input IS NULL AND reasoning_tokens IS NOT NULL AS is_disjoint,
    coalesce(nullif(response_model, ''), text_at(answer, ['$.model', '$.modelVersion']), nullif(model_override, ''), nullif(request_model, ''), nullif(model, '')) AS answering_model,
    text_at(meta, ['$."Helicone-Session-Id"']) AS session,
    with_asked_tools($with_tools AND is_request, answer) AS parts
  FROM record
),

-- What the record says of the call says nothing of its tools.
told AS (
  SELECT
    * EXCLUDE (parts) REPLACE (
      CASE WHEN NOT is_tool THEN answer END AS answer, CASE WHEN NOT is_tool THEN request END AS request, CASE WHEN NOT is_tool THEN counts END AS counts,
      CASE WHEN NOT is_tool THEN own_input END AS own_input, CASE WHEN NOT is_tool THEN read_count END AS read_count, CASE WHEN NOT is_tool THEN write_count END AS write_count,
      CASE WHEN NOT is_tool THEN prompt_tokens END AS prompt_tokens, CASE WHEN NOT is_tool THEN completion_tokens END AS completion_tokens, CASE WHEN NOT is_tool THEN reasoning_tokens END AS reasoning_tokens,
      CASE WHEN NOT is_tool THEN dollars END AS dollars, CASE WHEN NOT is_tool THEN code END AS code, CASE WHEN NOT is_tool THEN delay_ms END AS delay_ms, CASE WHEN NOT is_tool THEN latency END AS latency,
      CASE WHEN NOT is_tool THEN time_to_first_token END AS time_to_first_token, CASE WHEN NOT is_tool THEN answering_model END AS answering_model, CASE WHEN NOT is_tool THEN provider END AS provider,
      is_cached AND NOT is_tool AS is_cached, CASE WHEN is_tool THEN coalesce(response_created_at, request_created_at) ELSE request_created_at END AS request_created_at, CASE WHEN NOT is_tool THEN response_created_at END AS response_created_at
    )
  FROM (SELECT *, unnest(parts) AS tool, generate_subscripts(parts, 1) AS place, tool IS NOT NULL AS is_tool FROM counted)
)
SELECT
  filename,
  file_place,
  CASE WHEN is_request THEN 'span' END AS record_type,
  NOT is_tool AS is_first,
  CASE WHEN is_request THEN concat_ws('/', request_id, CASE WHEN is_tool THEN coalesce(tool.id, place::VARCHAR) END) END AS call_id,
  epoch_ms(utc_instant(updated_at)) AS completeness,
  coalesce(session, text_at(meta, ['$.trace_id', '$.traceId']), CASE WHEN is_tool THEN request_id END) AS trace_id,
  CASE WHEN is_tool THEN coalesce(tool.id, request_id || '/' || (place - 1)) WHEN is_request THEN request_id END AS span_id,
  session AS session_id,
  CASE WHEN is_tool THEN tool.name ELSE coalesce(text_at(meta, ['$."Helicone-Session-Path"', '$."Helicone-Session-Name"']), nullif(regexp_extract(request_path, '^(?:https?://[^/]*)?(/[^?]*)', 1), '')) END AS name,
  CASE WHEN is_tool THEN 'tool' WHEN contains(answering_model, 'embed') OR contains(request_path, '/embeddings') THEN 'embedding' ELSE 'llm' END AS kind,
  utc_instant(request_created_at) AS started_at,
  utc_instant(response_created_at) AS ended_at,
  measure(coalesce(delay_ms, latency)) AS latency_ms,
  measure(time_to_first_token) AS ttft_ms,
  nullif(provider, '') AS provider,
  answering_model AS model,
  coalesce(own_input, token_count(prompt_tokens)) AS input_tokens,
  read_count AS cache_read_tokens,
  write_count AS cache_write_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_5m_input_tokens']) AS cache_write_5m_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_1h_input_tokens']) AS cache_write_1h_tokens,
  CASE
    WHEN own_input IS NULL THEN token_count(completion_tokens)
    WHEN json_exists(answer, '$.usageMetadata') THEN known_sum(count_at(answer, ['$.usageMetadata.candidatesTokenCount']), count_at(answer, ['$.usageMetadata.thoughtsTokenCount']))
    ELSE count_at(counts, ['$.completion_tokens', '$.output_tokens'])
  END AS output_tokens,
  CASE
    WHEN own_input IS NULL THEN token_count(reasoning_tokens)
    ELSE coalesce(count_at(counts, ['$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens']), count_at(answer, ['$.usageMetadata.thoughtsTokenCount']))
  END AS reasoning_tokens,
  CASE WHEN is_anthropic OR is_disjoint THEN 'exclusive' WHEN own_input IS NOT NULL THEN 'inclusive' END AS input_convention,
  CASE WHEN is_disjoint THEN true END AS is_reasoning_outside,
  CASE WHEN NOT is_cached OR dollars <> 0 THEN dollars END AS reported_cost_usd,
  -- Negative codes are Helicone's own: -2 is on its way, -3 was cancelled, -4 was blocked.
  CASE WHEN code >= 400 OR code IN (-1, -3, -4) THEN 'error' WHEN code BETWEEN 200 AND 399 THEN 'ok' END AS status,
  CASE WHEN code >= 400 OR code IN (-1, -3, -4) THEN coalesce(text_at(answer, ['$.error.type', '$.error.code']), CASE code WHEN -3 THEN 'cancelled' WHEN -4 THEN 'blocked' ELSE code::VARCHAR END) END AS error_type,
  text_at(answer, ['$.choices[0].finish_reason', '$.stop_reason', '$.candidates[0].finishReason']) AS stop_reason,
  tool.name AS tool_name,
  canonical_json(tool.arguments) AS arguments,
  text_at(meta, ['$.agent', '$.Agent']) AS agent,
  coalesce(nullif(request_user_id, ''), nullif(helicone_user, ''), nullif(user_id, '')) AS user_id,
  text_at(meta, ['$.feature', '$.Feature']) AS feature,
  text_at(meta, ['$.environment', '$.Environment', '$.env', '$.Env']) AS environment,
  -- The id of the request whose answer was kept; all zeros where there is none.
  CASE WHEN is_cached THEN 'response_cache' ELSE text_at(answer, ['$.service_tier', '$.usage.service_tier']) END AS service_tier,
  measure(text_at(request, ['$.temperature', '$.generationConfig.temperature'])) AS temperature,
  count_at(request, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens', '$.generationConfig.maxOutputTokens']) AS max_tokens,
  coalesce(text_at(answer, ['$.id', '$.responseId']), CASE WHEN is_request THEN request_id END) AS request_id,
  text_at(meta, ['$.release', '$.Release', '$.version', '$.Version']) AS release,
  merged_attributes(short_members(meta), json_object('country_code', nullif(country_code, ''), 'prompt_id', nullif(prompt_id, ''), 'prompt_version', nullif(prompt_version, ''))) AS attributes,
  md5(coalesce(request ->> '$.messages', request ->> '$.input')) AS prompt_digest
FROM told
