-- Is there any span with usage of its own above a span with usage? Only then do roll-ups have to be told apart.
SELECT EXISTS (
  SELECT 1 FROM complete WHERE has_usage(input_tokens, output_tokens, reported_cost_usd) AND span_key IN (SELECT parent_key FROM complete)
) AS is_possible
