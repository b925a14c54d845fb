-- Which runs did LangSmith keep? One row per run, as its API, its SDKs and its command line write it. `session_id` is the project; a
-- chain carries the sum of what is below it.
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
      id: 'VARCHAR', run_id: 'VARCHAR', trace_id: 'VARCHAR', parent_run_id: 'VARCHAR', dotted_order: 'VARCHAR', name: 'VARCHAR', run_type: 'VARCHAR',
      session_id: 'VARCHAR', session_name: 'VARCHAR', project_name: 'VARCHAR', reference_example_id: 'VARCHAR', child_runs: 'VARCHAR',
      start_time: 'VARCHAR', end_time: 'VARCHAR', first_token_time: 'VARCHAR', duration_ms: 'VARCHAR', status: 'VARCHAR', error: 'VARCHAR',
      extra: 'VARCHAR', custom_metadata: 'VARCHAR', metadata: 'VARCHAR', tags: 'VARCHAR', inputs: 'VARCHAR', outputs: 'VARCHAR',
      prompt_tokens: 'VARCHAR', completion_tokens: 'VARCHAR', total_tokens: 'VARCHAR', prompt_token_details: 'VARCHAR', completion_token_details: 'VARCHAR',
      token_usage: 'VARCHAR', usage_metadata: 'VARCHAR', total_cost: 'VARCHAR', costs: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    *,
    coalesce(id, run_id) AS logged_id,
    logged_id IS NOT NULL AND coalesce(trace_id, parent_run_id, dotted_order, session_id) IS NOT NULL
      AND list_contains(['llm', 'chain', 'tool', 'retriever', 'embedding', 'prompt', 'parser'], run_type)
      AND NOT coalesce(regexp_matches(child_runs, '^\s*\[\s*\{'), false) AS is_run,
    logged_object(extra) AS more,
    coalesce(more -> '$.metadata', logged_object(custom_metadata), logged_object(metadata)) AS meta,
    more -> '$.invocation_params' AS settings,
    CASE WHEN run_type IN ('llm', 'embedding') THEN logged_object(outputs) END AS answer,
    CASE WHEN run_type IN ('llm', 'embedding') THEN logged_object(inputs) END AS request,
    string_split(dotted_order, '.') AS places
  FROM line
),

used AS (
  SELECT
    *,
    -- What the platform counted; else what the model's answer says, in LangChain's words or in its provider's.
    coalesce(
      logged_object(token_usage), logged_object(usage_metadata), meta -> '$.usage_metadata', answer -> '$.usage_metadata', answer -> '$.generations[0][0].message.kwargs.usage_metadata',
      answer -> '$.generations[0].message.kwargs.usage_metadata', answer -> '$.message.usage_metadata', answer -> '$.message.kwargs.usage_metadata',
      answer -> '$.llm_output.token_usage', answer -> '$.usage'
    ) AS counts,
    coalesce(answer -> '$.generations[0][0]', answer -> '$.generations[0]', answer -> '$.message', answer) AS message
  FROM record
),

