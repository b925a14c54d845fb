-- What did Antigravity's agent log? A planner's response is a model call of unknown usage; any other step of the model's is the tool that
-- it asked for.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {step_index: 'VARCHAR', source: 'VARCHAR', type: 'VARCHAR', status: 'VARCHAR', created_at: 'VARCHAR', content: 'VARCHAR'}
  )
),

meant AS (
  SELECT
    *,
    CASE WHEN step_index IS NOT NULL AND source IS NOT NULL AND created_at IS NOT NULL THEN type END AS own_type,
    CASE WHEN source = 'MODEL' THEN CASE WHEN type = 'PLANNER_RESPONSE' THEN 'llm' WHEN type <> 'GENERIC' THEN 'tool' END END AS meaning
  FROM line
)
SELECT
  filename,
  file_place,
  CASE WHEN own_type IS NOT NULL AND meaning IS NOT NULL THEN 'span' ELSE own_type END AS record_type,
  true AS is_first,
  $sessions[file_place + 1] AS trace_id,
  CASE WHEN meaning IS NOT NULL THEN step_index END AS span_id,
  $sessions[file_place + 1] AS session_id,
  CASE WHEN meaning IS NOT NULL THEN lower(type) END AS name,
  meaning AS kind,
  instant(created_at) AS started_at,
  is_naive(created_at) AS is_naive_time,
  CASE WHEN meaning IS NOT NULL THEN CASE WHEN meant.status = 'DONE' THEN 'ok' WHEN meant.status = 'ERROR' THEN 'error' END END AS status,
  TRY_CAST(step_index AS BIGINT) AS step,
  CASE WHEN meaning = 'tool' THEN lower(type) END AS tool_name,
  CASE WHEN meaning = 'tool' THEN output_digest(content) END AS output_digest,
  CASE WHEN meaning = 'tool' AND content IS NOT NULL THEN output_sketch(content) END AS output_sketch,
  CASE WHEN meaning = 'tool' THEN meant.status = 'ERROR' END AS is_error
FROM meant
