-- Which calls did W&B Weave keep? One row per call. `summary.usage` is kept by model and summed up the tree: a caller repeats what it called.
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
      id: 'VARCHAR', trace_id: 'VARCHAR', parent_id: 'VARCHAR', project_id: 'VARCHAR', op_name: 'VARCHAR', display_name: 'VARCHAR', thread_id: 'VARCHAR', turn_id: 'VARCHAR',
      started_at: 'VARCHAR', ended_at: 'VARCHAR', deleted_at: 'VARCHAR', exception: 'VARCHAR', attributes: 'VARCHAR', inputs: 'VARCHAR', output: 'VARCHAR', summary: 'VARCHAR',
      wb_user_id: 'VARCHAR', wb_run_id: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    *,
    CASE
      WHEN id IS NULL OR trace_id IS NULL OR op_name IS NULL OR started_at IS NULL OR coalesce(summary, project_id) IS NULL THEN NULL
      WHEN deleted_at IS NOT NULL THEN 'deleted call'
      ELSE 'span'
    END AS meaning,
    -- weave:///entity/project/op/openai.chat.completions.create:7IdoTd…
    regexp_extract(op_name, '^(?:weave:///.*/op/)?([^:]*)', 1) AS operation,
    logged_object(summary) AS facts,
    facts -> '$.usage' AS usage,
    coalesce(json_keys(facts -> '$.usage'), []) AS models,
    logged_object(attributes) AS meta,
    logged_object(inputs) AS request
  FROM line
),

counted AS (
  SELECT
    *,
    [json_extract(usage, '/' || replace(replace(name, '~', '~0'), '/', '~1')) FOR name IN list_distinct(models)] AS counts,
    [json_extract(facts -> '$.weave.costs', '/' || replace(replace(name, '~', '~0'), '/', '~1')) FOR name IN list_distinct(json_keys(facts -> '$.weave.costs'))] AS costs,
    coalesce(
      CASE lower(text_at(meta, ['$.weave.kind', '$.kind'])) WHEN 'llm' THEN 'llm' WHEN 'tool' THEN 'tool' WHEN 'agent' THEN 'agent' WHEN 'search' THEN 'retrieval' WHEN 'embedding' THEN 'embedding' END,
      CASE
        WHEN regexp_matches(lower(operation), 'embed') AND len(models) > 0 THEN 'embedding'
        WHEN regexp_matches(operation, '^(openai|anthropic|mistralai|cohere|litellm|groq|google|vertexai|bedrock|huggingface_hub|together|cerebras|nvidia|ollama)\.') THEN 'llm'
        WHEN regexp_matches(operation, '^langchain\.(Llm|Chat)') THEN 'llm'
        WHEN regexp_matches(operation, '^langchain\.Tool|\.tool\.') THEN 'tool'
        WHEN regexp_matches(operation, '^langchain\.Retriever') THEN 'retrieval'
      END,
      'other'
    ) AS sort,
    coalesce(nullif(display_name, ''), regexp_replace(operation, '^langchain\.\w+\.', '')) AS label
  FROM record
),

