-- All that was found, one row each: points, and changes of a group's level or traffic. `excess_usd` is what lies above the usual.
CREATE OR REPLACE TEMP TABLE finding AS
WITH rate AS (
  SELECT model, min(input) AS input, min(output) AS output FROM price WHERE tier_start = 0 GROUP BY model
),
spent AS (
  SELECT
    found_change.change_id,
    min(call.started_at) AS started_at,
    max(call.started_at) AS last_at,
    count(*)::BIGINT AS calls,
    count_if(NOT call.has_failed) AS items,
    avg(CASE found_change.metric
      WHEN 'cost' THEN call.cost_usd::DOUBLE
      WHEN 'tokens' THEN known_sum(call.input_tokens, call.output_tokens)::DOUBLE
      WHEN 'input_tokens' THEN call.input_tokens::DOUBLE
      WHEN 'output_tokens' THEN call.output_tokens::DOUBLE
      WHEN 'latency' THEN call.latency_ms
    END) FILTER (NOT call.has_failed) AS value,
    sum(call.cost_usd) FILTER (NOT call.has_failed) AS cost_usd,
    -- Dollars per token at list prices.
    avg(CASE found_change.metric WHEN 'input_tokens' THEN rate.input WHEN 'output_tokens' THEN rate.output END) FILTER (NOT call.has_failed) / 1e6 AS usd_per_token
  FROM found_change
  JOIN judged_call AS call
    ON call.group_key = found_change.group_key
    AND 24 * call.day + call.hour BETWEEN found_change.from_hour AND found_change.until_hour - 1
  LEFT JOIN rate USING (model)
  WHERE call.is_judged
  GROUP BY found_change.change_id
),
changed AS (
  SELECT
    'day' AS grain,
    found_change.group_key || ' ' || strftime(timezone(getvariable('tz'), spent.started_at), '%Y-%m-%d') AS key,
    found_change.change_id,
    found_change.group_key,
    date_trunc('hour', spent.started_at) AS started_at,
    spent.last_at,
    found_change.from_hour,
    found_change.until_hour,
    found_change.kind,
    found_change.metric,
    CASE found_change.kind WHEN 'volume' THEN spent.calls ELSE spent.value END AS value,
    found_change.usual AS p50,
    CASE WHEN found_change.metric = getvariable('anomaly_metric') THEN usual.p99 END AS p99,
    found_change.z_score,
    CASE found_change.kind WHEN 'volume' THEN spent.calls ELSE spent.items END AS call_count,
    CASE
      WHEN found_change.kind = 'volume' THEN (1 - found_change.usual / spent.calls)::DECIMAL(18, 12) * spent.cost_usd
      WHEN found_change.metric = 'cost' THEN spent.cost_usd - spent.items * found_change.usual::DECIMAL(18, 12)
      ELSE (spent.items * (spent.value - found_change.usual) * spent.usd_per_token)::DECIMAL(38, 12)
    END AS excess_usd
  FROM found_change
  JOIN spent USING (change_id)
  LEFT JOIN baseline AS usual
    ON usual.grain = 'call'
    AND usual.level = 2
    AND usual.group_key = found_change.group_key
    AND usual.slice = found_change.from_hour // 24 AND getvariable('anomaly_slices') = 1
),
-- Points that one value explains are one finding; sums in one order, so that their digits are the same each time.
single AS (
  SELECT
    min(grain) AS grain,
    CASE WHEN count(*) = 1 THEN any_value(key) ELSE group_key || ' ' || any_value(shared_value) END AS key,
    fold_id,
    arg_min(trace_key, (-excess, point_id)) AS trace_key,
    arg_min(trace_id, (-excess, point_id)) AS trace_id,
    group_key,
    -- Of one model's calls where those were what it was judged by.
    CASE WHEN bool_and(grain = 'call' AND level = 1) AND min(model) = max(model) THEN any_value(model) END AS model,
    min(started_at) AS started_at,
    CASE WHEN count(*) > 1 THEN max(started_at) END AS last_at,
    min(24 * day + hour) AS from_hour,
    max(24 * day + hour) + 1 AS until_hour,
    'point' AS kind,
    getvariable('anomaly_metric') AS metric,
    avg(value ORDER BY point_id) AS value,
    avg(p50 ORDER BY point_id) AS p50,
    max(p99) AS p99,
    max(CASE WHEN p99 > p50 AND p50 > 0 THEN ln(value / p50) / (ln(p99 / p50) / 2.326) END) AS z_score,
    sum(calls)::BIGINT AS call_count,
    CASE getvariable('anomaly_metric') WHEN 'cost' THEN sum(cost_usd - p50::DECIMAL(18, 12)) END AS excess_usd,
    any_value(shared_value) AS shared_value,
    list(key ORDER BY started_at, key) AS keys
  FROM point
  JOIN folded_point USING (point_id)
  GROUP BY fold_id, group_key
)
SELECT
  (row_number() OVER (ORDER BY excess_usd DESC NULLS LAST, z_score DESC NULLS LAST, value DESC, grain, key, kind, started_at))::INTEGER AS rank,
  *,
  value / nullif(p50, 0) AS ratio
FROM (FROM changed UNION ALL BY NAME FROM single)
WHERE kind = 'point' OR getvariable('anomaly_grain') IN ('auto', 'day')