counted AS (
  SELECT
    *,
    coalesce(token_count(prompt_tokens), count_at(counts, ['$.prompt_tokens', '$.input_tokens'])) AS prompt_count,
    coalesce(token_count(completion_tokens), count_at(counts, ['$.completion_tokens', '$.output_tokens'])) AS output_count,
    coalesce(token_count(total_tokens), count_at(counts, ['$.total_tokens'])) AS total_count,
    coalesce(
      count_at(logged_object(prompt_token_details), ['$.cache_read']),
      count_at(counts, ['$.input_token_details.cache_read', '$.prompt_token_details.cache_read', '$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens', '$.cache_read_input_tokens'])
    ) AS read_count,
    coalesce(
      count_at(logged_object(prompt_token_details), ['$.ephemeral_5m_input_tokens']), count_at(counts, ['$.input_token_details.ephemeral_5m_input_tokens', '$.cache_creation.ephemeral_5m_input_tokens'])
    ) AS short_write_count,
    coalesce(
      count_at(logged_object(prompt_token_details), ['$.ephemeral_1h_input_tokens']), count_at(counts, ['$.input_token_details.ephemeral_1h_input_tokens', '$.cache_creation.ephemeral_1h_input_tokens'])
    ) AS long_write_count,
    -- Where the parts are told, some versions leave the whole at 0.
    greatest(
      coalesce(
        count_at(logged_object(prompt_token_details), ['$.cache_creation', '$.cache_write']),
        count_at(counts, ['$.input_token_details.cache_creation', '$.prompt_token_details.cache_creation', '$.cache_creation_input_tokens'])
      ),
      known_sum(short_write_count, long_write_count)
    ) AS write_count,
    -- Every run has these fields, and zeros in them where no model was called.
    run_type IN ('llm', 'embedding') AND (status = 'success' OR status IS NULL) OR coalesce(total_count, prompt_count, output_count) > 0 AS is_counted,
    money(coalesce(total_cost, text_at(logged_object(costs), ['$.total_cost']), text_at(counts, ['$.total_cost']))) AS dollars
  FROM used
)
SELECT
  filename,
  file_place,
  CASE WHEN is_run THEN 'span' END AS record_type,
  true AS is_first,
  CASE WHEN is_run THEN logged_id END AS call_id,
  coalesce(trace_id, nullif(regexp_extract(places[1], 'Z(.*)$', 1), ''), CASE WHEN parent_run_id IS NULL THEN logged_id END) AS trace_id,
  CASE WHEN is_run THEN logged_id END AS span_id,
  coalesce(parent_run_id, CASE WHEN len(places) > 1 THEN nullif(regexp_extract(places[-2], 'Z(.*)$', 1), '') END) AS parent_span_id,
  text_at(meta, ['$.session_id', '$.thread_id', '$.conversation_id']) AS session_id,
  name,
  CASE run_type WHEN 'llm' THEN 'llm' WHEN 'embedding' THEN 'embedding' WHEN 'tool' THEN 'tool' WHEN 'retriever' THEN 'retrieval' ELSE 'other' END AS kind,
  -- Without a zone they are in UTC, as dotted_order says.
  utc_instant(start_time) AS started_at,
  utc_instant(end_time) AS ended_at,
  measure(duration_ms) AS latency_ms,
  (epoch_us(utc_instant(first_token_time)) - epoch_us(utc_instant(start_time))) / 1000 AS ttft_ms,
  CASE WHEN run_type IN ('llm', 'embedding') THEN text_at(meta, ['$.ls_provider']) END AS provider,
  CASE WHEN run_type IN ('llm', 'embedding') THEN coalesce(
    text_at(message, ['$.message.kwargs.response_metadata.model_name', '$.message.kwargs.response_metadata.model', '$.kwargs.response_metadata.model_name', '$.response_metadata.model_name', '$.generation_info.model_name', '$.model']),
    text_at(answer, ['$.llm_output.model_name', '$.llm_output.model', '$.model']),
    text_at(meta, ['$.ls_model_name', '$.ls_embedding_model']), text_at(settings, ['$.model', '$.model_name', '$.model_id']), text_at(request, ['$.model'])
  ) END AS model,
  CASE WHEN is_counted THEN prompt_count END AS input_tokens,
  CASE WHEN is_counted THEN read_count END AS cache_read_tokens,
  CASE WHEN is_counted THEN write_count END AS cache_write_tokens,
  CASE WHEN is_counted THEN short_write_count END AS cache_write_5m_tokens,
  CASE WHEN is_counted THEN long_write_count END AS cache_write_1h_tokens,
  CASE WHEN is_counted THEN output_count END AS output_tokens,
  CASE WHEN is_counted THEN coalesce(
    count_at(logged_object(completion_token_details), ['$.reasoning']),
    count_at(counts, ['$.output_token_details.reasoning', '$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens'])
  ) END AS reasoning_tokens,
  CASE WHEN is_counted THEN total_count END AS total_tokens,
  -- Anthropic's own usage, passed through, is exclusive.
  CASE WHEN prompt_tokens IS NULL AND is_anthropic_usage(counts) THEN 'exclusive' ELSE 'inclusive' END AS input_convention,
  CASE WHEN is_counted OR dollars <> 0 THEN dollars END AS reported_cost_usd,
  CASE WHEN status = 'error' OR coalesce(error, '') <> '' THEN 'error' WHEN status = 'success' OR status IS NULL AND end_time IS NOT NULL THEN 'ok' END AS status,
  error_class(nullif(error, '')) AS error_type,
  text_at(message, [
    '$.generation_info.finish_reason', '$.message.kwargs.response_metadata.finish_reason', '$.message.kwargs.response_metadata.stop_reason', '$.kwargs.response_metadata.finish_reason',
    '$.response_metadata.finish_reason', '$.choices[0].finish_reason', '$.stop_reason'
  ]) AS stop_reason,
  text_at(meta, ['$.lc_agent_name', '$.agent_name', '$.ls_agent_name']) AS agent,
  text_at(meta, ['$.user_id', '$.ls_user_id']) AS user_id,
  text_at(meta, ['$.feature']) AS feature,
  text_at(meta, ['$.environment', '$.env', '$.__langsmith_environment']) AS environment,
  logged_texts(tags) AS tags,
  coalesce(text_at(message, ['$.message.kwargs.response_metadata.service_tier', '$.response_metadata.service_tier', '$.service_tier']), text_at(settings, ['$.service_tier'])) AS service_tier,
  measure(coalesce(text_at(meta, ['$.ls_temperature']), text_at(settings, ['$.temperature']), text_at(request, ['$.temperature']))) AS temperature,
  coalesce(count_at(meta, ['$.ls_max_tokens']), count_at(settings, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens']), count_at(request, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens'])) AS max_tokens,
  CASE WHEN run_type = 'tool' THEN name END AS tool_name,
  -- A tool of one argument is logged as {"input": "{…}"}.
  CASE run_type WHEN 'llm' THEN asked_tools(outputs) WHEN 'tool' THEN canonical_json(coalesce(
    CASE WHEN json_keys(logged_object(inputs)) = ['input'] THEN text_at(logged_object(inputs), ['$.input']) END, inputs
  )) END AS arguments,
  CASE WHEN run_type = 'tool' THEN output_digest(outputs) END AS output_digest,
  CASE WHEN run_type = 'tool' THEN output_sketch(outputs) END AS output_sketch,
  CASE WHEN run_type = 'tool' THEN coalesce(status = 'error', error IS NOT NULL) END AS is_error,
  text_at(message, ['$.message.kwargs.response_metadata.id', '$.response_metadata.id', '$.id']) AS request_id,
  text_at(meta, ['$.revision_id', '$.release', '$.app_version']) AS release,
  count_at(meta, ['$.langgraph_step']) AS step,
  merged_attributes(short_members(meta), json_object('project_id', session_id, 'project', coalesce(session_name, project_name), 'reference_example_id', reference_example_id)) AS attributes,
  CASE WHEN run_type = 'llm' THEN md5(inputs) END AS prompt_digest
FROM counted
