-- The changes that were found, from JSON; and the days on which a group was not itself, which no baseline is made of.
CREATE OR REPLACE TEMP TABLE found_change AS
SELECT (row_number() OVER (ORDER BY kind, metric, group_key, from_hour))::INTEGER AS change_id, *
FROM (
  SELECT unnest(
    from_json($changes::VARCHAR, '[{"kind": "VARCHAR", "metric": "VARCHAR", "group_key": "VARCHAR", "from_hour": "BIGINT", "until_hour": "BIGINT", "z_score": "DOUBLE", "ratio": "DOUBLE", "usual": "DOUBLE"}]'),
    max_depth := 2
  )
)
