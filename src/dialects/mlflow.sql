-- Which spans do MLflow's traces hold? A trace is one document (`info` and `data.spans`), a row of `search_traces`, or spans one by one.
-- Values of attributes are JSON text inside JSON. What a trace says of user, session and tags holds for its spans; its sums are not read.
WITH record AS (
  SELECT
    filename,
    json,
    from_json(json, '{
      "info": "VARCHAR", "data": "VARCHAR", "spans": "VARCHAR", "trace_id": "VARCHAR", "request_id": "VARCHAR", "span_id": "VARCHAR", "context": "VARCHAR", "attributes": "VARCHAR",
      "trace_metadata": "VARCHAR", "request_metadata": "VARCHAR", "tags": "VARCHAR"
    }') AS document
  FROM read_ndjson_objects($files, ignore_errors = true, maximum_object_size = $maximum_object_size, filename = true)
),

trace AS (
  SELECT
    filename,
    json,
    logged_object(document.info) AS info,
    CASE
      WHEN text_at(info, ['$.trace_id', '$.request_id']) IS NOT NULL
        AND list_any_value(json_extract_string(info, ['$.trace_metadata', '$.request_metadata', '$.trace_location', '$.experiment_id'])) IS NOT NULL THEN 'document'
      WHEN coalesce(document.trace_id, document.request_id) IS NOT NULL AND coalesce(document.trace_metadata, document.request_metadata) IS NOT NULL AND document.spans IS NOT NULL THEN 'row'
      WHEN coalesce(document.span_id, document.context) IS NOT NULL AND len(list_filter(json_keys(logged_object(document.attributes)), lambda name: starts_with(name, 'mlflow.'))) > 0 THEN 'span'
    END AS form,
    coalesce(logged_object(document.trace_metadata), logged_object(document.request_metadata), logged_object(info ->> '$.trace_metadata'), logged_object(info ->> '$.request_metadata')) AS facts,
    coalesce(CASE WHEN form = 'row' THEN logged_object(document.tags) END, logged_object(info ->> '$.tags')) AS labels,
    CASE form WHEN 'document' THEN text_at(info, ['$.trace_id', '$.request_id']) WHEN 'row' THEN coalesce(document.trace_id, document.request_id) END AS known_trace_id,
    CASE form
      WHEN 'document' THEN logged_object(document.data) -> '$.spans'
      WHEN 'row' THEN json_of(document.spans)
    END AS span_list
  FROM record
),

part AS (
  SELECT
    filename, form, info, facts, labels, known_trace_id,
    unnest(CASE WHEN form = 'span' THEN [{place: 1, span: json}] ELSE coalesce(
      nullif([{place: place, span: span} FOR span, place IN json_extract(span_list, '$[*]') IF json_type(span) = 'OBJECT'], []),
      [{place: 1, span: NULL}]
    ) END) AS item
  FROM trace
),

read AS (
  SELECT
    * EXCLUDE (item),
    item.place AS place,
    from_json(item.span, '{
      "name": "VARCHAR", "trace_id": "VARCHAR", "span_id": "VARCHAR", "parent_span_id": "VARCHAR", "parent_id": "VARCHAR", "context": {"trace_id": "VARCHAR", "span_id": "VARCHAR"},
      "start_time_unix_nano": "VARCHAR", "end_time_unix_nano": "VARCHAR", "start_time": "VARCHAR", "end_time": "VARCHAR", "status": "VARCHAR", "status_code": "VARCHAR",
      "span_type": "VARCHAR", "inputs": "VARCHAR", "outputs": "VARCHAR", "attributes": "VARCHAR", "events": "VARCHAR"
    }') AS span
  FROM part
),

opened AS (
  SELECT *, logged_object(span.attributes) AS attributes_in FROM read
),

