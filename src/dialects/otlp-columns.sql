-- What does each OpenTelemetry span say? From `parsed`: one row per span of a record, whatever log it came from.
-- Keys and texts of the attributes are two lists side by side; rare vocabularies are looked up only where a key of
-- theirs is present; everything costly (events, links, resource, raw values) stands in expressions of its own, to be pruned.
,listed AS (
  SELECT
    filename, file_place, is_exported, own_type, span, structured, events, links AS logged_links, place, record, bare, resource_keys, resource_texts,
    CASE WHEN is_exported OR plain IS NULL THEN [entry.key FOR entry IN record.attributes] ELSE map_keys(plain) END AS keys,
    CASE
      WHEN is_exported OR plain IS NULL
      THEN [coalesce(entry.value.stringValue, entry.value.intValue, entry.value.doubleValue, entry.value.boolValue) FOR entry IN record.attributes]
      ELSE map_values(plain)
    END AS texts,
    CASE WHEN is_exported THEN record.traceId ELSE coalesce(record.traceId, bare.trace_id, bare.spanContext.traceId, bare._spanContext.traceId, bare.context.trace_id) END AS logged_trace_id,
    CASE WHEN is_exported THEN record.spanId ELSE coalesce(record.spanId, bare.span_id, bare.spanContext.spanId, bare._spanContext.spanId, bare.context.span_id, CASE WHEN record.traceId IS NOT NULL THEN bare.id END) END AS logged_span_id,
    CASE WHEN is_exported THEN record.parentSpanId ELSE coalesce(record.parentSpanId, bare.parent_span_id, bare.parentSpanContext.spanId, bare.parentId, bare.parent_id) END AS logged_parent_span_id,
    CASE WHEN is_exported THEN record.startTimeUnixNano ELSE coalesce(record.startTimeUnixNano, bare.start_time_unix_nano, bare.start_time, bare.startTime, bare."timestamp") END AS logged_start,
    CASE WHEN is_exported THEN record.endTimeUnixNano ELSE coalesce(record.endTimeUnixNano, bare.end_time_unix_nano, bare.end_time, bare.endTime) END AS logged_end,
    CASE WHEN is_exported THEN record.status.code ELSE lower(coalesce(record.status.code, record.status.status_code, bare.status_code, CASE WHEN NOT starts_with(bare.status, '{') THEN bare.status END)) END AS logged_status
  FROM parsed
),
worded AS (
  SELECT *, ' ' || array_to_string(keys, ' ') || ' ' AS words, otel_nanoseconds(logged_start) AS start_ns, otel_nanoseconds(logged_end) AS end_ns FROM listed
),
flagged AS (
  -- Whether a search is worth it. A search for text is slow where many keys share its first letter, a whole key is found fast:
  -- hence these words. (A false hit costs time only.)
  SELECT
    *,
    contains(words, 'llm.') AS has_llm,
    list_contains(keys, 'ai.operationId') OR list_contains(keys, 'ai.model.id') AS has_vercel,
    contains(words, 'loop.') AS has_traceloop,
    list_contains(keys, 'openinference.span.kind') AS has_openinference,
    contains(words, 'cach') AS has_cache,
    contains(words, 'cost') AS has_cost,
    contains(words, 'b.copilot') AS has_copilot,
    contains(words, 'vice_tier') AS has_tier,
    -- Claude Code and Qwen Code name their spans after themselves, and attributes as they do in their events.
    coalesce(record.name, bare.operation_name) AS own_name,
    CASE WHEN starts_with(own_name, 'claude_code.') THEN substr(own_name, 13) WHEN starts_with(own_name, 'qwen-code.') THEN substr(own_name, 11) END AS agent_step,
    agent_step = 'llm_request' AS is_agent_call
  FROM worded
),
named AS (
  SELECT
    *,
    CASE WHEN is_exported AND strlen(logged_trace_id) = 32 THEN lower(logged_trace_id) ELSE otel_id(logged_trace_id) END AS trace_id,
    CASE WHEN is_exported AND strlen(logged_span_id) = 16 THEN lower(logged_span_id) ELSE otel_id(logged_span_id) END AS span_id,
    attribute(keys, texts, 'gen_ai.operation.name') AS operation,
    CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.operationId') END AS vercel_operation,
    CASE WHEN has_openinference THEN upper(attribute(keys, texts, 'openinference.span.kind')) END AS openinference_kind,
    CASE WHEN has_traceloop THEN lower(attribute(keys, texts, 'traceloop.span.kind')) END AS traceloop_kind,
    CASE WHEN has_llm THEN lower(attribute(keys, texts, 'llm.request.type')) END AS request_type,
    coalesce(
      attribute(keys, texts, 'gen_ai.response.model'),
      CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.response.model') END,
      CASE WHEN has_llm THEN coalesce(attribute(keys, texts, 'llm.response.model'), attribute(keys, texts, 'llm.response.model_name')) END,
      attribute(keys, texts, 'gen_ai.request.model'),
      CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.model.id') END,
      CASE WHEN has_llm THEN first_attribute(keys, texts, ['llm.model_name', 'llm.model', 'llm.request.model', 'llm.request.model_name', 'llm.input_model_name']) END,
      CASE WHEN contains(words, 'l_name') THEN first_attribute(keys, texts, ['embedding.model_name', 'reranker.model_name', 'model_name']) END,
      CASE WHEN is_agent_call THEN first_attribute(keys, texts, ['model', 'qwen-code.model']) END
    ) AS model,
    coalesce(
      CASE WHEN is_agent_call THEN attribute(keys, texts, 'input_tokens') END,
      attribute(keys, texts, 'gen_ai.usage.input_tokens'),
      attribute(keys, texts, 'gen_ai.usage.prompt_tokens'),
      CASE WHEN has_llm THEN first_attribute(keys, texts, ['llm.token_count.prompt', 'llm.input_tokens', 'llm.usage.prompt_tokens', 'llm.usage.input_tokens', 'llm.prompt_tokens']) END,
      CASE WHEN has_vercel THEN first_attribute(keys, texts, ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens']) END
    ) AS logged_input,
    coalesce(
      attribute(keys, texts, 'gen_ai.tool.name'),
      attribute(keys, texts, 'tool.name'),
      attribute(keys, texts, 'mcp.tool.name'),
      CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.toolCall.name') END,
      CASE WHEN agent_step = 'tool' THEN attribute(keys, texts, 'tool_name') END
    ) AS logged_tool,
    coalesce(
      attribute(keys, texts, 'error.type'),
      CASE WHEN agent_step IS NOT NULL AND lower(attribute(keys, texts, 'success')) = 'false' THEN coalesce(first_attribute(keys, texts, ['error_type', 'status_code']), 'error') END
    ) AS logged_error_type,
    CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.response.providerMetadata') END AS provider_metadata,
    CASE WHEN has_llm THEN attribute(keys, texts, 'llm.invocation_parameters') END AS invocation_parameters,
    attribute(keys, texts, 'metadata') AS metadata
  FROM flagged
),
kinded AS (
  SELECT
    *,
    coalesce(
      CASE agent_step
        WHEN 'llm_request' THEN 'llm' WHEN 'tool' THEN 'tool' WHEN 'interaction' THEN 'agent' WHEN 'subagent' THEN 'agent'
        -- The parts of a tool's call: what the user was asked, what it ran.
        ELSE CASE WHEN agent_step IS NOT NULL THEN 'other' END END,
      CASE openinference_kind
        WHEN 'LLM' THEN 'llm' WHEN 'EMBEDDING' THEN 'embedding' WHEN 'TOOL' THEN 'tool' WHEN 'RETRIEVER' THEN 'retrieval' WHEN 'RERANKER' THEN 'retrieval'
        WHEN 'AGENT' THEN 'agent' WHEN 'CHAIN' THEN 'other' WHEN 'GUARDRAIL' THEN 'other' WHEN 'EVALUATOR' THEN 'other' WHEN 'PROMPT' THEN 'other' END,
      CASE
        WHEN operation IS NULL THEN NULL
        WHEN operation IN ('chat', 'text_completion', 'generate_content') THEN 'llm'
        WHEN operation = 'execute_tool' THEN 'tool'
        WHEN operation IN ('invoke_agent', 'create_agent', 'invoke_workflow') THEN 'agent'
        WHEN operation = 'embeddings' THEN 'embedding'
        WHEN operation = 'retrieval' THEN 'retrieval'
        ELSE 'other' END,
      CASE
        WHEN vercel_operation IS NULL THEN NULL
        WHEN regexp_matches(vercel_operation, '\.do(Generate|Stream)$') THEN 'llm'
        WHEN contains(vercel_operation, '.doEmbed') THEN 'embedding'
        WHEN vercel_operation = 'ai.toolCall' THEN 'tool'
        WHEN vercel_operation IN ('ai.generateText', 'ai.streamText') THEN 'agent'
        ELSE 'other' END,
      CASE request_type WHEN 'chat' THEN 'llm' WHEN 'completion' THEN 'llm' WHEN 'embedding' THEN 'embedding' WHEN 'rerank' THEN 'retrieval' END,
      CASE traceloop_kind WHEN 'tool' THEN 'tool' WHEN 'agent' THEN 'agent' WHEN 'workflow' THEN 'agent' WHEN 'task' THEN 'other' END,
      CASE WHEN is_exported THEN NULL WHEN list_contains(['llm', 'embedding', 'tool', 'retrieval', 'agent', 'other'], lower(bare.kind)) THEN lower(bare.kind) END,
      CASE
        WHEN logged_tool IS NOT NULL THEN 'tool'
        WHEN list_contains(keys, 'agent_name') AND NOT list_contains(keys, 'gen_ai.request.model') THEN 'agent'
        WHEN contains(words, ' embedding.') THEN 'embedding'
        WHEN contains(words, ' retriever.') OR contains(words, ' retrieval.') THEN 'retrieval'
        WHEN model IS NOT NULL OR logged_input IS NOT NULL THEN 'llm'
        ELSE 'other' END
    ) AS kind
  FROM named
),
outcome AS (
  SELECT
    *,
    coalesce(record.traceState, bare.spanContext.traceState, bare._spanContext.traceState, bare.context.trace_state) AS trace_state,
    CASE WHEN kind = 'tool' THEN coalesce(
      first_attribute(keys, texts, ['gen_ai.tool.call.result', 'ai.toolCall.result', 'tool.result', 'tool.output', 'tool_response']),
      structured_attribute(span, structured, list_position(keys, 'gen_ai.tool.call.result')),
      attribute(keys, texts, 'output.value'), attribute(keys, texts, 'traceloop.entity.output')) END AS tool_output,
    coalesce(
      attribute(keys, texts, 'gen_ai.usage.cache_read.input_tokens'),
      CASE WHEN has_cache THEN first_attribute(keys, texts, [
        'gen_ai.usage.cache_read_input_tokens', 'llm.token_count.prompt_details.cache_read', 'ai.usage.cachedInputTokens',
        'ai.usage.inputTokenDetails.cacheReadTokens', 'gen_ai.usage.cache_read_tokens', 'gen_ai.usage.details.cache_read_tokens',
        'gen_ai.usage.details.cache_read_input_tokens', 'gen_ai.usage.cached_tokens', 'gen_ai.usage.input_cached_tokens',
        'gen_ai.usage.cached_input_tokens', 'gen_ai.usage.prompt_tokens_details.cached_tokens',
        'gen_ai.usage.input_tokens_details.cached_tokens', 'gen_ai.usage.details.cached_tokens',
        'gen_ai.usage.prompt_details.cache_read', 'gen_ai.usage.cachedContentTokenCount', 'gen_ai.usage.cached_content_token_count',
        'llm.usage.cache_read_input_tokens', 'llm.cache_read_input_tokens', 'llm.cache_read_tokens', 'llm.cached_tokens']) END,
      CASE WHEN is_agent_call THEN first_attribute(keys, texts, ['cache_read_tokens', 'cached_input_tokens', 'cached_content_token_count']) END
    ) AS logged_cache_read,
    coalesce(
      attribute(keys, texts, 'gen_ai.usage.reasoning.output_tokens'),
      attribute(keys, texts, 'gen_ai.usage.reasoning_tokens'),
      attribute(keys, texts, 'gen_ai.usage.details.reasoning_tokens'),
      attribute(keys, texts, 'gen_ai.usage.reasoning_output_tokens'),
      attribute(keys, texts, 'gen_ai.usage.completion_tokens_details.reasoning_tokens'),
      attribute(keys, texts, 'gen_ai.usage.output_tokens_details.reasoning_tokens'),
      CASE WHEN has_llm OR has_vercel THEN first_attribute(keys, texts, [
        'llm.token_count.completion_details.reasoning', 'llm.usage.reasoning_tokens', 'llm.reasoning_tokens', 'ai.usage.reasoningTokens', 'ai.usage.outputTokenDetails.reasoningTokens']) END
    ) AS logged_reasoning,
    coalesce(
      attribute(keys, texts, 'gen_ai.usage.total_tokens'),
      CASE WHEN has_llm OR has_vercel THEN first_attribute(keys, texts, ['llm.token_count.total', 'llm.usage.total_tokens', 'llm.total_tokens', 'ai.usage.totalTokens']) END
    ) AS logged_total,
    CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.usage.inputTokenDetails.noCacheTokens') END AS logged_uncached_input,
    CASE WHEN contains(words, 'hemeral_5m') THEN texts[list_position([ends_with(key, 'ephemeral_5m_input_tokens') FOR key IN keys], true)] END AS logged_cache_write_5m,
    CASE WHEN contains(words, 'hemeral_1h') THEN texts[list_position([ends_with(key, 'ephemeral_1h_input_tokens') FOR key IN keys], true)] END AS logged_cache_write_1h,
    coalesce(
      CASE WHEN has_cost THEN first_attribute(keys, texts, [
        'gen_ai.usage.cost', 'gen_ai.cost.total', 'gen_ai.usage.total_cost', 'gen_ai.usage.cost_usd', 'llm.cost_usd', 'llm.cost.total',
        'llm.cost.usd', 'llm.usage.cost', 'llm.cost', 'operation.cost', 'cost_usd']) END,
      CASE WHEN has_copilot THEN copilot_dollars(
        attribute(keys, texts, 'github.copilot.nano_aiu'), attribute(keys, texts, 'github.copilot.aiu'), attribute(keys, texts, 'github.copilot.cost')) END) AS logged_cost,
    coalesce(
      CASE WHEN has_cache AND (contains(words, 'cache_creat') OR contains(words, 'write') OR contains(words, 'Write')) THEN first_attribute(keys, texts, [
        'gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_creation_input_tokens',
        'llm.token_count.prompt_details.cache_write', 'gen_ai.usage.cache_write.input_tokens', 'gen_ai.usage.cache_write_input_tokens',
        'ai.usage.inputTokenDetails.cacheWriteTokens', 'gen_ai.usage.cache_write_tokens', 'gen_ai.usage.cache_creation_tokens',
        'gen_ai.usage.details.cache_write_tokens', 'gen_ai.usage.details.cache_creation_input_tokens',
        'gen_ai.usage.details.cache_creation_tokens', 'gen_ai.usage.prompt_details.cache_write', 'llm.usage.cache_creation_input_tokens',
        'llm.cache_creation_input_tokens', 'llm.cache_creation_tokens', 'llm.cache_write_tokens']) END,
      CASE WHEN has_vercel THEN json_field(provider_metadata, '$.anthropic.cacheCreationInputTokens') END,
      CASE WHEN is_agent_call THEN attribute(keys, texts, 'cache_creation_tokens') END
    ) AS logged_cache_write,
    coalesce(
      CASE WHEN is_agent_call THEN attribute(keys, texts, 'output_tokens') END,
      attribute(keys, texts, 'gen_ai.usage.output_tokens'), attribute(keys, texts, 'gen_ai.usage.completion_tokens'),
      CASE WHEN has_llm THEN first_attribute(keys, texts, [
        'llm.token_count.completion', 'llm.output_tokens', 'llm.usage.completion_tokens', 'llm.usage.output_tokens',
        'llm.completion_tokens']) END,
      CASE WHEN has_vercel THEN coalesce(attribute(keys, texts, 'ai.usage.outputTokens'), attribute(keys, texts, 'ai.usage.completionTokens')) END
    ) AS logged_output,
    coalesce(
      first_attribute(keys, texts, ['gen_ai.request.temperature', 'llm.temperature', 'llm.request.temperature', 'ai.settings.temperature']),
      CASE WHEN has_llm THEN json_field(invocation_parameters, '$.temperature') END) AS logged_temperature,
    coalesce(
      first_attribute(keys, texts, ['gen_ai.request.max_tokens', 'llm.max_tokens', 'llm.request.max_tokens', 'ai.settings.maxOutputTokens', 'ai.settings.maxTokens']),
      CASE WHEN has_llm THEN coalesce(
        json_field(invocation_parameters, '$.max_tokens'), json_field(invocation_parameters, '$.max_completion_tokens'),
        json_field(invocation_parameters, '$.max_output_tokens')) END) AS logged_max_tokens,
    CASE WHEN kind = 'tool' THEN coalesce(
      first_attribute(keys, texts, ['gen_ai.tool.call.arguments', 'ai.toolCall.args', 'tool.arguments', 'tool.args', 'tool_arguments']),
      structured_attribute(span, structured, list_position(keys, 'gen_ai.tool.call.arguments')),
      attribute(keys, texts, 'input.value'), attribute(keys, texts, 'traceloop.entity.input'),
      CASE WHEN agent_step = 'tool' THEN coalesce(attribute(keys, texts, 'tool_input'), agent_arguments(keys, texts)) END) END AS logged_arguments,
    [pair FOR pair IN list_concat(
      [[entry.key, CASE
        WHEN length(entry.value.stringValue) <= 200 THEN json_quote(entry.value.stringValue)::VARCHAR
        WHEN entry.value.stringValue IS NULL THEN coalesce(entry.value.intValue, entry.value.doubleValue, entry.value.boolValue) END] FOR entry IN record.attributes],
      CASE WHEN json_type(span, '$.attributes') = 'OBJECT' THEN [[entry.key, entry.value::VARCHAR] FOR entry IN map_entries(from_json(span, '{"attributes":"MAP(VARCHAR, JSON)"}').attributes)] END,
      CASE WHEN json_type(TRY_CAST(metadata AS JSON)) = 'OBJECT'
        THEN [[entry.key, entry.value::VARCHAR] FOR entry IN map_entries(from_json(metadata, '"MAP(VARCHAR, JSON)"'))] END,
      [[pair[1], CASE WHEN length(pair[2]) <= 200 THEN json_quote(pair[2])::VARCHAR END] FOR pair IN [[resource_key, attribute(resource_keys, resource_texts, resource_key)] FOR resource_key IN resource_keys]
        IF NOT list_contains(keys, pair[1]) AND NOT regexp_matches(pair[1], '^(telemetry|process|os)\.')])
      IF regexp_matches(pair[2], '^["0-9tf-]') AND pair[2] <> '""' AND length(pair[2]) <= 402 AND json_valid(pair[2])
        AND NOT is_otel_column(pair[1])
        AND (agent_step IS NULL OR is_log_attribute(pair[1]))
        AND NOT (starts_with(pair[2], '"') AND is_content(pair[1]))
    ] AS scalars
  FROM kinded
)
SELECT
  filename,
  file_place,
  CASE
    WHEN own_type IS NOT NULL THEN nullif(own_type, '')
    WHEN is_exported THEN 'span'
    WHEN bare.resourceSpans IS NOT NULL THEN 'resourceSpans without spans'
    -- Those of language models are read as `otlp-logs`.
    WHEN bare.resourceLogs IS NOT NULL AND NOT otel_has_calls(bare.resourceLogs) THEN 'resourceLogs'
    WHEN bare.resourceMetrics IS NOT NULL AND NOT otel_has_agents(bare.resourceMetrics) THEN 'resourceMetrics'
    WHEN logged_trace_id IS NULL OR logged_span_id IS NULL OR bare.hrTime IS NOT NULL OR bare.timeUnixNano IS NOT NULL THEN NULL
    WHEN record.startTimeUnixNano IS NOT NULL OR bare.start_time_unix_nano IS NOT NULL OR bare.spanContext.spanId IS NOT NULL OR bare._spanContext.spanId IS NOT NULL OR bare.context.span_id IS NOT NULL
      OR bare.instrumentationScope IS NOT NULL OR bare.instrumentationLibrary IS NOT NULL THEN 'span'
    WHEN bare.started_at IS NULL AND regexp_matches(words, ' (gen_ai|llm|openinference|traceloop|ai|tool|retriever|retrieval|embedding)\.') THEN 'span'
  END AS record_type,
  coalesce(place = 1, false) AS is_first,
  trace_id || span_id AS call_id,
  CASE WHEN end_ns IS NOT NULL THEN 1 WHEN is_exported THEN 0 WHEN logged_end <> '0' THEN 1 ELSE 0 END AS completeness,
  trace_id,
  span_id,
  nullif(CASE WHEN is_exported AND strlen(logged_parent_span_id) = 16 THEN lower(logged_parent_span_id) ELSE otel_id(logged_parent_span_id) END, '0000000000000000') AS parent_span_id,
  CASE WHEN contains(words, 'ession') OR contains(words, 'conversation') OR contains(array_to_string(resource_keys, ' '), 'session.id') THEN coalesce(
    first_attribute(keys, texts, [
        'session.id', 'gen_ai.conversation.id', 'langfuse.session.id', 'traceloop.association.properties.session_id',
        'ai.telemetry.metadata.sessionId', 'copilot_chat.session_id', 'llm.session_id', 'session_id']),
    attribute(resource_keys, resource_texts, 'session.id')) END AS session_id,
  own_name AS name,
  kind,
  CASE WHEN is_exported THEN make_timestamptz(start_ns // 1000) WHEN start_ns > 100000000000000000 THEN make_timestamptz(start_ns // 1000) ELSE instant(logged_start) END AS started_at,
  CASE WHEN is_exported THEN make_timestamptz(end_ns // 1000) WHEN end_ns > 100000000000000000 THEN make_timestamptz(end_ns // 1000) ELSE instant(logged_end) END AS ended_at,
  CASE WHEN NOT is_exported THEN is_naive(logged_start) END AS is_naive_time,
  CASE
    WHEN is_exported THEN (end_ns - start_ns) / 1e6
    WHEN start_ns > 100000000000000000 AND end_ns > 100000000000000000 THEN (end_ns - start_ns) / 1e6
    ELSE coalesce(measure(bare.duration_ms), measure(bare.latency_ms), CASE WHEN bare.instrumentationScope IS NOT NULL OR bare.instrumentationLibrary IS NOT NULL THEN measure(bare.duration) / 1000 END)
  END AS latency_ms,
  coalesce(
    CASE WHEN contains(words, 'time_to_first') THEN coalesce(measure(attribute(keys, texts, 'gen_ai.response.time_to_first_chunk')), measure(attribute(keys, texts, 'gen_ai.server.time_to_first_token'))) * 1000 END,
    CASE WHEN has_vercel THEN measure(attribute(keys, texts, 'ai.response.msToFirstChunk')) END,
    CASE WHEN has_llm THEN measure(attribute(keys, texts, 'llm.ttft_ms')) END,
    CASE WHEN is_agent_call THEN measure(attribute(keys, texts, 'ttft_ms')) END,
    CASE WHEN regexp_matches(events, '"name"\s*:\s*"[^"]*[Ff]irst[^"]*([Tt]oken|[Cc]hunk)') THEN (otel_nanoseconds([
      coalesce(event.timeUnixNano, event."time") FOR event IN from_json(events, '[{"name":"VARCHAR","timeUnixNano":"VARCHAR","time":"VARCHAR"}]')
      IF regexp_matches(event.name, '[Ff]irst.*([Tt]oken|[Cc]hunk)')][1]) - start_ns) / 1e6 END
  ) AS ttft_ms,
  coalesce(
    attribute(keys, texts, 'gen_ai.provider.name'), attribute(keys, texts, 'gen_ai.system'),
    CASE WHEN is_agent_call AND starts_with(own_name, 'claude') THEN 'anthropic' END,
    CASE WHEN has_llm THEN first_attribute(keys, texts, ['llm.provider', 'llm.system', 'llm.vendor']) END,
    CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.model.provider') END
  ) AS provider,
  model,
  token_count(logged_input) AS input_tokens,
  token_count(logged_uncached_input) AS uncached_input_tokens,
  token_count(logged_cache_read) AS cache_read_tokens,
  token_count(logged_cache_write) AS cache_write_tokens,
  token_count(logged_cache_write_5m) AS cache_write_5m_tokens,
  token_count(logged_cache_write_1h) AS cache_write_1h_tokens,
  token_count(logged_output) AS output_tokens,
  token_count(logged_reasoning) AS reasoning_tokens,
  token_count(logged_total) AS total_tokens,
  -- The conventions from 1.40 on (dotted cache names), OpenInference, OpenLLMetry, pydantic-ai and AI SDK 6 add cached tokens to the input themselves.
  CASE WHEN is_agent_call AND starts_with(own_name, 'claude') THEN 'exclusive' WHEN logged_input IS NOT NULL AND (
    coalesce(is_agent_call, false) OR
    list_contains(keys, 'gen_ai.usage.cache_read.input_tokens') OR list_contains(keys, 'gen_ai.usage.cache_creation.input_tokens') OR list_contains(keys, 'gen_ai.usage.cache_write.input_tokens')
    OR contains(words, 'ls.cache_')
    OR has_vercel AND contains(words, ' ai.usage.inputTokenDetails.')
    OR has_llm AND (contains(words, ' llm.token_count.prompt') OR request_type IS NOT NULL)
    OR has_traceloop) THEN 'inclusive' END AS input_convention,
  money(logged_cost) AS reported_cost_usd,
  CASE
    WHEN logged_error_type IS NOT NULL OR list_contains(['2', 'STATUS_CODE_ERROR', 'status_code_error', 'error', 'statuscode.error', 'failed'], logged_status) THEN 'error'
    WHEN list_contains(['1', 'STATUS_CODE_OK', 'status_code_ok', 'ok', 'statuscode.ok', 'success'], logged_status) THEN 'ok'
    -- Unset, in a span that has ended, is OpenTelemetry's word for "no error".
    WHEN end_ns IS NOT NULL THEN 'ok'
    WHEN is_exported THEN NULL
    WHEN logged_end IS NOT NULL THEN 'ok'
  END AS status,
  coalesce(
    logged_error_type,
    CASE WHEN contains(words, ' exception.type ') OR contains(events, 'exception.type') THEN coalesce(
      attribute(keys, texts, 'exception.type'),
      [attribute([entry.key FOR entry IN event.attributes], [entry.value.stringValue FOR entry IN event.attributes], 'exception.type')
        FOR event IN from_json(events, '[{"name":"VARCHAR","attributes":[{"key":"VARCHAR","value":{"stringValue":"VARCHAR"}}]}]') IF event.name = 'exception'][-1],
      json_extract_string(events, '$[*].attributes."exception.type"')[-1]) END
  ) AS error_type,
  coalesce(
    CASE WHEN contains(words, 'finish_reason') THEN coalesce(
      json_field(coalesce(
        attribute(keys, texts, 'gen_ai.response.finish_reasons'),
        structured_attribute(span, structured, list_position(keys, 'gen_ai.response.finish_reasons'))), '$[0]'),
      first_attribute(keys, texts, ['gen_ai.response.finish_reasons', 'gen_ai.completion.0.finish_reason', 'llm.response.finish_reason', 'llm.finish_reason'])) END,
    CASE WHEN has_vercel THEN attribute(keys, texts, 'ai.response.finishReason') END,
    CASE WHEN contains(words, 'stop_reason') THEN first_attribute(keys, texts, ['llm.response.stop_reason', 'llm.stop_reason', 'gen_ai.response.stop_reason', 'stop_reason']) END
  ) AS stop_reason,
  coalesce(
    first_attribute(keys, texts, ['gen_ai.agent.name', 'agent.name', 'agent_name']),
    CASE WHEN agent_step IS NOT NULL THEN attribute(keys, texts, 'agent_id') END,
    CASE WHEN traceloop_kind = 'agent' THEN attribute(keys, texts, 'traceloop.entity.name') END
  ) AS agent,
  coalesce(
    first_attribute(keys, texts, [
        'user.id', 'enduser.id', 'traceloop.association.properties.user_id', 'ai.telemetry.metadata.userId', 'langfuse.user.id',
        'gen_ai.user', 'llm.user', 'user_id']),
    attribute(resource_keys, resource_texts, 'user.id'), attribute(resource_keys, resource_texts, 'enduser.id')
  ) AS user_id,
  coalesce(
    first_attribute(keys, texts, [
        'feature', 'feature_name', 'app.feature', 'ai.telemetry.functionId', 'traceloop.association.properties.feature',
        'traceloop.workflow.name', 'gen_ai.workflow.name'])
  ) AS feature,
  coalesce(
    first_attribute(keys, texts, ['deployment.environment.name', 'deployment.environment', 'environment', 'env', 'langfuse.environment']),
    attribute(resource_keys, resource_texts, 'deployment.environment.name'), attribute(resource_keys, resource_texts, 'deployment.environment')
  ) AS environment,
  CASE WHEN contains(words, 'tags ') THEN coalesce(
    TRY_CAST(json_field(coalesce(
      first_attribute(keys, texts, ['tag.tags', 'langfuse.trace.tags', 'tags']),
      structured_attribute(span, structured, coalesce(list_position(keys, 'tag.tags'), list_position(keys, 'langfuse.trace.tags'), list_position(keys, 'tags')))), '$') AS VARCHAR[]),
    [first_attribute(keys, texts, ['tag.tags', 'langfuse.trace.tags', 'tags'])]) END AS tags,
  CASE WHEN is_agent_call AND attribute(keys, texts, 'speed') = 'fast' THEN 'fast' WHEN has_tier OR has_vercel THEN coalesce(
    first_attribute(keys, texts, ['gen_ai.openai.response.service_tier', 'openai.response.service_tier', 'gen_ai.response.service_tier']),
    CASE WHEN has_vercel THEN json_field(provider_metadata, '$.openai.serviceTier') END,
    first_attribute(keys, texts, ['gen_ai.openai.request.service_tier', 'openai.request.service_tier', 'gen_ai.request.service_tier', 'llm.service_tier'])) END AS service_tier,
  measure(logged_temperature) AS temperature,
  token_count(logged_max_tokens) AS max_tokens,
  CASE WHEN kind = 'tool' THEN coalesce(
    logged_tool, CASE WHEN traceloop_kind = 'tool' THEN attribute(keys, texts, 'traceloop.entity.name') END, regexp_replace(own_name, '^execute_tool ', '')) END AS tool_name,
  CASE
    WHEN kind <> 'llm' THEN canonical_json(logged_arguments)
    ELSE coalesce(
      asked_tools(first_attribute(keys, texts, ['gen_ai.output.messages', 'output.value', 'ai.response.toolCalls'])),
      CASE WHEN contains(words, '.tool_calls.') THEN numbered_tools(keys, texts) END)
  END AS arguments,
  output_digest(tool_output) AS output_digest,
  CASE WHEN tool_output IS NOT NULL THEN output_sketch(tool_output) END AS output_sketch,
  CASE WHEN kind = 'tool' THEN coalesce(
    lower(attribute(keys, texts, 'tool.status')) IN ('error', 'failed', 'failure'),
    NOT TRY_CAST(coalesce(attribute(keys, texts, 'tool.success'), attribute(keys, texts, 'success')) AS BOOLEAN),
    CASE WHEN logged_error_type IS NOT NULL OR says_failed(tool_output) THEN true END) END AS is_error,
  coalesce(
    CASE WHEN is_agent_call THEN attribute(keys, texts, 'request_id') END,
    first_attribute(keys, texts, ['gen_ai.response.id', 'ai.response.id', 'llm.response.id', 'llm.request_id'])) AS request_id,
  coalesce(first_attribute(keys, texts, ['service.version', 'langfuse.release', 'release']), attribute(resource_keys, resource_texts, 'service.version')) AS release,
  TRY_CAST(first_attribute(keys, texts, ['step', 'chain.step', 'llm.step']) AS BIGINT) AS step,
  CASE WHEN logged_links IS NOT NULL THEN nullif([otel_id(coalesce(link.traceId, link.trace_id, link.context.traceId, link.context.trace_id)) FOR link
    IN from_json(logged_links, '[{"traceId":"VARCHAR","trace_id":"VARCHAR","context":{"traceId":"VARCHAR","trace_id":"VARCHAR"}}]')], []) END AS links,
  coalesce(
    trace_state_weight(trace_state),
    1 / nullif(measure(attribute(keys, texts, 'sampling.probability')), 0),
    -- One of so many was kept, in the words of Honeycomb.
    measure(attribute(keys, texts, 'SampleRate'))
  ) AS weight,
  nullif('{' || array_to_string([json_quote(regexp_replace(pair[1], '^(ai\.telemetry\.metadata|traceloop\.association\.properties|langfuse\.(trace|observation)\.metadata)\.', '')) || ':' || pair[2]
    FOR pair IN scalars], ',') || '}', '{}')::JSON AS attributes,
  CASE WHEN kind = 'llm' THEN otel_blocks(keys, texts) END AS blocks
FROM outcome
