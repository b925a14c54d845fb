-- Where did an agent ask for one thing after another that it could have asked for at once (N+1)? Four calls or more in a row of one
-- tool, all well, that differ in nothing but the name, the number or the path of what they ask for, with a model call before each.
WITH often AS (
  SELECT DISTINCT thread_key
  FROM (SELECT thread_key FROM loop_keyed WHERE NOT has_failed GROUP BY thread_key, tool_key HAVING count(*) >= 4)
),
placed AS (
  SELECT
    rowid AS call_row, thread_key, tool_key, asked_key, has_failed,
    row_number() OVER (PARTITION BY thread_key ORDER BY started_at NULLS LAST, step NULLS LAST, span_id NULLS LAST, arguments) AS place
  FROM loop_keyed
  SEMI JOIN often USING (thread_key)
),
run AS (
  SELECT *, place - row_number() OVER (PARTITION BY thread_key, tool_key ORDER BY place) AS island FROM placed
),
long_run AS (
  SELECT thread_key, tool_key, island
  FROM run
  GROUP BY thread_key, tool_key, island
  HAVING count(*) >= 4 AND count_if(has_failed) = 0 AND count(DISTINCT asked_key) = count(*)
),
asked AS (
  SELECT
    loop_keyed.*,
    run.place,
    run.island,
    -- Arguments without the values that name something, and without numbers in texts.
    regexp_replace(regexp_replace(arguments, ':\s*("[^"\s]*(\s[^"\s]*)?"|-?[0-9.]+|true|false|null)', ':#', 'g'), '[0-9]+', '#', 'g') AS shape
  FROM run
  SEMI JOIN long_run USING (thread_key, tool_key, island)
  JOIN loop_keyed ON loop_keyed.rowid = run.call_row
  WHERE NOT has_command(arguments) OR regexp_matches(arguments, '"(sql|query|statement|input)"\s*:')
),
fan_out AS (
  SELECT
    any_value(trace_id) AS trace_id,
    any_value(thread) AS thread,
    thread_key,
    any_value(tool) AS tool,
    count(*) AS calls,
    list(span_id ORDER BY place) AS span_ids,
    min(started_at) AS first_at,
    max(started_at) AS last_at
  FROM asked
  GROUP BY thread_key, tool_key, island
  HAVING count(DISTINCT shape) = 1
)
SELECT
  any_value(fan_out.trace_id) AS trace_id,
  any_value(fan_out.thread) AS thread,
  any_value(fan_out.tool) AS tool,
  any_value(fan_out.calls)::INTEGER AS calls,
  count(*)::INTEGER AS model_calls,
  sum(call.cost_usd) AS cost_usd,
  any_value(fan_out.span_ids) AS span_ids,
  fan_out.first_at,
  any_value(fan_out.last_at) AS last_at,
  count(*) OVER ()::INTEGER AS found
FROM fan_out
JOIN loop_calls('picked') AS call ON call.thread_key = fan_out.thread_key AND call.started_at > fan_out.first_at AND call.started_at <= fan_out.last_at
GROUP BY fan_out.thread_key, fan_out.first_at
HAVING count(*) >= any_value(fan_out.calls) - 1
ORDER BY sum(call.cost_usd) DESC NULLS LAST, any_value(fan_out.calls) DESC, any_value(fan_out.trace_id), fan_out.first_at, any_value(fan_out.tool)
LIMIT $limit
