-- Whose usage does not count as its own, and what is left of it? $mode: auto, leaf or root.
INSERT INTO rollup
SELECT
  span_key,
  CASE
    WHEN $mode = 'auto' AND (input_tokens > input_below OR output_tokens > output_below OR reported_cost_usd > cost_below) THEN 'unattributed'
    ELSE 'rollup'
  END AS usage_role,
  CASE WHEN $mode = 'auto' AND input_tokens > input_below THEN input_tokens - input_below END AS input_tokens,
  CASE WHEN $mode = 'auto' AND output_tokens > output_below THEN output_tokens - output_below END AS output_tokens,
  CASE WHEN $mode = 'auto' AND reported_cost_usd > cost_below THEN reported_cost_usd - cost_below END AS reported_cost_usd
FROM usage_node
WHERE CASE WHEN $mode = 'root' THEN bearing_parent IS NOT NULL ELSE level > 0 END
