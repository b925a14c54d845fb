-- Which few features make up most of the cost?
-- $share: of the whole cost (default: 0.8)
WITH spent AS (
  SELECT feature, sum(cost_usd) AS cost_usd, count_if(is_unpriced) AS unpriced_calls
  FROM span
  WHERE is_call OR cost_usd IS NOT NULL
  GROUP BY feature
),
ranked AS (
  SELECT
    feature,
    cost_usd,
    cost_usd / sum(cost_usd) OVER () AS share,
    sum(cost_usd) OVER (ORDER BY cost_usd DESC NULLS LAST, feature NULLS LAST) / sum(cost_usd) OVER () AS cumulative_share,
    row_number() OVER (ORDER BY cost_usd DESC NULLS LAST, feature NULLS LAST) / count(*) OVER () AS features_share,
    unpriced_calls
  FROM spent
)
SELECT feature, cost_usd, share, cumulative_share, features_share, unpriced_calls
FROM ranked
WHERE cumulative_share - share < $share::DOUBLE
ORDER BY cost_usd DESC NULLS LAST, feature NULLS LAST
