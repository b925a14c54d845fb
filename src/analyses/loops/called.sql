-- Which tool calls were made, in which thread? The spans of tools, and traces that a linked one asked for (linked.sql); in a trace without any, the calls that the answers of its models
-- ask for (`arguments` of a model call: a JSON list of names and arguments), of whose results the log does not tell.
CREATE OR REPLACE TEMP VIEW loop_called AS
WITH asking AS (
  SELECT
    unpriced.*,
    coalesce(loop_lone.session_key, unpriced.trace_key) AS scope_key,
    unnest(from_json(unpriced.arguments, '[{"name": "VARCHAR", "arguments": "VARCHAR"}]')::STRUCT(name VARCHAR, arguments VARCHAR)[]) AS asked
  FROM unpriced
  LEFT JOIN loop_lone USING (trace_key)
  WHERE unpriced.is_call AND unpriced.kind <> 'tool' AND unpriced.arguments IS NOT NULL
    AND unpriced.trace_key NOT IN (SELECT trace_key FROM unpriced WHERE kind = 'tool' AND trace_key IS NOT NULL)
),
called AS (
  SELECT
    trace_key,
    trace_id,
    span_key,
    parent_key,
    parent_key AS container_of,
    agent,
    request_id,
    span_id,
    started_at,
    step,
    coalesce(tool_name, name) AS tool,
    arguments,
    coalesce(is_error, false) OR coalesce(status = 'error', false) AS has_failed,
    output_digest,
    -- The result is long enough that being the same twice says something: an 'ok' does not.
    coalesce(len(output_sketch) >= 5, false) AS is_telling,
    output_sketch[:4] AS sketch_head
  FROM unpriced
  WHERE kind = 'tool' AND trace_key IS NOT NULL
  UNION ALL
  SELECT
    scope_key, trace_id, NULL, span_key, parent_key, agent, request_id, span_id, started_at, step,
    asked.name, asked.arguments, false, NULL, false, NULL
  FROM asking
)
SELECT
  called.* EXCLUDE (container_of, agent),
  hash(called.trace_key, loop_container.container_key, text_key(called.agent)) AS thread_key,
  coalesce(called.agent, loop_container.container_id) AS thread
FROM called
LEFT JOIN loop_container ON loop_container.parent_key = called.container_of
WHERE getvariable('loop_traces') IS NULL OR list_contains(getvariable('loop_traces'), called.trace_id)
UNION ALL BY NAME
SELECT trace_key, trace_id, span_key, span_id, thread_key, started_at, tool, arguments, false AS has_failed, false AS is_telling
FROM loop_linked
