-- What did Langfuse export? One row per observation (snake_case of its tables and blob exports, camelCase of its API); a trace, which
-- may be in another file, is a row 'trace': what it says of user, session, tags … holds for its observations.
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
      id: 'VARCHAR', trace_id: 'VARCHAR', traceId: 'VARCHAR', type: 'VARCHAR', project_id: 'VARCHAR', projectId: 'VARCHAR',
      parent_observation_id: 'VARCHAR', parentObservationId: 'VARCHAR', name: 'VARCHAR', trace_name: 'VARCHAR', traceName: 'VARCHAR',
      start_time: 'VARCHAR', startTime: 'VARCHAR', end_time: 'VARCHAR', endTime: 'VARCHAR', timestamp: 'VARCHAR',
      completion_start_time: 'VARCHAR', completionStartTime: 'VARCHAR', latency: 'VARCHAR', time_to_first_token: 'VARCHAR', timeToFirstToken: 'VARCHAR',
      updated_at: 'VARCHAR', updatedAt: 'VARCHAR', event_ts: 'VARCHAR', is_deleted: 'VARCHAR',
      level: 'VARCHAR', status_message: 'VARCHAR', statusMessage: 'VARCHAR', environment: 'VARCHAR', release: 'VARCHAR', version: 'VARCHAR',
      user_id: 'VARCHAR', userId: 'VARCHAR', session_id: 'VARCHAR', sessionId: 'VARCHAR', tags: 'VARCHAR', metadata: 'VARCHAR',
      provided_model_name: 'VARCHAR', providedModelName: 'VARCHAR', model: 'VARCHAR', model_parameters: 'VARCHAR', modelParameters: 'VARCHAR',
      usage_details: 'VARCHAR', usageDetails: 'VARCHAR', usage: 'VARCHAR', unit: 'VARCHAR',
      promptTokens: 'VARCHAR', completionTokens: 'VARCHAR', totalTokens: 'VARCHAR', prompt_tokens: 'VARCHAR', completion_tokens: 'VARCHAR', total_tokens: 'VARCHAR',
      cost_details: 'VARCHAR', costDetails: 'VARCHAR', total_cost: 'VARCHAR', totalCost: 'VARCHAR', calculated_total_cost: 'VARCHAR', calculatedTotalCost: 'VARCHAR',
      prompt_name: 'VARCHAR', promptName: 'VARCHAR', prompt_version: 'VARCHAR', promptVersion: 'VARCHAR',
      input: 'VARCHAR', output: 'VARCHAR',
      public: 'VARCHAR', bookmarked: 'VARCHAR', htmlPath: 'VARCHAR', observations: 'VARCHAR', source: 'VARCHAR', data_type: 'VARCHAR', dataType: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    *,
    coalesce(trace_id, traceId) AS logged_trace_id,
    CASE
      WHEN id IS NULL THEN NULL
      WHEN logged_trace_id IS NOT NULL AND coalesce(start_time, startTime) IS NOT NULL
        AND coalesce(level, project_id, projectId, parent_observation_id, parentObservationId, usage_details, usageDetails, provided_model_name) IS NOT NULL
        AND list_contains(['GENERATION', 'EMBEDDING', 'SPAN', 'EVENT', 'AGENT', 'TOOL', 'CHAIN', 'RETRIEVER', 'EVALUATOR', 'GUARDRAIL'], type)
      THEN CASE WHEN is_deleted IN ('1', 'true') THEN 'deleted observation' ELSE 'span' END
      WHEN coalesce(data_type, dataType) IS NOT NULL AND list_contains(['API', 'EVAL', 'ANNOTATION'], source) THEN 'score'
      -- A trace with whole observations in it is cut up before it comes here.
      WHEN logged_trace_id IS NULL AND timestamp IS NOT NULL AND public IS NOT NULL AND coalesce(bookmarked, htmlPath) IS NOT NULL
        AND NOT coalesce(regexp_matches(observations, '^\s*\[\s*\{'), false)
      THEN 'trace'
    END AS meaning,
    meaning = 'span' AS is_observation,
    logged_object(metadata) AS meta,
    logged_object(coalesce(nullif(model_parameters, ''), modelParameters)) AS settings,
    -- The newest words first. Version 2 counts in `usage` and says in what; its API still repeats the counts beside it.
    coalesce(
      nullif(logged_object(coalesce(nullif(usage_details, '{}'), usageDetails))::VARCHAR, '{}'),
      CASE WHEN coalesce(upper(unit), upper(text_at(logged_object(usage), ['$.unit'])), 'TOKENS') = 'TOKENS' THEN coalesce(
        nullif(logged_object(usage)::VARCHAR, '{}'),
        json_object('input', coalesce(promptTokens, prompt_tokens), 'output', coalesce(completionTokens, completion_tokens), 'total', coalesce(totalTokens, total_tokens))::VARCHAR
      ) END
    )::JSON AS counts
  FROM line
),