told AS (
  SELECT
    *,
    upper(coalesce(logged_text(member_text(attributes_in, 'mlflow.spanType')), span.span_type)) AS span_type,
    logged_object(coalesce(member_text(attributes_in, 'mlflow.spanInputs'), span.inputs)) AS inputs,
    coalesce(member_text(attributes_in, 'mlflow.spanOutputs'), span.outputs) AS output_text,
    logged_object(output_text) AS outputs,
    coalesce(logged_object(member_text(attributes_in, 'mlflow.chat.tokenUsage')), logged_object(outputs ->> '$.usage')) AS counts,
    logged_object(member_text(attributes_in, 'mlflow.llm.cost')) AS dollars,
    upper(coalesce(span.status_code, json_of(span.status) ->> '$.code', span.status)) AS outcome,
    coalesce(otel_nanoseconds(span.start_time_unix_nano), otel_nanoseconds(span.start_time)) AS start_ns,
    coalesce(otel_nanoseconds(span.end_time_unix_nano), otel_nanoseconds(span.end_time)) AS end_ns,
    coalesce(known_trace_id, logged_text(member_text(attributes_in, 'mlflow.traceRequestId')), otel_id(coalesce(span.trace_id, span.context.trace_id))) AS trace_word,
    otel_id(coalesce(span.span_id, span.context.span_id)) AS span_word
  FROM opened
),

