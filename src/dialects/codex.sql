-- What did Codex log in its rollouts? One row per record: a model call is a `token_usage_record`, or before 0.150 a `token_count` event that adds to the counters; a tool
-- call is an item, its result a row 'tool_result' with the span_id of the call; above both stand the turn and the session.
-- Model, turn and session stand in records before the call, so that rows are numbered as they stand in their file.
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
      timestamp: 'VARCHAR', type: 'VARCHAR', ordinal: 'JSON', record_type: 'VARCHAR', id: 'JSON', instructions: 'JSON', git: 'JSON', model: 'JSON',
      role: 'JSON', content: 'JSON', summary: 'JSON', name: 'VARCHAR', call_id: 'VARCHAR', arguments: 'JSON', input: 'JSON', action: 'JSON', output: 'JSON',
      status: 'VARCHAR',
      payload: 'STRUCT(
        type VARCHAR, id VARCHAR, session_id VARCHAR, thread_id VARCHAR, response_id VARCHAR, forked_from_id VARCHAR, parent_thread_id VARCHAR, source JSON,
        timestamp VARCHAR, subagent_history_start_ordinal VARCHAR, history_base JSON, agent_nickname VARCHAR, agent_role VARCHAR,
        cwd VARCHAR, originator VARCHAR, cli_version VARCHAR, model_provider VARCHAR, git STRUCT(branch VARCHAR, repository_url VARCHAR),
        turn_id VARCHAR, model VARCHAR, effort VARCHAR, approval_policy VARCHAR, service_tier VARCHAR,
        thread_settings STRUCT(model VARCHAR, service_tier VARCHAR, reasoning_effort VARCHAR),
        info STRUCT(
          model VARCHAR, model_name VARCHAR,
          total_token_usage STRUCT(
            input_tokens UBIGINT, cached_input_tokens UBIGINT, cache_write_input_tokens UBIGINT,
            output_tokens UBIGINT, reasoning_output_tokens UBIGINT, total_tokens UBIGINT
          ),
          last_token_usage STRUCT(
            input_tokens UBIGINT, cached_input_tokens UBIGINT, cache_write_input_tokens UBIGINT,
            output_tokens UBIGINT, reasoning_output_tokens UBIGINT, total_tokens UBIGINT
          )
        ),
        usage STRUCT(
          input_tokens UBIGINT, cached_input_tokens UBIGINT, cache_write_input_tokens UBIGINT,
          output_tokens UBIGINT, reasoning_output_tokens UBIGINT, total_tokens UBIGINT
        ),
        name VARCHAR, namespace VARCHAR, "function" STRUCT(name VARCHAR), call_id VARCHAR, arguments JSON, input JSON, action JSON, output JSON, result JSON,
        status VARCHAR, error JSON, codex_error_info JSON, reason VARCHAR, duration_ms DOUBLE, time_to_first_token_ms DOUBLE
      )'
    }
  )
),

-- Each step reads names of the step before: the engine would write out a name of the same step in full, every time.
typed AS (
  SELECT
    *,
    payload IS NULL AS is_bare,
    CASE
      WHEN payload IS NOT NULL THEN CASE WHEN type IN (
        'session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted', 'world_state', 'token_usage_record', 'inter_agent_communication', 'inter_agent_communication_metadata'
      ) OR ordinal IS NOT NULL THEN type END
      WHEN record_type = 'state' THEN CASE WHEN type IS NULL THEN 'state' END
      WHEN type IS NULL THEN CASE
        WHEN id IS NOT NULL AND timestamp IS NOT NULL AND model IS NULL AND (instructions IS NOT NULL OR json_type(git) = 'OBJECT') THEN 'session_meta'
      END
      WHEN type = 'message' THEN CASE WHEN role IS NOT NULL AND json_type(content) = 'ARRAY' AND regexp_matches(content, '"(input|output)_text"') THEN 'response_item' END
      WHEN type = 'reasoning' THEN CASE WHEN json_type(summary) = 'ARRAY' AND status IS NULL THEN 'response_item' END
      WHEN type = 'function_call' THEN CASE WHEN call_id IS NOT NULL AND name IS NOT NULL THEN 'response_item' END
      WHEN type IN ('function_call_output', 'local_shell_call', 'custom_tool_call', 'custom_tool_call_output') AND call_id IS NOT NULL THEN 'response_item'
    END AS own_type
  FROM line
),