-- The names of counts are open: by what they say they are parts of the prompt, of the answer, or of neither.
part AS (
  SELECT
    *,
    [{
      word: lower(word), tokens: token_count(member_text(counts, word)),
      class: CASE
        WHEN regexp_matches(lower(word), 'cost|price|unit') THEN NULL
        WHEN regexp_matches(lower(word), '^total') THEN 'total'
        WHEN regexp_matches(lower(word), 'cach.*(creat|writ)|(creat|writ).*cach') THEN CASE WHEN contains(word, '1h') THEN 'write 1h' WHEN contains(word, '5m') THEN 'write 5m' ELSE 'write' END
        WHEN contains(lower(word), 'cach') THEN 'read'
        WHEN regexp_matches(lower(word), 'reason|thought|thinking') THEN 'reasoning'
        WHEN regexp_full_match(lower(word), '(input|prompt)(_?tokens)?') THEN 'input'
        WHEN regexp_full_match(lower(word), '(output|completion)(_?tokens)?') THEN 'output'
        WHEN regexp_matches(lower(word), '^(input|prompt)') THEN 'more input'
        WHEN regexp_matches(lower(word), '^(output|completion)') THEN 'more output'
      END
    } FOR word IN list_distinct(json_keys(counts))] AS parts
  FROM record
),

counted AS (
  SELECT
    * EXCLUDE (parts),
    -- One count may stand under two names.
    list_max([item.tokens FOR item IN parts IF item.class = 'input']) AS main_input,
    list_max([item.tokens FOR item IN parts IF item.class = 'output']) AS main_output,
    list_sum([item.tokens FOR item IN parts IF item.class = 'more input'])::BIGINT AS more_input,
    list_sum([item.tokens FOR item IN parts IF item.class = 'more output'])::BIGINT AS more_output,
    list_max([item.tokens FOR item IN parts IF item.class = 'read']) AS read_tokens,
    list_max([item.tokens FOR item IN parts IF item.class = 'write']) AS all_write_tokens,
    list_max([item.tokens FOR item IN parts IF item.class = 'write 5m']) AS short_write_tokens,
    list_max([item.tokens FOR item IN parts IF item.class = 'write 1h']) AS long_write_tokens,
    list_max([item.tokens FOR item IN parts IF item.class = 'reasoning']) AS thought_tokens,
    list_max([item.tokens FOR item IN parts IF item.class = 'total']) AS sum_tokens,
    coalesce(list_max([item.tokens FOR item IN parts]), 0) > 0 AS has_counts,
    coalesce(all_write_tokens, known_sum(short_write_tokens, long_write_tokens)) AS write_tokens,
    known_sum(read_tokens, write_tokens) AS cached
  FROM part
),

