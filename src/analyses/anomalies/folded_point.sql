-- Which points are one finding, as one value of a field explains them: a user who became dear, a prompt? Three points or more that have
-- it, over thrice as many of the points as of the group's calls. The others are findings of their own.
CREATE OR REPLACE TEMP TABLE folded_point AS
WITH told_call AS (
  SELECT
    group_label(first_key, second_key, name) AS group_key,
    told_fields(user_id, prompt_digest, release, stop_reason, model, name, environment) AS fields
  FROM grouped('unpriced')
  WHERE is_call AND group_label(first_key, second_key, name) IN (SELECT group_key FROM common_value)
),
whole AS (
  SELECT group_key, count(*) AS calls FROM told_call GROUP BY group_key
),
valued AS (
  SELECT group_key, field, value, count(*) AS calls
  FROM (SELECT group_key, unnest(fields, max_depth := 2) FROM told_call)
  WHERE value IS NOT NULL
  GROUP BY group_key, field, value
),
pointed AS (
  SELECT group_key, count(*) AS points FROM point GROUP BY group_key
),
-- Of several values the one that explains most.
chosen AS (
  SELECT common_value.point_id, group_key, field, value
  FROM common_value
  JOIN valued USING (group_key, field, value)
  JOIN whole USING (group_key)
  JOIN pointed USING (group_key)
  WHERE common_value.points / pointed.points > 3 * valued.calls / whole.calls
  QUALIFY row_number() OVER (
    PARTITION BY common_value.point_id
    ORDER BY common_value.points DESC, list_position(['user_id', 'prompt_digest', 'release', 'stop_reason', 'model', 'name', 'environment'], field), value
  ) = 1
),
folded AS (
  SELECT point_id, field || '=' || value AS shared_value, min(point_id) OVER (PARTITION BY group_key, field, value) AS fold_id
  FROM chosen
  QUALIFY count(*) OVER (PARTITION BY group_key, field, value) >= 3
)
SELECT point.point_id, coalesce(folded.fold_id, point.point_id) AS fold_id, folded.shared_value
FROM point
LEFT JOIN folded USING (point_id)
