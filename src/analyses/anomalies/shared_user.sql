-- Which single findings of a group are the same user's? Three of them at least, and most of those of the group: then it is the user who
-- became dear, not one call.
WITH point_user AS (
  -- Of all findings, listed or not: what is said of one does not depend on how many are shown.
  SELECT
    finding.rank,
    finding.group_key,
    min(list_filter(call.fields, lambda told: told.field = 'user_id')[1].value) AS user_id
  FROM finding
  JOIN explained_call AS call USING (trace_key)
  WHERE finding.kind = 'point' AND (finding.grain = 'trace' OR call.key = finding.key)
  GROUP BY finding.rank, finding.group_key
),
counted AS (
  SELECT
    rank,
    user_id,
    count(*) OVER (PARTITION BY group_key, user_id) AS own_points,
    count(*) OVER (PARTITION BY group_key) AS points
  FROM point_user
)
SELECT rank, 'user_id=' || user_id AS top_field
FROM counted
WHERE user_id IS NOT NULL AND own_points >= 3 AND 2 * own_points > points
ORDER BY rank
