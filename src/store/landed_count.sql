-- How many records does each source hold, as spans (copies included) and as known records that are none, and of how many did the SELECT make nothing?
CREATE OR REPLACE TABLE landed_count AS
SELECT
  source_id,
  count_if(is_first)::BIGINT AS records,
  count_if(is_first AND is_span)::BIGINT AS span_records,
  count_if(is_first AND other_type IS NOT NULL)::BIGINT AS other,
  count_if(is_span IS NULL)::BIGINT AS unread
FROM complete
GROUP BY source_id
