-- Which user moved the cost of each group most, and what had he and all of it cost? Dollars of $before_per and $after_per each.
WITH by_user AS (
  SELECT
    first_key,
    second_key,
    user_id,
    coalesce(sum(cost_usd) FILTER (side & 1 > 0), 0.0)::DOUBLE / $before_per AS before_usd,
    coalesce(sum(cost_usd) FILTER (side & 2 > 0), 0.0)::DOUBLE / $after_per AS after_usd
  FROM diff_part
  WHERE NOT is_unpriced AND user_id IS NOT NULL
  GROUP BY first_key, second_key, user_id
),
whole AS (
  SELECT
    *,
    after_usd - before_usd AS change_usd,
    sum(before_usd) OVER in_group AS group_before_usd,
    sum(after_usd - before_usd) OVER in_group AS group_change_usd,
    count(*) OVER in_group AS users
  FROM by_user
  WINDOW in_group AS (PARTITION BY first_key, second_key)
)
SELECT first_key, second_key, user_id, before_usd, after_usd, change_usd, group_before_usd, group_change_usd, users::INTEGER AS users
FROM whole
QUALIFY row_number() OVER (PARTITION BY first_key, second_key ORDER BY round(change_usd * sign(group_change_usd), 9) DESC, user_id) = 1
ORDER BY first_key NULLS LAST, second_key NULLS LAST
