-- Which tool calls were made, in which thread, in which order, and which ask for the same? One row per call that says what it asks
-- for; `place` counts the calls of a thread from 1.
CREATE OR REPLACE TEMP TABLE loop_step AS
WITH called AS (
  SELECT
    unpriced.trace_key,
    unpriced.trace_id,
    unpriced.span_key,
    unpriced.parent_key,
    unpriced.request_id,
    unpriced.span_id,
    hash(unpriced.trace_key, loop_container.container_key, unpriced.agent) AS thread_key,
    coalesce(unpriced.agent, loop_container.container_id) AS thread,
    unpriced.started_at,
    unpriced.step,
    coalesce(unpriced.tool_name, unpriced.name) AS tool,
    unpriced.arguments,
    coalesce(unpriced.is_error, false) OR coalesce(unpriced.status = 'error', false) AS has_failed,
    unpriced.output_digest,
    -- Long enough that being the same twice says something: an 'ok' does not.
    len(unpriced.output_sketch) >= 5 AS is_telling
  FROM unpriced
  LEFT JOIN loop_container USING (parent_key)
  WHERE unpriced.kind = 'tool' AND unpriced.trace_key IS NOT NULL
    AND (getvariable('loop_traces') IS NULL OR list_contains(getvariable('loop_traces'), unpriced.trace_id))
),
-- One change of the text a step: a macro within a macro would be worked out once for every time that its parameter is named.
plain AS (
  SELECT *, without_volatile(without_remarks(lower(arguments))) AS text FROM called WHERE arguments IS NOT NULL
),
numbered AS (
  SELECT * REPLACE (with_plain_numbers(without_blanks(text)) AS text) FROM plain
),
filled AS (
  SELECT * REPLACE (without_empty(text) AS text) FROM numbered
),
asked AS (
  SELECT * REPLACE (without_empty(text) AS text), has_command(arguments) AS has_command FROM filled
),
known AS (
  SELECT tool, names_change(tool) AS names_change FROM called GROUP BY tool
)
SELECT
  asked.* EXCLUDE (step, text, has_command),
  hash(tool) AS tool_key,
  hash(tool, CASE WHEN text IN ('', 'null') THEN '{}' ELSE text END) AS asked_key,
  CASE
    WHEN NOT has_command THEN known.names_change
    WHEN looks_only(arguments) THEN false
    ELSE known.names_change OR commands_change(arguments)
  END AS is_change,
  -- Some value is a text: three words or more.
  regexp_matches(arguments, '"[^"\s]+\s+[^"\s]+\s+[^"]*"') AS is_wordy,
  row_number() OVER (PARTITION BY thread_key ORDER BY started_at NULLS LAST, step NULLS LAST, span_id NULLS LAST, text) AS place
FROM asked
JOIN known USING (tool)
