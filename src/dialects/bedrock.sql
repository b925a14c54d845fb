-- Which model calls did Amazon Bedrock log? One row per invocation; bodies are looked into for what the counts beside them leave out.
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
      schemaType: 'VARCHAR', timestamp: 'VARCHAR', accountId: 'VARCHAR', region: 'VARCHAR', inferenceRegion: 'VARCHAR', requestId: 'VARCHAR', operation: 'VARCHAR', modelId: 'VARCHAR',
      errorCode: 'VARCHAR', identity: 'VARCHAR', requestMetadata: 'VARCHAR', serviceTier: 'VARCHAR', input: 'VARCHAR', output: 'VARCHAR',
      inputTokenCount: 'VARCHAR', outputTokenCount: 'VARCHAR', cacheReadInputTokenCount: 'VARCHAR', cacheWriteInputTokenCount: 'VARCHAR'
    }
  )
),

record AS (
  SELECT
    * EXCLUDE (input, output),
    logged_object(input) AS asked,
    logged_object(output) AS answered,
    logged_object(asked ->> '$.inputBodyJson') AS request,
    -- An object, or the chunks of a stream.
    answered -> '$.outputBodyJson' AS answer,
    logged_object(requestMetadata) AS meta,
    text_at(logged_object(identity), ['$.arn']) AS arn
  FROM line
),

-- The parts of a stream that count: Anthropic's first message, and the metrics that Bedrock adds at the end or Converse sends as metadata.
part AS (
  SELECT
    *,
    coalesce(answer -> '$.usage', answer -> '$.metadata.usage', json_extract(answer, '$[*].metadata.usage')[-1], json_extract(answer, '$[*].message.usage')[1]) AS counts,
    coalesce(answer -> '$."amazon-bedrock-invocationMetrics"', json_extract(answer, '$[*]."amazon-bedrock-invocationMetrics"')[-1]) AS metrics,
    schemaType = 'ModelInvocationLog' AS is_logged,
    text_at(meta, ['$.session_id', '$.sessionId', '$.conversation_id', '$.conversationId', '$.thread_id']) AS session,
    with_asked_tools($with_tools AND is_logged, answer) AS parts
  FROM record
),