-- What the record is: an event or an item by its inner type.
named AS (
  SELECT
    * EXCLUDE (type),
    CASE
      WHEN own_type IN ('event_msg', 'response_item') THEN coalesce(CASE WHEN is_bare THEN type ELSE payload.type END, own_type)
      ELSE own_type
    END AS item_type
  FROM typed
),

item AS (
  SELECT
    *,
    own_type = 'response_item' AND item_type IN (
      'function_call', 'custom_tool_call', 'local_shell_call', 'web_search_call', 'tool_search_call', 'image_generation_call', 'tool_call'
    ) AS is_tool,
    own_type = 'response_item' AND (ends_with(item_type, '_call_output') OR item_type IN ('tool_search_output', 'tool_result')) AS is_result,
    own_type = 'event_msg' AND item_type IN ('error', 'stream_error') AS is_error_event,
    item_type IN ('task_started', 'task_complete', 'turn_aborted') AND payload.turn_id IS NOT NULL AS is_turn,
    -- The counters: since the session began, and of this call. Of an event that says neither, nothing is known.
    CASE WHEN item_type = 'token_count' THEN payload.info.total_token_usage END AS total,
    CASE WHEN item_type = 'token_count' THEN payload.info.last_token_usage WHEN item_type IN ('token_usage_record', 'turn.completed') THEN payload.usage END AS last,
    CASE
      WHEN own_type = 'turn_context' THEN payload.model
      WHEN item_type = 'thread_settings_applied' THEN payload.thread_settings.model
      WHEN item_type = 'token_count' THEN coalesce(payload.model, payload.info.model, payload.info.model_name)
    END AS named_model,
    CASE WHEN own_type = 'session_meta' THEN struct_pack(
      place := place, thread := coalesce(payload.id, id ->> '$'), root := payload.session_id, forked_from := payload.forked_from_id,
      spawned_by := coalesce(payload.parent_thread_id, payload.source ->> '$.subagent.thread_spawn.parent_thread_id'),
      born_at := coalesce(instant(payload.timestamp), instant(timestamp)),
      -- Where its own history begins, behind what it was given of another's.
      own_from := coalesce(TRY_CAST(payload.subagent_history_start_ordinal AS BIGINT), TRY_CAST(payload.history_base ->> '$.end_ordinal_exclusive' AS BIGINT)),
      is_subagent := json_type(payload.source -> '$.subagent') IS NOT NULL,
      agent := coalesce(payload.agent_nickname, payload.source ->> '$.subagent.thread_spawn.agent_nickname', payload.agent_role, payload.source ->> '$.subagent.thread_spawn.agent_role'),
      release := payload.cli_version, provider := payload.model_provider, cwd := payload.cwd, originator := payload.originator,
      branch := coalesce(payload.git.branch, git ->> '$.branch'), repository := coalesce(payload.git.repository_url, git ->> '$.repository_url')
    ) END AS meta
  FROM named
),

held AS (
  SELECT
    *,
    coalesce(item_type = 'token_count' AND known_sum(coalesce(last, total).input_tokens, coalesce(last, total).output_tokens) IS NOT NULL, false) AS is_count,
    coalesce(item_type = 'token_usage_record' AND known_sum(last.input_tokens, last.output_tokens) IS NOT NULL, false) AS is_usage,
    CASE WHEN is_tool THEN coalesce(payload.arguments, payload.input, payload.action, arguments, input, action) END AS logged_arguments,
    CASE WHEN is_result THEN coalesce(payload.output, payload.result, output) END AS logged_output
  FROM item
),