meant AS (
  SELECT
    *,
    CASE
      WHEN span IS NULL THEN 'other'
      WHEN span_type IN ('LLM', 'CHAT_MODEL') THEN 'llm'
      WHEN span_type = 'EMBEDDING' THEN 'embedding'
      WHEN span_type = 'TOOL' THEN 'tool'
      WHEN span_type = 'RETRIEVER' THEN 'retrieval'
      WHEN span_type = 'AGENT' THEN 'agent'
      ELSE 'other'
    END AS sort,
    CASE WHEN sort IN ('llm', 'embedding') OR counts IS NOT NULL THEN true END AS is_call
  FROM told
)
SELECT
  filename,
  CASE WHEN form IS NULL THEN NULL WHEN span_word IS NULL THEN 'trace' ELSE 'span' END AS record_type,
  place = 1 AS is_first,
  trace_word || ' ' || span_word AS call_id,
  CASE WHEN end_ns IS NULL THEN 0 ELSE 1 END AS completeness,
  trace_word AS trace_id,
  span_word AS span_id,
  otel_id(coalesce(span.parent_span_id, span.parent_id)) AS parent_span_id,
  coalesce(member_text(facts, 'mlflow.trace.session'), logged_text(member_text(attributes_in, 'session.id'))) AS session_id,
  span.name AS name,
  sort AS kind,
  make_timestamptz(start_ns // 1000) AS started_at,
  make_timestamptz(end_ns // 1000) AS ended_at,
  (end_ns - start_ns) / 1e6 AS latency_ms,
  CASE WHEN is_call THEN logged_text(member_text(attributes_in, 'mlflow.llm.provider')) END AS provider,
  CASE WHEN is_call THEN coalesce(
    text_at(outputs, ['$.model', '$.response_metadata.model_name']), logged_text(member_text(attributes_in, 'mlflow.llm.model')),
    logged_text(member_text(attributes_in, 'model')), text_at(inputs, ['$.model', '$.model_name']), text_at(logged_object(member_text(attributes_in, 'invocation_params')), ['$.model', '$.model_name'])
  ) END AS model,
  count_at(counts, ['$.input_tokens', '$.prompt_tokens']) AS input_tokens,
  count_at(counts, ['$.cache_read_input_tokens', '$.prompt_tokens_details.cached_tokens', '$.input_tokens_details.cached_tokens']) AS cache_read_tokens,
  count_at(counts, ['$.cache_creation_input_tokens']) AS cache_write_tokens,
  count_at(counts, ['$.output_tokens', '$.completion_tokens']) AS output_tokens,
  count_at(counts, ['$.reasoning_tokens', '$.completion_tokens_details.reasoning_tokens', '$.output_tokens_details.reasoning_tokens']) AS reasoning_tokens,
  count_at(counts, ['$.total_tokens']) AS total_tokens,
  money(text_at(dollars, ['$.total_cost'])) AS reported_cost_usd,
  CASE WHEN ends_with(outcome, 'ERROR') THEN 'error' WHEN ends_with(outcome, 'OK') OR end_ns IS NOT NULL THEN 'ok' END AS status,
  CASE WHEN ends_with(outcome, 'ERROR') THEN coalesce(
    nullif(regexp_extract(json_extract_string(json_of(span.events), '$[*].attributes."exception.type"')[-1], '([^.]*)$', 1), ''),
    error_class(text_at(logged_object(span.status), ['$.message']))
  ) END AS error_type,
  text_at(outputs, ['$.choices[0].finish_reason', '$.stop_reason', '$.response_metadata.finish_reason']) AS stop_reason,
  CASE WHEN sort = 'agent' THEN span.name END AS agent,
  coalesce(member_text(facts, 'mlflow.trace.user'), logged_text(member_text(attributes_in, 'user.id'))) AS user_id,
  text_at(labels, ['$.feature']) AS feature,
  text_at(labels, ['$.environment', '$.env']) AS environment,
  nullif([name || ':' || member_text(labels, name) FOR name IN list_sort(list_distinct(json_keys(labels))) IF NOT starts_with(name, 'mlflow.')], []) AS tags,
  CASE WHEN is_call THEN coalesce(text_at(outputs, ['$.service_tier']), text_at(inputs, ['$.service_tier'])) END AS service_tier,
  CASE WHEN is_call THEN measure(coalesce(logged_text(member_text(attributes_in, 'temperature')), text_at(inputs, ['$.temperature']))) END AS temperature,
  CASE WHEN is_call THEN coalesce(token_count(logged_text(member_text(attributes_in, 'max_tokens'))), count_at(inputs, ['$.max_tokens', '$.max_completion_tokens', '$.max_output_tokens'])) END AS max_tokens,
  CASE WHEN sort = 'tool' THEN span.name END AS tool_name,
  CASE WHEN sort = 'tool' THEN canonical_json(inputs::VARCHAR) END AS arguments,
  CASE WHEN sort = 'tool' THEN output_digest(output_text) END AS output_digest,
  CASE WHEN sort = 'tool' THEN output_sketch(output_text) END AS output_sketch,
  CASE WHEN sort = 'tool' THEN ends_with(outcome, 'ERROR') END AS is_error,
  CASE WHEN is_call THEN text_at(outputs, ['$.id']) END AS request_id,
  member_text(facts, 'mlflow.source.git.commit') AS release,
  merged_attributes(
    short_members(json_of('{' || array_to_string([
      json_quote(name)::VARCHAR || ':' || coalesce(json_of(member_text(attributes_in, name))::VARCHAR, json_quote(member_text(attributes_in, name))::VARCHAR)
      FOR name IN list_sort(list_distinct(json_keys(attributes_in))) IF NOT starts_with(name, 'mlflow.') AND member_text(attributes_in, name) IS NOT NULL], ',') || '}')),
    json_merge_patch(
      short_members(json_of('{' || array_to_string([json_quote(name)::VARCHAR || ':' || json_quote(member_text(labels, name))::VARCHAR FOR name IN list_sort(list_distinct(json_keys(labels))) IF NOT starts_with(name, 'mlflow.') AND member_text(labels, name) IS NOT NULL], ',') || '}')),
      json_object('experiment_id', text_at(info, ['$.experiment_id', '$.trace_location.mlflow_experiment.experiment_id']), 'trace_name', member_text(labels, 'mlflow.traceName'))
    )
  ) AS attributes,
  CASE WHEN sort = 'llm' THEN md5(inputs ->> '$.messages') END AS prompt_digest
FROM meant
