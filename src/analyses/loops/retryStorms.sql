-- Where did a provider refuse calls again and again? Three failed model calls or more in a row for one model in one trace, or one
-- request that was sent three times or more.
WITH attempt AS (
  SELECT
    trace_key,
    trace_id,
    span_id,
    started_at,
    model,
    request_id,
    error_type,
    cost_usd,
    coalesce(status = 'error', false) AS has_failed,
    coalesce(model, name) AS target
  FROM picked
  WHERE usage_role IS NULL AND (kind IN ('llm', 'embedding') OR name = 'api_error')
),
-- Most traces have none: what follows orders their calls.
troubled AS (
  SELECT trace_key FROM attempt WHERE has_failed GROUP BY trace_key HAVING count(*) >= 3
  UNION
  SELECT trace_key FROM attempt WHERE request_id IS NOT NULL GROUP BY trace_key, request_id HAVING count(*) >= 3
),
run AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY trace_key, target ORDER BY started_at NULLS LAST, span_id NULLS LAST)
      - row_number() OVER (PARTITION BY trace_key, target, has_failed ORDER BY started_at NULLS LAST, span_id NULLS LAST) AS island,
    CASE WHEN request_id IS NOT NULL THEN count(*) OVER (PARTITION BY trace_key, request_id) END AS sent
  FROM attempt
  SEMI JOIN troubled USING (trace_key)
),
storm AS (
  SELECT *, CASE WHEN sent >= 3 THEN hash(trace_key, text_key(request_id)) WHEN has_failed THEN hash(trace_key, target, island) END AS storm_key
  FROM run
)
SELECT
  any_value(trace_id) AS trace_id,
  min(model) AS model,
  count(*)::INTEGER AS attempts,
  count_if(has_failed)::INTEGER AS errors,
  min(error_type) AS error_type,
  sum(cost_usd) AS cost_usd,
  list(span_id ORDER BY started_at NULLS LAST, span_id NULLS LAST) AS span_ids,
  min(started_at) AS first_at,
  max(started_at) AS last_at,
  count(*) OVER ()::INTEGER AS found
FROM storm
WHERE storm_key IS NOT NULL
GROUP BY storm_key
HAVING count(*) >= 3
ORDER BY attempts DESC, sum(cost_usd) DESC NULLS LAST, first_at NULLS LAST, any_value(trace_id), min(model) NULLS LAST, min(span_id) NULLS LAST
LIMIT $limit
