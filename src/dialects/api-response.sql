-- What did the API of a provider answer? One row per response of OpenAI (chat completions, Responses, embeddings), Anthropic (messages),
-- Gemini or Bedrock (Converse) and of whoever speaks like them: as it stands, as a line of a batch's output, or beside its request.
-- When $with_tools, also a row for each tool that the answer asks for: it stands beside the call, as who runs a tool is not the model.
WITH record AS (
  SELECT
    filename,
    json,
    from_json(json, '{
      "custom_id": "VARCHAR", "recordId": "VARCHAR", "method": "VARCHAR", "params": "VARCHAR", "modelInput": "VARCHAR", "modelOutput": "VARCHAR",
      "request": "VARCHAR", "response": "VARCHAR", "result": "VARCHAR", "body": "VARCHAR", "error": "VARCHAR", "output": "VARCHAR",
      "response_body": "VARCHAR", "responseBody": "VARCHAR", "raw_response": "VARCHAR", "completion": "VARCHAR",
      "id": "VARCHAR", "trace_id": "VARCHAR", "traceId": "VARCHAR", "run_id": "VARCHAR", "span_id": "VARCHAR", "spanId": "VARCHAR", "parent_id": "VARCHAR", "parent_span_id": "VARCHAR", "parentSpanId": "VARCHAR",
      "session_id": "VARCHAR", "sessionId": "VARCHAR", "conversation_id": "VARCHAR", "thread_id": "VARCHAR", "user_id": "VARCHAR", "userId": "VARCHAR", "user": "VARCHAR",
      "name": "VARCHAR", "operation": "VARCHAR", "step": "VARCHAR", "feature": "VARCHAR", "environment": "VARCHAR", "env": "VARCHAR", "release": "VARCHAR", "agent": "VARCHAR", "tags": "VARCHAR", "metadata": "VARCHAR",
      "timestamp": "VARCHAR", "ts": "VARCHAR", "time": "VARCHAR", "started_at": "VARCHAR", "start_time": "VARCHAR", "startTime": "VARCHAR", "created": "VARCHAR", "created_at": "VARCHAR", "createdAt": "VARCHAR", "date": "VARCHAR",
      "ended_at": "VARCHAR", "end_time": "VARCHAR", "endTime": "VARCHAR", "latency_ms": "VARCHAR", "duration_ms": "VARCHAR", "latencyMs": "VARCHAR", "durationMs": "VARCHAR", "elapsed_ms": "VARCHAR", "latency_s": "VARCHAR", "duration_s": "VARCHAR",
      "provider": "VARCHAR", "model": "VARCHAR", "cost": "VARCHAR", "cost_usd": "VARCHAR", "costUsd": "VARCHAR",
      "type": "VARCHAR", "sequence_number": "VARCHAR", "item": "VARCHAR", "delta": "VARCHAR", "output_index": "VARCHAR", "item_id": "VARCHAR"
    }') AS outer_part
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),

