-- May there be a span with usage of its own above a span with usage? Only then do roll-ups have to be told apart. Of the columns as they
-- landed: what is made of them takes time.
SELECT EXISTS (
  SELECT 1
  FROM complete
  WHERE (
      coalesce(uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens) IS NOT NULL
      OR reported_cost_usd IS NOT NULL
    )
    AND span_key IN (SELECT parent_key FROM complete)
) AS is_possible
