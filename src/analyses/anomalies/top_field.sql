-- Which value of which field is over-represented in what each finding costs beyond the usual (in calls, where it is traffic)? Its share
-- of that, less its share of the time before; a single call is told apart only by a value that was never there before.
WITH mean_before AS (
  SELECT rank, avg(cost_usd) AS usual FROM compared_call WHERE side = 'before' GROUP BY rank
),
told AS (
  SELECT compared_call.rank, side, unnest(fields, max_depth := 2), CASE
    WHEN finding.kind = 'volume' THEN 1
    WHEN side = 'before' THEN cost_usd
    ELSE cost_usd - mean_before.usual
  END::DOUBLE AS amount
  FROM compared_call
  JOIN finding USING (rank)
  LEFT JOIN mean_before USING (rank)
),
whole AS (
  SELECT rank, sum(amount) FILTER (side = 'after' AND field = 'model') AS after, sum(amount) FILTER (side = 'before' AND field = 'model') AS before FROM told GROUP BY rank
),
valued AS (
  SELECT
    rank,
    field,
    value,
    sum(amount) FILTER (side = 'after') AS after,
    sum(amount) FILTER (side = 'before') AS before,
    count(*) OVER (PARTITION BY rank, field) AS values_of_field
  FROM told
  WHERE value IS NOT NULL
  GROUP BY rank, field, value
),
shared AS (
  SELECT
    valued.rank,
    valued.field,
    valued.value,
    finding.kind,
    valued.after / nullif(whole.after, 0) AS share_after,
    CASE WHEN valued.before IS NULL THEN 0 ELSE valued.before / nullif(whole.before, 0) END AS share_before
  FROM valued
  JOIN whole USING (rank)
  JOIN finding USING (rank)
  WHERE valued.after > 0 AND whole.before > 0
    AND (finding.kind <> 'point' OR valued.before IS NULL AND valued.values_of_field <= 50 AND valued.field <> 'user_id')
)
SELECT rank, field || '=' || value AS top_field
FROM shared
WHERE share_after - share_before >= 0.25
QUALIFY row_number() OVER (PARTITION BY rank ORDER BY round(least(share_after, 1) - share_before, 6) DESC, field, value) = 1
ORDER BY rank