parted AS (
  SELECT
    *,
    [{
      input: count_at(count, ['$.prompt_tokens', '$.input_tokens']),
      read: count_at(count, ['$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens', '$.cache_read_input_tokens']),
      written: count_at(count, ['$.cache_creation_input_tokens']),
      is_exclusive: is_anthropic_usage(count)
    } FOR count IN counts] AS parts
  FROM counted
)
SELECT
  filename,
  file_place,
  meaning AS record_type,
  true AS is_first,
  CASE WHEN meaning = 'span' THEN id END AS call_id,
  trace_id,
  CASE WHEN meaning = 'span' THEN id END AS span_id,
  nullif(parent_id, '') AS parent_span_id,
  coalesce(nullif(thread_id, ''), text_at(meta, ['$.session_id', '$.thread_id', '$.conversation_id'])) AS session_id,
  label AS name,
  sort AS kind,
  instant(started_at) AS started_at,
  instant(ended_at) AS ended_at,
  is_naive(started_at) AS is_naive_time,
  CASE WHEN ended_at IS NULL THEN measure(text_at(facts, ['$.weave.latency_ms'])) END AS latency_ms,
  CASE WHEN sort = 'llm' THEN nullif(regexp_extract(operation, '^(openai|anthropic|mistral|cohere|groq|google|vertexai|bedrock|together|cerebras|nvidia|ollama)', 1), '') END AS provider,
  CASE WHEN len(models) = 1 THEN models[1] WHEN sort = 'llm' THEN text_at(request, ['$.model', '$.model_name', '$.self.model']) END AS model,
  list_sum([CASE WHEN item.is_exclusive THEN known_sum(item.input, known_sum(item.read, item.written)) ELSE item.input END FOR item IN parts])::BIGINT AS input_tokens,
  list_sum([item.read FOR item IN parts])::BIGINT AS cache_read_tokens,
  list_sum([item.written FOR item IN parts])::BIGINT AS cache_write_tokens,
  list_sum([count_at(count, ['$.cache_creation.ephemeral_5m_input_tokens']) FOR count IN counts])::BIGINT AS cache_write_5m_tokens,
  list_sum([count_at(count, ['$.cache_creation.ephemeral_1h_input_tokens']) FOR count IN counts])::BIGINT AS cache_write_1h_tokens,
  list_sum([count_at(count, ['$.completion_tokens', '$.output_tokens']) FOR count IN counts])::BIGINT AS output_tokens,
  list_sum([count_at(count, ['$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens']) FOR count IN counts])::BIGINT AS reasoning_tokens,
  nullif(list_sum([count_at(count, ['$.total_tokens']) FOR count IN counts])::BIGINT, 0) AS total_tokens,
  'inclusive' AS input_convention,
  list_sum([known_sum(known_sum(money(cost ->> '$.prompt_tokens_total_cost'), money(cost ->> '$.completion_tokens_total_cost')), known_sum(money(cost ->> '$.cache_read_input_tokens_total_cost'), money(cost ->> '$.cache_creation_input_tokens_total_cost'))) FOR cost IN costs]) AS reported_cost_usd,
  CASE
    WHEN exception IS NOT NULL AND exception <> '' OR text_at(facts, ['$.weave.status']) = 'error' THEN 'error'
    WHEN ended_at IS NOT NULL THEN 'ok'
  END AS status,
  error_class(nullif(exception, '')) AS error_type,
  text_at(logged_object(output), ['$.choices[0].finish_reason', '$.stop_reason']) AS stop_reason,
  text_at(meta, ['$.agent', '$.agent_name']) AS agent,
  text_at(meta, ['$.user_id', '$.user']) AS user_id,
  text_at(meta, ['$.feature']) AS feature,
  text_at(meta, ['$.environment', '$.env']) AS environment,
  logged_texts(meta ->> '$.tags') AS tags,
  CASE WHEN sort = 'llm' THEN coalesce(text_at(logged_object(output), ['$.service_tier']), text_at(request, ['$.service_tier'])) END AS service_tier,
  CASE WHEN sort = 'llm' THEN measure(text_at(request, ['$.temperature'])) END AS temperature,
  CASE WHEN sort = 'llm' THEN count_at(request, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens']) END AS max_tokens,
  CASE WHEN sort = 'tool' THEN label END AS tool_name,
  CASE WHEN sort = 'tool' THEN canonical_json(inputs) END AS arguments,
  CASE WHEN sort = 'tool' THEN output_digest(output) END AS output_digest,
  CASE WHEN sort = 'tool' THEN output_sketch(output) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN coalesce(exception, '') <> '' END AS is_error,
  CASE WHEN sort = 'llm' THEN text_at(logged_object(output), ['$.id']) END AS request_id,
  text_at(meta, ['$.release', '$.version']) AS release,
  merged_attributes(short_members(meta), json_object('project', project_id, 'operation', operation, 'turn_id', turn_id, 'wb_user_id', wb_user_id, 'wb_run_id', wb_run_id)) AS attributes,
  CASE WHEN sort = 'llm' THEN md5(request ->> '$.messages') END AS prompt_digest
FROM parted