texts AS (
  SELECT
    *,
    CASE WHEN is_count THEN instant(timestamp) END AS counted_at,
    CASE WHEN json_type(logged_output) = 'ARRAY' THEN nullif(array_to_string(json_extract_string(logged_output, '$[*].text'), chr(10)), '') END AS output_parts,
    coalesce(CASE WHEN json_type(logged_arguments) = 'VARCHAR' THEN logged_arguments ->> '$' END, logged_arguments::VARCHAR) AS arguments_text,
    coalesce(CASE WHEN json_type(logged_output) = 'VARCHAR' THEN logged_output ->> '$' END, output_parts, logged_output::VARCHAR) AS result_text
  FROM held
),

-- What is long becomes short before rows are put in order.
short AS (
  SELECT
    filename, file_place, place, timestamp, own_type, item_type, is_tool, is_result, is_error_event, is_turn, is_count, is_usage, counted_at, total, last, named_model, meta,
    TRY_CAST(ordinal::VARCHAR AS BIGINT) AS ordinal, payload.thread_id AS thread_id, payload.response_id AS response_id,
    struct_pack(
      turn_id := payload.turn_id, duration_ms := payload.duration_ms, ttft_ms := payload.time_to_first_token_ms, reason := payload.reason, effort := coalesce(payload.effort, payload.thread_settings.reasoning_effort), tier := coalesce(payload.service_tier, payload.thread_settings.service_tier),
      error_type := coalesce(
        payload.error ->> '$.kind', payload.error ->> '$.code',
        CASE WHEN json_type(payload.codex_error_info) = 'VARCHAR' THEN payload.codex_error_info ->> '$' ELSE json_keys(payload.codex_error_info)[1] END
      )
    ) AS said,
    CASE WHEN is_bare THEN call_id ELSE coalesce(payload.call_id, payload.id) END AS tool_call_id,
    CASE WHEN is_tool THEN coalesce(payload.namespace || '.', '') || coalesce(payload.name, payload."function".name, name, regexp_replace(item_type, '_call$', '')) END AS tool_name,
    canonical_json(arguments_text) AS arguments,
    output_digest(result_text) AS output_digest,
    CASE WHEN result_text IS NOT NULL THEN output_sketch(result_text) END AS output_sketch,
    -- Shells tell their exit code in the text, as JSON ({"metadata":{"exit_code":1}}) or in a line of its own.
    CASE WHEN is_result THEN coalesce(
      TRY_CAST(regexp_extract(left(result_text, 500), '(?i)(?:^|\n)(?:exit code:|process exited with code) ?(-?\d+)', 1) AS INTEGER) <> 0,
      TRY_CAST(regexp_extract(result_text, '"exit_?[cC]ode" ?: ?(-?\d+)', 1) AS INTEGER) <> 0,
      regexp_matches(left(result_text, 300), '"success" ?: ?false|^Script failed'),
      false
    ) END AS is_error
  FROM texts
),

