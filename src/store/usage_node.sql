-- Spans that log usage, each under the nearest span above it that logs usage too: the tree of roll-ups, in the traces that have one.
CREATE TABLE usage_node AS
WITH RECURSIVE possible AS (
  SELECT DISTINCT trace_key
  FROM complete
  WHERE has_usage(input_tokens, output_tokens, reported_cost_usd) AND span_key IN (SELECT parent_key FROM complete)
),
member AS (
  SELECT DISTINCT ON (span_key)
    span_key, parent_key, input_tokens, output_tokens, reported_cost_usd,
    has_usage(input_tokens, output_tokens, reported_cost_usd) AS is_bearing
  FROM complete
  WHERE trace_key IN (SELECT trace_key FROM possible) AND span_key IS NOT NULL
  ORDER BY span_key, is_bearing DESC, output_tokens DESC NULLS LAST, input_tokens DESC NULLS LAST
),
climb AS (
  SELECT span_key, parent_key AS above FROM member WHERE is_bearing AND parent_key IS NOT NULL
  UNION -- not ALL: a circle of parents ends
  SELECT climb.span_key, member.parent_key AS above
  FROM climb
  JOIN member ON member.span_key = climb.above
  WHERE NOT member.is_bearing AND member.parent_key IS NOT NULL
),
nearest AS (
  SELECT climb.span_key, min(climb.above) AS bearing_parent
  FROM climb
  JOIN member ON member.span_key = climb.above
  WHERE member.is_bearing AND climb.above <> climb.span_key
  GROUP BY climb.span_key
)
SELECT
  member.span_key, nearest.bearing_parent, 0 AS level,
  member.input_tokens, member.output_tokens, member.reported_cost_usd,
  NULL::BIGINT AS input_below, NULL::BIGINT AS output_below, NULL::DECIMAL(18, 12) AS cost_below
FROM member
LEFT JOIN nearest USING (span_key)
WHERE member.is_bearing