-- Langfuse keeps the parts disjoint: cached tokens are not in `input`, reasoning not in `output`. Where the record's own total says otherwise it is right.
summed AS (
  SELECT
    *,
    known_sum(main_input, CASE WHEN NOT list_contains([main_input + main_output, known_sum(main_input + main_output, cached)], sum_tokens) OR sum_tokens IS NULL THEN more_input END) AS all_input,
    known_sum(main_output, CASE WHEN NOT list_contains([main_input + main_output, known_sum(main_input + main_output, cached)], sum_tokens) OR sum_tokens IS NULL THEN more_output END) AS plain_output,
    CASE
      WHEN sum_tokens IN (all_input + plain_output, known_sum(all_input + plain_output, cached)) THEN plain_output
      ELSE known_sum(plain_output, thought_tokens)
    END AS all_output,
    money(coalesce(
      total_cost, text_at(logged_object(coalesce(nullif(cost_details, '{}'), costDetails)), ['$.total']), calculated_total_cost, calculatedTotalCost, totalCost,
      text_at(logged_object(usage), ['$.totalCost'])
    )) AS dollars
  FROM counted
)
SELECT
  filename,
  file_place,
  meaning AS record_type,
  true AS is_first,
  CASE WHEN is_observation THEN logged_trace_id || ' ' || id END AS call_id,
  -- What was updated after an export is exported again.
  epoch_ms(utc_instant(coalesce(event_ts, updated_at, updatedAt))) AS completeness,
  coalesce(logged_trace_id, CASE WHEN meaning = 'trace' THEN id END) AS trace_id,
  CASE WHEN is_observation THEN id END AS span_id,
  CASE WHEN is_observation THEN coalesce(nullif(parent_observation_id, ''), nullif(parentObservationId, '')) END AS parent_span_id,
  coalesce(nullif(session_id, ''), nullif(sessionId, '')) AS session_id,
  CASE WHEN is_observation THEN nullif(name, '') END AS name,
  CASE WHEN is_observation THEN CASE type WHEN 'GENERATION' THEN 'llm' WHEN 'EMBEDDING' THEN 'embedding' WHEN 'TOOL' THEN 'tool' WHEN 'RETRIEVER' THEN 'retrieval' WHEN 'AGENT' THEN 'agent' ELSE 'other' END END AS kind,
  CASE WHEN is_observation THEN utc_instant(coalesce(start_time, startTime)) END AS started_at,
  CASE WHEN is_observation THEN utc_instant(coalesce(nullif(end_time, ''), nullif(endTime, ''))) END AS ended_at,
  CASE WHEN is_observation AND coalesce(nullif(end_time, ''), nullif(endTime, '')) IS NULL THEN measure(latency) * 1000 END AS latency_ms,
  CASE WHEN is_observation THEN coalesce(
    (epoch_us(utc_instant(coalesce(completion_start_time, completionStartTime))) - epoch_us(utc_instant(coalesce(start_time, startTime)))) / 1000,
    measure(coalesce(time_to_first_token, timeToFirstToken)) * 1000
  ) END AS ttft_ms,
  CASE WHEN is_observation THEN text_at(meta, ['$.ls_provider', '$.provider', '$."attributes"."gen_ai.provider.name"', '$."attributes"."gen_ai.system"']) END AS provider,
  CASE WHEN is_observation THEN coalesce(nullif(provided_model_name, ''), nullif(providedModelName, ''), nullif(model, '')) END AS model,
  -- Where nothing was counted, version 2 stores zeros.
  CASE WHEN is_observation AND has_counts THEN all_input END AS input_tokens,
  CASE WHEN is_observation AND has_counts THEN read_tokens END AS cache_read_tokens,
  CASE WHEN is_observation AND has_counts THEN write_tokens END AS cache_write_tokens,
  CASE WHEN is_observation AND has_counts THEN short_write_tokens END AS cache_write_5m_tokens,
  CASE WHEN is_observation AND has_counts THEN long_write_tokens END AS cache_write_1h_tokens,
  CASE WHEN is_observation AND has_counts THEN all_output END AS output_tokens,
  CASE WHEN is_observation AND has_counts THEN thought_tokens END AS reasoning_tokens,
  CASE WHEN is_observation AND has_counts THEN sum_tokens END AS total_tokens,
  'exclusive' AS input_convention,
  CASE WHEN is_observation AND (has_counts OR dollars <> 0) THEN dollars END AS reported_cost_usd,
  CASE WHEN is_observation THEN CASE WHEN level = 'ERROR' THEN 'error' WHEN coalesce(nullif(end_time, ''), nullif(endTime, '')) IS NOT NULL THEN 'ok' END END AS status,
  CASE WHEN is_observation AND level = 'ERROR' THEN error_class(coalesce(status_message, statusMessage)) END AS error_type,
  CASE WHEN is_observation AND type = 'AGENT' THEN nullif(name, '') END AS agent,
  coalesce(nullif(user_id, ''), nullif(userId, '')) AS user_id,
  coalesce(text_at(meta, ['$.feature']), nullif(trace_name, ''), nullif(traceName, ''), CASE WHEN meaning = 'trace' THEN nullif(name, '') END) AS feature,
  nullif(environment, '') AS environment,
  logged_texts(tags) AS tags,
  nullif(release, '') AS release,
  CASE WHEN is_observation THEN text_at(settings, ['$.service_tier']) END AS service_tier,
  CASE WHEN is_observation THEN measure(text_at(settings, ['$.temperature'])) END AS temperature,
  CASE WHEN is_observation THEN count_at(settings, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens', '$.maxTokens']) END AS max_tokens,
  CASE WHEN is_observation AND type = 'TOOL' THEN nullif(name, '') END AS tool_name,
  CASE WHEN is_observation THEN CASE type WHEN 'TOOL' THEN canonical_json(nullif(input, '')) WHEN 'GENERATION' THEN asked_tools(output) END END AS arguments,
  CASE WHEN is_observation AND type IN ('TOOL', 'GENERATION') THEN output_digest(nullif(output, '')) END AS output_digest,
  CASE WHEN is_observation AND type IN ('TOOL', 'GENERATION') THEN output_sketch(nullif(output, '')) END AS output_sketch,
  CASE WHEN is_observation AND type = 'TOOL' AND level = 'ERROR' THEN true END AS is_error,
  merged_attributes(short_members(meta), json_object(
    'project_id', coalesce(project_id, projectId), 'version', nullif(version, ''), 'level', CASE WHEN level <> 'DEFAULT' THEN level END,
    'prompt_name', coalesce(nullif(prompt_name, ''), nullif(promptName, '')), 'prompt_version', coalesce(prompt_version, promptVersion)
  )) AS attributes,
  CASE WHEN is_observation AND type = 'GENERATION' THEN md5(nullif(input, '')) END AS prompt_digest
FROM summed
