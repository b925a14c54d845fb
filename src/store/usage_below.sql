-- What stands below each node of this level, and what the node comes to with it: the larger of its own and theirs.
UPDATE usage_node SET
  input_below = below.input_tokens,
  output_below = below.output_tokens,
  cost_below = below.reported_cost_usd,
  input_tokens = greatest(usage_node.input_tokens, below.input_tokens),
  output_tokens = greatest(usage_node.output_tokens, below.output_tokens),
  reported_cost_usd = greatest(usage_node.reported_cost_usd, below.reported_cost_usd)
FROM (
  SELECT
    bearing_parent,
    sum(input_tokens) AS input_tokens,
    sum(output_tokens) AS output_tokens,
    CASE WHEN count(reported_cost_usd) = count(*) THEN sum(reported_cost_usd)::DECIMAL(18, 12) END AS reported_cost_usd
  FROM usage_node
  GROUP BY bearing_parent
) AS below
WHERE usage_node.level = $level AND usage_node.span_key = below.bearing_parent