-- What the record says of the call says nothing of its tools.
told AS (
  SELECT
    * EXCLUDE (parts) REPLACE (
      CASE WHEN NOT is_tool THEN answered END AS answered, CASE WHEN NOT is_tool THEN asked END AS asked, CASE WHEN NOT is_tool THEN answer END AS answer,
      CASE WHEN NOT is_tool THEN request END AS request, CASE WHEN NOT is_tool THEN counts END AS counts, CASE WHEN NOT is_tool THEN metrics END AS metrics,
      CASE WHEN NOT is_tool THEN modelId END AS modelId, CASE WHEN NOT is_tool THEN errorCode END AS errorCode, CASE WHEN NOT is_tool THEN serviceTier END AS serviceTier,
      CASE WHEN NOT is_tool THEN inputTokenCount END AS inputTokenCount, CASE WHEN NOT is_tool THEN outputTokenCount END AS outputTokenCount,
      CASE WHEN NOT is_tool THEN cacheReadInputTokenCount END AS cacheReadInputTokenCount, CASE WHEN NOT is_tool THEN cacheWriteInputTokenCount END AS cacheWriteInputTokenCount
    )
  FROM (SELECT *, unnest(parts) AS tool, generate_subscripts(parts, 1) AS place, tool IS NOT NULL AS is_tool FROM part)
)
SELECT
  filename,
  file_place,
  CASE WHEN is_logged THEN 'span' END AS record_type,
  NOT is_tool AS is_first,
  CASE WHEN is_tool THEN concat_ws('/', requestId, coalesce(tool.id, place::VARCHAR)) ELSE requestId END AS call_id,
  coalesce(text_at(meta, ['$.trace_id', '$.traceId', '$.trace']), CASE WHEN is_tool AND session IS NULL THEN requestId END) AS trace_id,
  CASE WHEN is_tool THEN coalesce(tool.id, requestId || '/' || (place - 1)) ELSE requestId END AS span_id,
  text_at(meta, ['$.parent_span_id', '$.parentSpanId', '$.parent_id']) AS parent_span_id,
  session AS session_id,
  CASE WHEN is_tool THEN tool.name ELSE coalesce(text_at(meta, ['$.name', '$.operation', '$.step']), operation) END AS name,
  CASE WHEN is_tool THEN 'tool' WHEN contains(modelId, 'embed') THEN 'embedding' WHEN contains(modelId, 'rerank') THEN 'retrieval' ELSE 'llm' END AS kind,
  instant(timestamp) AS started_at,
  is_naive(timestamp) AS is_naive_time,
  coalesce(measure(text_at(answer, ['$.metrics.latencyMs', '$.metadata.metrics.latencyMs'])), measure(text_at(metrics, ['$.invocationLatency'])), measure(json_extract_string(answer, '$[*].metadata.metrics.latencyMs')[-1])) AS latency_ms,
  measure(text_at(metrics, ['$.firstByteLatency'])) AS ttft_ms,
  CASE WHEN NOT is_tool THEN 'aws' END AS provider,
  -- The name of a profile of one's own does not say which model it stands for; Anthropic's answer does.
  CASE WHEN contains(modelId, 'application-inference-profile') THEN coalesce(text_at(answer, ['$.model']), json_extract_string(answer, '$[*].message.model')[1], modelId) ELSE modelId END AS model,
  coalesce(count_at(asked, ['$.inputTokenCount']), token_count(inputTokenCount), count_at(counts, ['$.inputTokens', '$.input_tokens']), count_at(metrics, ['$.inputTokenCount'])) AS input_tokens,
  coalesce(
    count_at(asked, ['$.cacheReadInputTokenCount']), token_count(cacheReadInputTokenCount), count_at(counts, ['$.cacheReadInputTokens', '$.cacheReadInputTokenCount', '$.cache_read_input_tokens']),
    count_at(metrics, ['$.cacheReadInputTokenCount'])
  ) AS cache_read_tokens,
  coalesce(
    count_at(asked, ['$.cacheWriteInputTokenCount']), token_count(cacheWriteInputTokenCount), count_at(counts, ['$.cacheWriteInputTokens', '$.cacheWriteInputTokenCount', '$.cache_creation_input_tokens']),
    count_at(metrics, ['$.cacheWriteInputTokenCount'])
  ) AS cache_write_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_5m_input_tokens']) AS cache_write_5m_tokens,
  count_at(counts, ['$.cache_creation.ephemeral_1h_input_tokens']) AS cache_write_1h_tokens,
  coalesce(count_at(answered, ['$.outputTokenCount']), token_count(outputTokenCount), count_at(metrics, ['$.outputTokenCount']), count_at(counts, ['$.outputTokens', '$.output_tokens'])) AS output_tokens,
  count_at(counts, ['$.totalTokens']) AS total_tokens,
  'exclusive' AS input_convention,
  CASE WHEN coalesce(errorCode, '') <> '' THEN 'error' WHEN answered IS NOT NULL THEN 'ok' END AS status,
  nullif(errorCode, '') AS error_type,
  coalesce(text_at(answer, ['$.stopReason', '$.stop_reason', '$.results[0].completionReason', '$.finish_reason']), json_extract_string(answer, '$[*].delta.stop_reason')[-1], json_extract_string(answer, '$[*].messageStop.stopReason')[-1]) AS stop_reason,
  text_at(meta, ['$.agent', '$.agent_name', '$.agentName']) AS agent,
  coalesce(
    text_at(meta, ['$.user_id', '$.userId', '$.user']),
    -- Of people signed in, not of machines, the session of a role is named after the user.
    nullif(regexp_extract(arn, ':user/(?:.*/)?([^/]+)$', 1), ''), nullif(regexp_extract(arn, ':assumed-role/AWSReservedSSO_[^/]*/(.+)$', 1), '')
  ) AS user_id,
  text_at(meta, ['$.feature']) AS feature,
  text_at(meta, ['$.environment', '$.env', '$.stage']) AS environment,
  coalesce(text_at(answer, ['$.serviceTier.type', '$.usage.service_tier']), text_at(request, ['$.serviceTier.type', '$.service_tier']), serviceTier) AS service_tier,
  measure(text_at(request, ['$.inferenceConfig.temperature', '$.temperature', '$.textGenerationConfig.temperature'])) AS temperature,
  count_at(request, ['$.inferenceConfig.maxTokens', '$.max_tokens', '$.max_gen_len', '$.textGenerationConfig.maxTokenCount', '$.max_tokens_to_sample']) AS max_tokens,
  tool.name AS tool_name,
  canonical_json(tool.arguments) AS arguments,
  requestId AS request_id,
  text_at(meta, ['$.release', '$.version']) AS release,
  merged_attributes(short_members(meta), json_object(
    'accountId', accountId, 'region', region, 'inferenceRegion', inferenceRegion, 'operation', operation, 'role', nullif(regexp_extract(arn, ':assumed-role/([^/]+)', 1), '')
  )) AS attributes,
  md5(request ->> '$.messages') AS prompt_digest
FROM told