ordered AS (
  SELECT
    *,
    -- Of several session_meta in a file the first is its own, the others are copied from the sessions it was forked from.
    first_value(meta IGNORE NULLS) OVER whole_file AS session,
    min(instant(timestamp)) OVER whole_file AS opened_at,
    bool_or(is_count OR is_usage) OVER whole_file AS has_counts,
    last_value(CASE WHEN is_count OR is_usage THEN is_usage END IGNORE NULLS) OVER before AS is_after_usage,
    last_value(named_model IGNORE NULLS) OVER so_far AS model,
    last_value(said.tier IGNORE NULLS) OVER so_far AS tier,
    last_value(said.effort IGNORE NULLS) OVER so_far AS effort,
    last_value(CASE WHEN item_type = 'task_started' THEN said.turn_id END IGNORE NULLS) OVER so_far AS turn,
    last_value(total IGNORE NULLS) OVER before AS total_before,
    last_value(counted_at IGNORE NULLS) OVER before AS counted_before
  FROM short
  WINDOW
    whole_file AS (PARTITION BY file_place ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
    so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING),
    before AS (PARTITION BY file_place ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),

-- A fork, and a sub-agent's session, opens with what it was given of the session that it comes from. Some versions keep its times, which
-- are before the session was born, or say where the own history begins.
given AS (
  SELECT
    *,
    coalesce((session.forked_from IS NOT NULL OR session.spawned_by IS NOT NULL OR session.is_subagent)
      AND (ordinal < session.own_from OR instant(timestamp) < session.born_at OR is_usage AND thread_id <> session.thread), false) AS is_given
  FROM ordered
),

-- Others write it with new times, in one go: no count is further than a second from the one before.
burst AS (
  SELECT
    *,
    (session.forked_from IS NOT NULL OR session.spawned_by IS NOT NULL) AND session.own_from IS NULL AND is_count AND NOT is_given
      AND count_if(coalesce(epoch_ms(counted_at) - epoch_ms(counted_before) > 1000, false)) OVER so_far = 0 AS is_opening,
    -- Counters start again in a session that an old version resumed.
    CASE WHEN known_sum(total.input_tokens, total.output_tokens) >= known_sum(total_before.input_tokens, total_before.output_tokens) THEN total_before END AS base,
    count_if(is_count OR is_usage) OVER so_far AS counts_so_far
  FROM given
  WINDOW so_far AS (PARTITION BY file_place ORDER BY place ROWS UNBOUNDED PRECEDING)
),

counted AS (
  SELECT
    *,
    is_given OR is_opening AND (
      count_if(is_opening) OVER (PARTITION BY file_place) > 1 OR epoch_ms(counted_at) - epoch_ms(greatest(opened_at, session.born_at)) <= 1000
    ) AS is_replay,
    CASE
      WHEN is_usage THEN last
      WHEN is_count AND last IS NULL AND base IS NOT NULL THEN struct_pack(
        input_tokens := total.input_tokens::BIGINT - base.input_tokens, cached_input_tokens := total.cached_input_tokens::BIGINT - base.cached_input_tokens,
        cache_write_input_tokens := total.cache_write_input_tokens::BIGINT - base.cache_write_input_tokens,
        output_tokens := total.output_tokens::BIGINT - base.output_tokens, reasoning_output_tokens := total.reasoning_output_tokens::BIGINT - base.reasoning_output_tokens,
        total_tokens := total.total_tokens::BIGINT - base.total_tokens
      )
      WHEN is_count THEN coalesce(last, total)
      -- Written by some builds instead of the counts, never beside them where they are.
      WHEN item_type = 'turn.completed' AND NOT has_counts THEN last
    END AS usage,
    -- The counters did not move: the same count told again with new rate limits. Or they tell what the usage of a response has told.
    is_count AND (total IS NOT NULL AND total IS NOT DISTINCT FROM total_before OR coalesce(is_after_usage, false)) AS is_repeat,
    coalesce(session.thread, $sessions[file_place + 1]) AS thread,
    coalesce(session.root, session.spawned_by, session.thread, $sessions[file_place + 1]) AS session_id
  FROM burst
),

told AS (
  SELECT *, coalesce(known_sum(usage.input_tokens, usage.output_tokens) > 0 AND NOT is_repeat AND NOT is_replay, false) AS is_call
  FROM counted
),

meant AS (
  SELECT
    *,
    own_type = 'session_meta' AND place = session.place AND session.thread IS NOT NULL AS is_session,
    CASE WHEN is_call THEN 'llm' WHEN is_session THEN 'agent' WHEN is_given THEN NULL WHEN is_tool THEN 'tool' WHEN is_turn THEN 'agent' WHEN is_error_event THEN 'other' END AS kind,
    CASE WHEN is_call THEN usage END AS call_usage,
    CASE WHEN is_turn THEN said.duration_ms END AS turn_ms
  FROM told
)
SELECT
  filename,
  file_place,
  CASE
    WHEN own_type IS NULL THEN NULL
    WHEN kind IS NOT NULL THEN 'span'
    WHEN is_replay AND (is_count OR is_usage OR is_tool OR is_result OR is_turn OR is_error_event) THEN 'replay'
    WHEN is_result THEN 'tool_result'
    ELSE item_type
  END AS record_type,
  true AS is_first,
  -- A count has no id. A copy of it in another file has its time and its counters; ids of tool calls that are no more than
  -- numbers repeat from session to session.
  CASE kind
    WHEN 'llm' THEN coalesce(response_id, concat_ws(' ', timestamp, to_json(usage), to_json(total)))
    WHEN 'tool' THEN CASE WHEN length(tool_call_id) >= 16 THEN tool_call_id ELSE tool_call_id || ' ' || thread END
    WHEN 'agent' THEN coalesce(said.turn_id, thread)
  END AS call_id,
  -- Of a call that stands in two sessions, that of the session which was there when it was made.
  CASE WHEN is_turn THEN CASE WHEN item_type = 'task_started' THEN 0 ELSE 1 END WHEN is_call THEN CASE WHEN instant(timestamp) < session.born_at THEN 0 ELSE 1 END END AS completeness,
  session_id AS trace_id,
  CASE
    WHEN is_call THEN thread || '/' || counts_so_far
    WHEN kind = 'agent' THEN coalesce(said.turn_id, thread)
    WHEN is_tool OR is_result THEN tool_call_id
  END AS span_id,
  CASE WHEN is_session THEN session.spawned_by WHEN is_turn THEN session.thread WHEN kind IS NOT NULL THEN coalesce(turn, session.thread) END AS parent_span_id,
  session_id,
  CASE kind WHEN 'llm' THEN 'assistant' WHEN 'tool' THEN tool_name WHEN 'agent' THEN CASE WHEN is_turn THEN 'turn' ELSE 'session' END WHEN 'other' THEN item_type END AS name,
  kind,
  -- The end of a turn is logged as a copy of it that says how long it took.
  CASE WHEN fitting_ms(turn_ms) IS NOT NULL THEN instant(timestamp) - to_microseconds((fitting_ms(turn_ms) * 1000)::BIGINT) WHEN kind IS NOT NULL OR item_type IN ('compacted', 'context_compacted') THEN instant(timestamp) END AS started_at,
  CASE WHEN is_result THEN instant(timestamp) END AS ended_at,
  is_naive(timestamp) AS is_naive_time,
  turn_ms AS latency_ms,
  CASE WHEN is_turn THEN said.ttft_ms END AS ttft_ms,
  CASE WHEN is_call THEN coalesce(session.provider, 'openai') END AS provider,
  CASE WHEN is_call THEN meant.model END AS model,
  call_usage.input_tokens AS input_tokens,
  call_usage.cached_input_tokens AS cache_read_tokens,
  call_usage.cache_write_input_tokens AS cache_write_tokens,
  call_usage.output_tokens AS output_tokens,
  call_usage.reasoning_output_tokens AS reasoning_tokens,
  'inclusive' AS input_convention,
  CASE WHEN is_error_event THEN 'error' WHEN is_result THEN CASE WHEN meant.is_error THEN 'error' ELSE 'ok' END END AS status,
  CASE WHEN is_error_event THEN said.error_type END AS error_type,
  CASE WHEN is_turn THEN said.reason END AS stop_reason,
  CASE WHEN session.is_subagent THEN coalesce(session.agent, 'subagent') END AS agent,
  CASE WHEN is_call THEN nullif(tier, 'auto') END AS service_tier,
  tool_name,
  arguments,
  output_digest,
  output_sketch,
  meant.is_error,
  CASE WHEN is_call THEN response_id END AS request_id,
  session.release AS release,
  CASE WHEN item_type IN ('compacted', 'context_compacted') THEN 'compacted' END AS cache_miss_reason,
  json_merge_patch('{}', json_object(
    'cwd', session.cwd, 'originator', session.originator, 'gitBranch', session.branch, 'repository', session.repository, 'effort', effort, 'thread_id', thread
  )) AS attributes
FROM meant
