-- What did opencode store, export or print? One row per record: an assistant's message is a model call, a `tool` part a tool call. A
-- `step-finish` part says again what its message says; what `opencode run` prints has no messages, so that there it is the call.
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
      id: 'VARCHAR', sessionID: 'VARCHAR', messageID: 'VARCHAR', projectID: 'VARCHAR', role: 'VARCHAR', type: 'VARCHAR', text: 'VARCHAR', agent: 'VARCHAR', mode: 'VARCHAR', finish: 'VARCHAR',
      modelID: 'VARCHAR', providerID: 'VARCHAR', cost: 'JSON', error: 'JSON', model: 'JSON', path: 'JSON', callID: 'VARCHAR', tool: 'VARCHAR', state: 'JSON',
      "time": 'STRUCT(created VARCHAR, completed VARCHAR)',
      tokens: 'STRUCT(input UINTEGER, output UINTEGER, reasoning UINTEGER, total UINTEGER, cache STRUCT(read UINTEGER, write UINTEGER))',
      "timestamp": 'VARCHAR', part: 'STRUCT(
        id VARCHAR, messageID VARCHAR, callID VARCHAR, tool VARCHAR, state JSON, reason VARCHAR, cost JSON,
        tokens STRUCT(input UINTEGER, output UINTEGER, reasoning UINTEGER, total UINTEGER, cache STRUCT(read UINTEGER, write UINTEGER))
      )'
    }
  )
),

typed AS (
  SELECT
    *,
    CASE
      WHEN part.id IS NOT NULL AND part.messageID IS NOT NULL AND type IN ('step_start', 'text', 'reasoning', 'tool_use', 'step_finish') THEN type
      WHEN id IS NULL THEN NULL
      WHEN sessionID IS NOT NULL AND role IS NOT NULL THEN role
      WHEN projectID IS NOT NULL AND "time" IS NOT NULL THEN 'session'
      WHEN type IN ('text', 'tool', 'reasoning', 'file', 'step-start', 'step-finish', 'patch', 'snapshot', 'agent', 'retry', 'subtask', 'compaction')
        AND (messageID IS NOT NULL OR text IS NOT NULL AND "time" IS NOT NULL) THEN type
    END AS own_type
  FROM line
),

told AS (
  SELECT
    * REPLACE (
      CASE WHEN is_event THEN part.id ELSE id END AS id, CASE WHEN is_event THEN part.messageID ELSE messageID END AS messageID,
      CASE WHEN is_event THEN part.callID ELSE callID END AS callID, CASE WHEN is_event THEN part.tool ELSE tool END AS tool, CASE WHEN is_event THEN part.state ELSE state END AS state,
      CASE WHEN is_event THEN part.cost ELSE cost END AS cost, CASE WHEN is_event THEN part.tokens ELSE tokens END AS tokens, CASE WHEN is_event THEN part.reason ELSE finish END AS finish,
      CASE WHEN is_event THEN {'created': min("timestamp") OVER (PARTITION BY part.messageID), 'completed': "timestamp"} ELSE "time" END AS "time"
    )
  FROM (SELECT *, own_type IN ('step_start', 'text', 'reasoning', 'tool_use', 'step_finish') AND part.id IS NOT NULL AND part.messageID IS NOT NULL AS is_event FROM typed)
),

meant AS (
  SELECT
    *,
    coalesce(is_event AND own_type = 'step_finish' OR role IS NOT NULL AND own_type = 'assistant', false) AS is_call,
    coalesce(is_event AND own_type = 'tool_use' OR role IS NULL AND own_type = 'tool', false) AS is_tool,
    state ->> '$.output' AS result_text,
    coalesce((state ->> '$.status') IN ('error', 'failed'), false) AS is_failed
  FROM told
)
SELECT
  filename,
  file_place,
  CASE WHEN is_call OR is_tool THEN 'span' ELSE own_type END AS record_type,
  true AS is_first,
  -- A fork copies messages and parts under new ids, with the times and tokens that they had.
  CASE
    WHEN is_call THEN CASE WHEN NOT is_event AND known_sum(tokens.input, tokens.output) > 0 AND "time".completed IS NOT NULL THEN to_json([to_json("time"), to_json(tokens), to_json([providerID, modelID])])::VARCHAR ELSE concat_ws(' ', sessionID, id) END
    WHEN is_tool THEN CASE WHEN callID IS NOT NULL AND json_exists(state, '$.time.end') THEN to_json([callID, state ->> '$.time'])::VARCHAR ELSE concat_ws(' ', sessionID, id) END
  END AS call_id,
  coalesce(sessionID, messageID, id) AS trace_id,
  CASE WHEN is_call OR is_tool THEN id END AS span_id,
  sessionID AS session_id,
  CASE WHEN is_call THEN coalesce(meant.agent, meant.mode, 'assistant') WHEN is_tool THEN meant.tool END AS name,
  CASE WHEN is_call THEN 'llm' WHEN is_tool THEN 'tool' END AS kind,
  instant(CASE WHEN is_tool THEN state ->> '$.time.start' ELSE "time".created END) AS started_at,
  instant(CASE WHEN is_tool THEN state ->> '$.time.end' ELSE "time".completed END) AS ended_at,
  CASE WHEN is_call THEN coalesce(providerID, meant.model ->> '$.providerID') END AS provider,
  CASE WHEN is_call THEN coalesce(modelID, meant.model ->> '$.modelID') END AS model,
  CASE WHEN is_call THEN tokens.input END AS input_tokens,
  CASE WHEN is_call THEN tokens.cache.read END AS cache_read_tokens,
  CASE WHEN is_call THEN tokens.cache.write END AS cache_write_tokens,
  CASE WHEN is_call THEN tokens.output END AS output_tokens,
  CASE WHEN is_call THEN tokens.reasoning END AS reasoning_tokens,
  -- Older versions left reasoning in the output; those that write a total took it out.
  tokens.total = tokens.input::BIGINT + tokens.output + tokens.reasoning + known_sum(tokens.cache.read, tokens.cache.write) AS is_reasoning_outside,
  'exclusive' AS input_convention,
  CASE WHEN is_call THEN money(CASE WHEN json_type(cost) = 'OBJECT' THEN cost ->> '$.usd' ELSE cost ->> '$' END) END AS reported_cost_usd,
  CASE
    WHEN is_call THEN CASE WHEN error IS NOT NULL THEN 'error' WHEN "time".completed IS NOT NULL THEN 'ok' END
    WHEN is_tool THEN CASE WHEN is_failed THEN 'error' WHEN (state ->> '$.status') = 'completed' THEN 'ok' END
  END AS status,
  CASE WHEN is_call THEN error ->> '$.name' END AS error_type,
  CASE WHEN is_call THEN finish END AS stop_reason,
  CASE WHEN is_tool THEN meant.tool END AS tool_name,
  CASE WHEN is_tool THEN canonical_json((state -> '$.input')::VARCHAR) END AS arguments,
  CASE WHEN is_tool THEN output_digest(result_text) END AS output_digest,
  CASE WHEN is_tool AND result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
  CASE WHEN is_tool THEN is_failed END AS is_error,
  json_merge_patch('{}', json_object('mode', mode, 'cwd', CASE WHEN json_type(path) = 'OBJECT' THEN path ->> '$.cwd' ELSE path ->> '$' END)) AS attributes
FROM meant
