-- May there be a span with usage of its own above a span with usage? Only then do roll-ups have to be told apart. Of the columns as they
-- landed: of two worlds (see complete.sql) one may look like the other's parent, which costs time alone.
SELECT EXISTS (
  SELECT 1
  FROM landed_whole
  WHERE (
      coalesce(uncached_input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens) IS NOT NULL
      OR reported_cost_usd IS NOT NULL
    )
    AND span_key IN (SELECT parent_key FROM landed_whole)
) AS is_possible
