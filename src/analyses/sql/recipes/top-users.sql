-- Which share of the cost do the users who cost most make up?
-- $users: how many of them (default: 10)
WITH spent AS (
  SELECT user_id, count(DISTINCT trace_id) AS traces, sum(cost_usd) AS cost_usd, count_if(is_unpriced) AS unpriced_calls
  FROM span
  GROUP BY user_id
),
ranked AS (
  SELECT
    user_id,
    traces,
    cost_usd,
    cost_usd / (SELECT sum(cost_usd) FROM spent) AS share,
    sum(cost_usd) OVER (ORDER BY cost_usd DESC NULLS LAST, user_id) / (SELECT sum(cost_usd) FROM spent) AS cumulative_share,
    unpriced_calls
  FROM spent
  WHERE user_id IS NOT NULL
)
SELECT user_id, traces, cost_usd, share, cumulative_share, unpriced_calls
FROM ranked
ORDER BY cost_usd DESC NULLS LAST, user_id
LIMIT $users::BIGINT
