-- What did `codex exec --json` print? One row per event: the end of a turn tells the tokens that the thread has used so far, whatever
-- was in it; a finished item that ran something is a tool call. There are no times and no model.
WITH line AS (
  SELECT *, file_index::BIGINT AS file_place, row_number() OVER () AS place
  FROM read_json(
    $files,
    format = 'newline_delimited',
    ignore_errors = true,
    maximum_object_size = $maximum_object_size,
    filename = true,
    sample_size = 1,
    columns = {
      type: 'VARCHAR', thread_id: 'VARCHAR', timestamp: 'VARCHAR', model: 'VARCHAR', error: 'JSON', message: 'JSON',
      usage: 'STRUCT(input_tokens UINTEGER, cached_input_tokens UINTEGER, cache_write_input_tokens UINTEGER, output_tokens UINTEGER, reasoning_output_tokens UINTEGER)',
      item: 'STRUCT(
        id VARCHAR, type VARCHAR, item_type VARCHAR, status VARCHAR, command JSON, aggregated_output VARCHAR, exit_code INTEGER, server VARCHAR, tool VARCHAR, arguments JSON, result JSON,
        query VARCHAR, changes JSON, error JSON
      )'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE type
      WHEN 'thread.started' THEN CASE WHEN thread_id IS NOT NULL THEN type END
      WHEN 'turn.started' THEN type
      WHEN 'turn.completed' THEN CASE WHEN usage IS NOT NULL THEN type END
      WHEN 'turn.failed' THEN CASE WHEN error IS NOT NULL THEN type END
      WHEN 'error' THEN CASE WHEN message IS NOT NULL AND timestamp IS NULL AND model IS NULL THEN type END
      ELSE CASE WHEN type IN ('item.started', 'item.updated', 'item.completed') AND item IS NOT NULL THEN type END
    END AS own_type,
    coalesce(item.type, item.item_type) AS item_type,
    usage.input_tokens::BIGINT + usage.output_tokens AS total
  FROM line
),

threaded AS (
  SELECT
    *,
    own_type = 'item.completed' AND item_type IN ('command_execution', 'mcp_tool_call', 'web_search', 'file_change', 'collab_tool_call') AS is_tool,
    coalesce(last_value(CASE WHEN own_type = 'thread.started' THEN thread_id END IGNORE NULLS) OVER so_far, $sessions[file_place + 1]) AS thread,
    -- Item numbers start again with each run.
    count_if(own_type = 'thread.started') OVER so_far AS run
  FROM typed
  WINDOW so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING)
),

-- A thread that was resumed goes on counting, in whichever file; where the counters fall, it began again.
counted AS (
  SELECT *, count_if(coalesce(total < total_before, false)) OVER (PARTITION BY file_place, thread ORDER BY place ROWS UNBOUNDED PRECEDING) AS restarts
  FROM (
    SELECT *, last_value(total IGNORE NULLS) OVER (PARTITION BY file_place, thread ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS total_before
    FROM threaded
  )
),

based AS (
  SELECT
    *,
    last_value(CASE WHEN own_type = 'turn.completed' THEN usage END IGNORE NULLS) OVER (
      PARTITION BY thread, restarts ORDER BY total NULLS FIRST, file_place, place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS base
  FROM counted
),

meant AS (
  SELECT
    *,
    own_type = 'turn.completed' AND total IS NOT NULL AND (base IS NULL OR usage IS DISTINCT FROM base) AS is_call,
    own_type = 'turn.failed' AS is_failure,
    CASE item_type
      WHEN 'command_execution' THEN 'shell'
      WHEN 'mcp_tool_call' THEN concat_ws('.', item.server, item.tool)
      WHEN 'collab_tool_call' THEN item.tool
      ELSE item_type
    END AS tool,
    coalesce(item.aggregated_output, item.result::VARCHAR) AS result_text
  FROM based
)
SELECT
  filename,
  file_place,
  CASE WHEN own_type IS NULL THEN NULL WHEN is_call OR is_tool OR is_failure THEN 'span' ELSE own_type END AS record_type,
  true AS is_first,
  CASE WHEN is_call THEN concat_ws(' ', thread, restarts, to_json(usage)) END AS call_id,
  thread AS trace_id,
  CASE WHEN is_call THEN concat_ws('/', thread, run, place) WHEN is_tool THEN concat_ws('/', thread, run, item.id) END AS span_id,
  thread AS session_id,
  CASE WHEN is_call THEN 'turn' WHEN is_tool THEN tool WHEN is_failure THEN own_type END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' WHEN is_failure THEN 'other' END AS kind,
  instant(timestamp) AS started_at,
  is_naive(timestamp) AS is_naive_time,
  CASE WHEN is_call THEN 'openai' END AS provider,
  CASE WHEN is_call THEN meant.model END AS model,
  CASE WHEN is_call THEN usage.input_tokens::BIGINT - CASE WHEN base IS NULL THEN 0 ELSE base.input_tokens END END AS input_tokens,
  CASE WHEN is_call THEN usage.cached_input_tokens::BIGINT - CASE WHEN base IS NULL THEN 0 ELSE base.cached_input_tokens END END AS cache_read_tokens,
  CASE WHEN is_call THEN usage.cache_write_input_tokens::BIGINT - CASE WHEN base IS NULL THEN 0 ELSE base.cache_write_input_tokens END END AS cache_write_tokens,
  CASE WHEN is_call THEN usage.output_tokens::BIGINT - CASE WHEN base IS NULL THEN 0 ELSE base.output_tokens END END AS output_tokens,
  CASE WHEN is_call THEN usage.reasoning_output_tokens::BIGINT - CASE WHEN base IS NULL THEN 0 ELSE base.reasoning_output_tokens END END AS reasoning_tokens,
  'inclusive' AS input_convention,
  CASE WHEN is_failure THEN 'error' WHEN is_call THEN 'ok' WHEN is_tool THEN CASE WHEN item.status = 'failed' OR item.exit_code <> 0 THEN 'error' WHEN item.status = 'completed' THEN 'ok' END END AS status,
  CASE WHEN is_tool THEN tool END AS tool_name,
  CASE WHEN is_tool THEN canonical_json(coalesce(item.arguments, item.command, item.changes, to_json(item.query))::VARCHAR) END AS arguments,
  CASE WHEN is_tool THEN output_digest(result_text) END AS output_digest,
  CASE WHEN is_tool AND result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
  CASE WHEN is_tool THEN coalesce(item.status = 'failed' OR item.exit_code <> 0, false) END AS is_error
FROM meant
ORDER BY file_place, place
