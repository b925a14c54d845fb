-- What do the anomalies come to that are worth a line, which trace is the dearest, and was anything judged at all?
WITH worth AS (
  SELECT rank, trace_key, group_key, from_hour, until_hour, excess_usd FROM finding WHERE excess_usd >= getvariable('least_usd')
),
dearest AS (
  SELECT arg_min(call.trace_key, (-call.cost_usd, call.trace_key)) AS trace_key
  FROM worth
  JOIN judged_call AS call
    ON call.trace_key = worth.trace_key
    OR worth.trace_key IS NULL AND call.group_key = worth.group_key AND 24 * call.day + call.hour BETWEEN worth.from_hour AND worth.until_hour - 1
  WHERE worth.rank = (SELECT min(rank) FROM worth)
)
SELECT
  (SELECT count(*) FROM worth)::BIGINT AS findings,
  (SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(excess_usd) END FROM worth) AS excess_usd,
  (SELECT count(*) FROM usual)::BIGINT AS judged_calls,
  (SELECT min(trace_id) FROM complete WHERE trace_key = (SELECT trace_key FROM dearest)) AS worst_trace_id