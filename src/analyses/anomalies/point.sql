-- Which single calls and traces came to far more than usual? Inside a change, to far more than that has made usual. A trace stands for
-- its calls, unless single calls of it tell most of the excess.
CREATE OR REPLACE TEMP TABLE point AS
WITH item AS (
  SELECT 'call' AS grain, trace_key, span_key, group_key, model, environment, started_at, day, hour, slice, 1 AS calls, cost_usd, value
  FROM measured_call()
  WHERE is_judged
  UNION ALL
  SELECT 'trace' AS grain, trace_key, NULL AS span_key, group_key, '' AS model, environment, started_at, day, hour, slice, calls, cost_usd, value
  FROM judged_trace
  WHERE is_judged AND calls > 1
),
risen AS (
  SELECT item.*, usual.* EXCLUDE (grain, group_key, model, environment, slice)
  FROM item
  JOIN usual USING (grain, group_key, model, environment, slice)
  WHERE item.value > usual.most AND (usual.p50 > 0 OR item.cost_usd >= getvariable('least_usd'))
),
beyond AS (
  SELECT risen.*, risen.value - risen.p50 AS excess
  FROM risen
  WHERE NOT EXISTS (
    FROM found_change
    WHERE found_change.metric = getvariable('anomaly_metric')
      AND found_change.group_key = risen.group_key
      AND 24 * risen.day + risen.hour BETWEEN found_change.from_hour AND found_change.until_hour - 1
      AND risen.value <= risen.most * found_change.ratio
  )
),
-- A call without any id is no trace's.
told AS (
  SELECT trace_key, sum(excess) FILTER (grain = 'call') >= 0.5 * max(excess) FILTER (grain = 'trace') AS by_calls
  FROM beyond
  GROUP BY trace_key
),
named_trace AS (
  SELECT trace_key, min(trace_id) AS trace_id FROM complete WHERE trace_key IN (SELECT trace_key FROM beyond) GROUP BY trace_key
),
named_span AS (
  SELECT span_key, min(span_id) AS span_id FROM complete WHERE span_key IN (SELECT span_key FROM beyond) GROUP BY span_key
)
SELECT
  (row_number() OVER (ORDER BY beyond.group_key, beyond.started_at, beyond.grain, beyond.trace_key, beyond.span_key, beyond.value))::INTEGER AS point_id,
  beyond.*,
  named_trace.trace_id,
  coalesce(named_span.span_id, named_trace.trace_id) AS key
FROM beyond
LEFT JOIN told USING (trace_key)
LEFT JOIN named_trace USING (trace_key)
LEFT JOIN named_span USING (span_key)
WHERE getvariable('anomaly_grain') = beyond.grain
  OR getvariable('anomaly_grain') = 'auto' AND coalesce(told.by_calls, true) = (beyond.grain = 'call')