candidate AS (
  SELECT
    *,
    -- Where an answer may stand: in the record itself, or as its first part that is an object, with or without the HTTP response around it.
    list_filter(
      [logged_object(outer_part.response), logged_object(outer_part.result), logged_object(outer_part.modelOutput), logged_object(outer_part.response_body), logged_object(outer_part.responseBody),
        logged_object(outer_part.raw_response), logged_object(outer_part.completion), logged_object(outer_part.body), logged_object(outer_part.output)],
      lambda part: part IS NOT NULL
    )[1] AS wrapped,
    logged_object(outer_part.request) AS request,
    -- Chunks of a stream have a dialect of their own.
    [CASE WHEN json ->> '$.object' IS DISTINCT FROM 'chat.completion.chunk' THEN json END, wrapped, logged_object(wrapped ->> '$.body'), logged_object(wrapped ->> '$.message')] AS candidates,
    list_position([
      list_contains(['chat.completion', 'chat.completion.chunk', 'text_completion', 'response'], head.object)
        OR head.object = 'list' AND head.usage IS NOT NULL AND head.model IS NOT NULL
        OR head.type = 'message' AND head.role = 'assistant' AND head.usage IS NOT NULL
        OR head.usageMetadata IS NOT NULL AND coalesce(head.candidates, head.modelVersion, head.responseId) IS NOT NULL
        OR coalesce(head.stopReason, head.metrics) IS NOT NULL AND json_type(logged_object(head.usage), '$.inputTokens') IN ('UBIGINT', 'BIGINT', 'DOUBLE')
      FOR head IN [from_json(text, '{
        "object": "VARCHAR", "type": "VARCHAR", "role": "VARCHAR", "model": "VARCHAR", "usage": "VARCHAR", "usageMetadata": "VARCHAR",
        "candidates": "VARCHAR", "modelVersion": "VARCHAR", "responseId": "VARCHAR", "stopReason": "VARCHAR", "metrics": "VARCHAR"
      }') FOR text IN candidates]
    ], true) AS answer_place
  FROM record
),

answered AS (
  SELECT
    *,
    CASE
      WHEN json_type(json) <> 'OBJECT' OR json IS NULL THEN NULL
      WHEN outer_part.custom_id IS NOT NULL AND coalesce(outer_part.response, outer_part.result, outer_part.error) IS NOT NULL THEN 'batch'
      WHEN outer_part.recordId IS NOT NULL AND coalesce(outer_part.modelOutput, outer_part.error) IS NOT NULL THEN 'batch'
      WHEN answer_place = 1 THEN 'answer'
      WHEN regexp_full_match(outer_part.type, 'response\.[a-z_.]+')
        AND coalesce(outer_part.sequence_number, outer_part.response, outer_part.item, outer_part.delta, outer_part.output_index, outer_part.item_id) IS NOT NULL
        THEN CASE WHEN answer_place > 1 AND regexp_matches(outer_part.type, '\.(completed|failed|incomplete)$') THEN 'answer' ELSE 'stream event' END
      WHEN answer_place > 1 AND request IS NOT NULL THEN 'wrapper'
      WHEN outer_part.custom_id IS NOT NULL AND (outer_part.params IS NOT NULL OR outer_part.method IS NOT NULL AND outer_part.body IS NOT NULL) THEN 'batch request'
      WHEN outer_part.recordId IS NOT NULL AND outer_part.modelInput IS NOT NULL THEN 'batch request'
    END AS form,
    coalesce(form NOT IN ('batch request', 'stream event'), false) AS is_call,
    candidates[answer_place] AS answer,
    from_json(candidates[answer_place], '{
      "id": "VARCHAR", "responseId": "VARCHAR", "object": "VARCHAR", "type": "VARCHAR", "model": "VARCHAR", "modelVersion": "VARCHAR", "provider": "VARCHAR",
      "created": "VARCHAR", "created_at": "VARCHAR", "createTime": "VARCHAR", "completed_at": "VARCHAR", "status": "VARCHAR", "stop_reason": "VARCHAR", "stopReason": "VARCHAR",
      "service_tier": "VARCHAR", "temperature": "VARCHAR", "max_output_tokens": "VARCHAR", "user": "VARCHAR", "safety_identifier": "VARCHAR", "system_fingerprint": "VARCHAR", "previous_response_id": "VARCHAR"
    }') AS said,
    coalesce(logged_object(candidates[answer_place] ->> '$.usage'), candidates[answer_place] -> '$.usageMetadata') AS counts
  FROM candidate
),

counted AS (
  SELECT
    *,
    count_at(counts, ['$.cache_read_input_tokens', '$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens', '$.prompt_cache_hit_tokens', '$.cached_tokens', '$.cachedContentTokenCount', '$.cacheReadInputTokens', '$.cacheReadInputTokenCount']) AS read_count,
    count_at(counts, ['$.cache_creation_input_tokens', '$.prompt_tokens_details.cache_write_tokens', '$.input_tokens_details.cache_write_tokens', '$.prompt_tokens_details.cache_creation_input_tokens', '$.cacheWriteInputTokens', '$.cacheWriteInputTokenCount']) AS write_count,
    count_at(counts, ['$.thoughtsTokenCount']) AS thought_count,
    text_at(counts, ['$.inputTokens']) IS NOT NULL OR is_anthropic_usage(counts) OR said.type = 'message' AS is_exclusive,
    coalesce(TRY_CAST(text_at(wrapped, ['$.status_code']) AS INTEGER) >= 400, false) AS is_refused,
    text_at(wrapped, ['$.type']) AS batch_result,
    coalesce(said.model, said.modelVersion, text_at(request, ['$.model', '$.modelId', '$.body.model']), outer_part.model) AS answering_model
  FROM answered
),

outcome AS (
  SELECT
    *,
    CASE
      WHEN is_refused OR said.status = 'failed' OR form = 'batch' AND answer IS NULL THEN 'error'
      WHEN answer IS NOT NULL THEN 'ok'
    END AS status
  FROM counted
),

called AS (
  SELECT
    *,
    CASE WHEN is_call THEN coalesce(said.id, said.responseId, outer_part.span_id, outer_part.spanId, outer_part.id) END AS call_name,
    CASE WHEN is_call THEN coalesce(outer_part.span_id, outer_part.spanId, said.id, said.responseId, outer_part.id, outer_part.custom_id, outer_part.recordId) END AS own_span_id,
    coalesce(outer_part.session_id, outer_part.sessionId, outer_part.conversation_id, outer_part.thread_id, text_at(answer, ['$.conversation.id'])) AS session,
    coalesce(said.created, said.created_at, said.createTime) AS answered_at,
    with_asked_tools($with_tools AND is_call, answer) AS parts
  FROM outcome
),

-- What the answer says of the call says nothing of its tools.
told AS (
  SELECT
    * EXCLUDE (parts) REPLACE (
      is_call AND NOT is_tool AS is_call, CASE WHEN NOT is_tool THEN answer END AS answer, CASE WHEN NOT is_tool THEN said END AS said,
      CASE WHEN NOT is_tool THEN request END AS request, CASE WHEN NOT is_tool THEN counts END AS counts, CASE WHEN NOT is_tool THEN read_count END AS read_count,
      CASE WHEN NOT is_tool THEN write_count END AS write_count, CASE WHEN NOT is_tool THEN thought_count END AS thought_count,
      CASE WHEN NOT is_tool THEN answering_model END AS answering_model, CASE WHEN NOT is_tool THEN status END AS status
    )
  FROM (SELECT *, unnest(parts) AS tool, generate_subscripts(parts, 1) AS place, tool IS NOT NULL AS is_tool FROM called)
)
SELECT
  filename,
  CASE WHEN is_call OR is_tool THEN 'span' ELSE form END AS record_type,
  NOT is_tool AS is_first,
  CASE WHEN is_call THEN call_name WHEN is_tool AND call_name IS NOT NULL THEN concat_ws('/', call_name, coalesce(tool.id, place::VARCHAR)) END AS call_id,
  coalesce(outer_part.trace_id, outer_part.traceId, outer_part.run_id, CASE WHEN is_tool AND session IS NULL THEN own_span_id END) AS trace_id,
  CASE WHEN is_call THEN own_span_id WHEN is_tool THEN CASE WHEN coalesce(outer_part.trace_id, outer_part.traceId, outer_part.run_id, session, own_span_id) IS NOT NULL THEN coalesce(tool.id, own_span_id || '/' || (place - 1)) END END AS span_id,
  coalesce(outer_part.parent_span_id, outer_part.parentSpanId, outer_part.parent_id) AS parent_span_id,
  session AS session_id,
  CASE WHEN is_tool THEN tool.name ELSE coalesce(outer_part.name, outer_part.operation, outer_part.step) END AS name,
  CASE WHEN is_tool THEN 'tool' WHEN is_call THEN if(said.object = 'list' OR contains(answering_model, 'embed'), 'embedding', 'llm') END AS kind,
  instant(coalesce(
    outer_part.started_at, outer_part.start_time, outer_part.startTime, outer_part.timestamp, outer_part.ts, outer_part.time, outer_part.date,
    answered_at, outer_part.created_at, outer_part.createdAt, outer_part.created
  )) AS started_at,
  CASE WHEN NOT is_tool THEN instant(coalesce(outer_part.ended_at, outer_part.end_time, outer_part.endTime, said.completed_at)) END AS ended_at,
  is_naive(coalesce(outer_part.started_at, outer_part.start_time, outer_part.startTime, outer_part.timestamp, outer_part.ts, outer_part.time, outer_part.date)) AS is_naive_time,
  CASE WHEN NOT is_tool THEN coalesce(
    measure(coalesce(outer_part.latency_ms, outer_part.latencyMs, outer_part.duration_ms, outer_part.durationMs, outer_part.elapsed_ms)),
    measure(coalesce(outer_part.latency_s, outer_part.duration_s)) * 1000,
    measure(text_at(answer, ['$.metrics.latencyMs']))
  ) END AS latency_ms,
  CASE
    WHEN is_tool THEN NULL
    WHEN form = 'wrapper' AND outer_part.provider IS NOT NULL THEN outer_part.provider
    -- OpenRouter names in `provider` whom it asked; it is OpenRouter that bills.
    WHEN starts_with(said.id, 'gen-') AND said.provider IS NOT NULL THEN 'openrouter'
    WHEN starts_with(said.id, 'msg_bdrk') OR text_at(counts, ['$.inputTokens']) IS NOT NULL OR outer_part.recordId IS NOT NULL THEN 'aws'
    WHEN starts_with(said.id, 'msg_vrtx') THEN 'google'
    WHEN said.type = 'message' AND starts_with(answering_model, 'claude') THEN 'anthropic'
    WHEN starts_with(answering_model, 'gemini') THEN 'google'
  END AS provider,
  answering_model AS model,
  known_sum(count_at(counts, ['$.prompt_tokens', '$.input_tokens', '$.promptTokenCount', '$.inputTokens']), count_at(counts, ['$.toolUsePromptTokenCount'])) AS input_tokens,
  read_count AS cache_read_tokens,
  write_count AS cache_write_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_5m_input_tokens']) AS cache_write_5m_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_1h_input_tokens']) AS cache_write_1h_tokens,
  -- Gemini's thoughts are billed beside its candidates. An embedding has no output to count.
  known_sum(count_at(counts, ['$.completion_tokens', '$.output_tokens', '$.candidatesTokenCount', '$.outputTokens']), thought_count) AS output_tokens,
  coalesce(thought_count, count_at(counts, ['$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens', '$.output_tokens_details.thinking_tokens'])) AS reasoning_tokens,
  count_at(counts, ['$.total_tokens', '$.totalTokenCount', '$.totalTokens']) AS total_tokens,
  CASE WHEN is_exclusive THEN 'exclusive' ELSE 'inclusive' END AS input_convention,
  -- With a key of one's own OpenRouter bills its fee alone: the provider's bill is told beside it.
  CASE WHEN NOT is_tool THEN coalesce(money(coalesce(outer_part.cost_usd, outer_part.costUsd, outer_part.cost)), known_sum(
    money(text_at(counts, ['$.cost'])),
    CASE WHEN text_at(counts, ['$.is_byok']) = 'true' THEN money(text_at(counts, ['$.cost_details.upstream_inference_cost'])) END
  )) END AS reported_cost_usd,
  status,
  CASE WHEN status = 'error' THEN coalesce(
    text_at(wrapped, ['$.body.error.type', '$.body.error.code', '$.error.error.type', '$.error.type', '$.error.code']),
    text_at(answer, ['$.error.type', '$.error.code']),
    text_at(logged_object(outer_part.error), ['$.code', '$.type', '$.errorCode']),
    CASE WHEN batch_result IN ('expired', 'canceled') THEN batch_result END,
    CASE WHEN is_refused THEN text_at(wrapped, ['$.status_code']) END
  ) END AS error_type,
  coalesce(said.stop_reason, said.stopReason, text_at(answer, ['$.choices[0].finish_reason', '$.incomplete_details.reason', '$.candidates[0].finishReason']), CASE WHEN said.object = 'response' THEN said.status END) AS stop_reason,
  outer_part.agent AS agent,
  coalesce(outer_part.user_id, outer_part.userId, CASE WHEN form <> 'batch' THEN outer_part."user" END, said.safety_identifier, said."user", text_at(request, ['$.user', '$.metadata.user_id', '$.body.user'])) AS user_id,
  outer_part.feature AS feature,
  coalesce(outer_part.environment, outer_part.env) AS environment,
  logged_texts(outer_part.tags) AS tags,
  CASE WHEN is_tool THEN NULL WHEN form = 'batch' THEN 'batch' ELSE coalesce(text_at(counts, ['$.service_tier']), said.service_tier, text_at(request, ['$.service_tier', '$.body.service_tier'])) END AS service_tier,
  CASE WHEN is_tool THEN tool.name END AS tool_name,
  canonical_json(tool.arguments) AS arguments,
  measure(coalesce(said.temperature, text_at(request, ['$.temperature', '$.body.temperature', '$.generationConfig.temperature', '$.inferenceConfig.temperature']))) AS temperature,
  token_count(coalesce(said.max_output_tokens, text_at(request, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens', '$.body.max_tokens', '$.generationConfig.maxOutputTokens', '$.inferenceConfig.maxTokens']))) AS max_tokens,
  CASE WHEN NOT is_tool THEN output_digest(text_at(answer, ['$.choices[0].message.content', '$.content[0].text', '$.output[0].content[0].text', '$.candidates[0].content.parts[0].text', '$.output.message.content[0].text'])) END AS output_digest,
  coalesce(text_at(wrapped, ['$.request_id']), said.id, said.responseId) AS request_id,
  outer_part.release AS release,
  CASE WHEN NOT is_tool THEN merged_attributes(
    json_merge_patch(
      short_members(CASE WHEN form <> 'batch' THEN json END),
      '{"id": null, "object": null, "type": null, "sequence_number": null, "role": null, "created": null, "created_at": null, "model": null, "status": null, "stop_reason": null, "stop_sequence": null, "service_tier": null, "timestamp": null, "ts": null,
        "trace_id": null, "traceId": null, "span_id": null, "session_id": null, "user_id": null, "user": null, "latency_ms": null, "duration_ms": null, "temperature": null, "tags": null, "feature": null, "name": null, "cost": null, "cost_usd": null, "costUsd": null,
        "latency_s": null, "duration_s": null, "latencyMs": null, "durationMs": null, "elapsed_ms": null, "provider": null, "agent": null, "environment": null, "env": null, "release": null}'
    ),
    json_merge_patch(json_merge_patch(short_members(logged_object(answer ->> '$.metadata')), short_members(logged_object(outer_part.metadata))), json_object('custom_id', outer_part.custom_id))
  ) END AS attributes,
  md5(text_at(request, ['$.messages', '$.input', '$.contents', '$.body.messages', '$.body.input'])) AS prompt_digest
FROM told
